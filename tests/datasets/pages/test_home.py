"""Home, calendar, guide and robots: each works empty and full; query counts pinned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/jadwal", "/pengembang", "/kinerja", "/opd", "/dataset"])
def test_an_empty_portal_answers(client: Client, settings: Settings, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert '<html lang="id"' in response.text
    assert f'<link rel="canonical" href="{settings.PUBLIC_URL}{address}">' in response.text


def test_home_shows_figures_with_their_office_and_a_link_to_the_proof(client: Client) -> None:
    dataset = factories.dataset(title="Sampah terangkut", next_release=timezone.localdate())
    indicator(dataset)
    published(dataset)
    text = client.get("/").text
    assert "2.282,8 <small>ton</small>" in text
    assert "/kinerja/dinas-lingkungan-hidup/IKU-DLH-01?tahun=2026" in text
    assert "Rilis berikutnya" in text
    assert 'href="/topik/persampahan"' in text
    assert f"/api/v1/datasets/{dataset.slug}/rows" in text


def test_home_marks_samples(client: Client, settings: Settings) -> None:
    settings.SAMPLES = True
    assert "Data contoh" in client.get("/").text
    settings.SAMPLES = False
    assert "Data contoh" not in client.get("/").text


def test_home_costs_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        dataset = factories.dataset(f"sampah-{number}")
        indicator(dataset, f"IKU-{number}")
        published(dataset)
    with django_assert_num_queries(21):
        client.get("/")


def test_the_calendar_tells_late_from_coming(client: Client) -> None:
    today = timezone.localdate()
    factories.published(factories.dataset("segera", next_release=today + timedelta(days=9)))
    factories.published(factories.dataset("telat", next_release=today - timedelta(days=2)))
    text = client.get("/jadwal").text
    assert text.index("Segera") < text.index('id="lewat"') < text.index("Telat")
    assert "Terlambat 2 hari" in text


def test_the_guides_calls_name_a_real_dataset(client: Client) -> None:
    factories.published(factories.dataset("sampah-terangkut"))
    assert "/api/v1/datasets/sampah-terangkut/rows" in client.get("/pengembang").text


def test_robots_keep_out_of_samples_and_of_staff_rooms(client: Client, settings: Settings) -> None:
    settings.SAMPLES = True
    text = client.get("/robots.txt").text
    assert text.startswith("User-agent: *\nDisallow: /\nAllow: /api/\n")
    assert text.endswith(f"\nSitemap: {settings.PUBLIC_URL}/sitemap.xml\n")
    settings.SAMPLES = False
    text = client.get("/robots.txt").text
    assert "Disallow: /kerja\n" in text
    assert "Disallow: /api" not in text
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml\n" in text


def test_a_page_is_read_not_written_to(client: Client) -> None:
    assert client.post("/jadwal").status_code == 405
