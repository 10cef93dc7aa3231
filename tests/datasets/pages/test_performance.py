"""Performance pages: figures and their proof, grey ones told apart, restricted ones shut."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from datasets.models import Target
from datasets.vocab import Access
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db
PROOF = "/kinerja/dinas-lingkungan-hidup/IKU-DLH-01"


def test_the_city_page_shows_target_realisation_and_capaian(client: Client) -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset)
    text = client.get("/kinerja").text
    for told in ("2.282,8 ton", "target 4.000,0 ton", "57,1%", "Rendah", f"{PROOF}?tahun=2026"):
        assert told in text, told


def test_not_reported_and_not_computable_are_told_apart(client: Client) -> None:
    indicator(None, "A", name="Tanpa data")
    dataset = factories.dataset()
    Target.objects.filter(indicator=indicator(dataset, "B")).update(value=0)
    published(dataset)
    text = client.get("/kinerja").text
    assert "Belum dilaporkan" in text
    assert "Tidak dapat dihitung" in text
    assert "1 tidak dapat dihitung" in text


def test_one_click_leads_from_the_figure_to_its_rows_file_and_people(client: Client) -> None:
    dataset = factories.dataset()
    indicator(dataset)
    version = published(dataset)
    text = client.get(f"{PROOF}?tahun=2026").text
    for told in ("Jumlah baris sama dengan angka di atas", "812,5", version.upload.sha256, "Dinas Lingkungan Hidup",
                 "Walidata", "Versi</b>", "/dataset/sampah-terangkut/versi/1", "Jumlah sampah terangkut."):  # fmt: skip
        assert told in text, told
    assert "wati" not in text.lower()
    assert "sari" not in text.lower()


def test_an_offices_page_averages_what_can_be_computed(client: Client) -> None:
    dataset = factories.dataset()
    indicator(dataset)
    indicator(None, "IKU-DLH-02")
    published(dataset)
    text = client.get("/kinerja/dinas-lingkungan-hidup").text
    assert "57,1%" in text
    assert "dibatasi 100%" in text


def test_a_restricted_figure_is_shut_everywhere(client: Client) -> None:
    dataset = factories.dataset(access=Access.RESTRICTED)
    indicator(dataset)
    version = published(dataset)
    for address in ("/", "/kinerja", "/kinerja/dinas-lingkungan-hidup", PROOF):
        text = client.get(address).text
        for kept in ("2.282,8", "812,5", "57,1", version.upload.sha256):
            assert kept not in text, (address, kept)
    assert "Terbatas" in client.get("/kinerja").text
    client.force_login(factories.sari())
    assert "812,5" in client.get(PROOF).text


def test_a_figure_without_data_says_that_it_is_not_zero(client: Client) -> None:
    indicator(factories.dataset())
    assert "Ini bukan nol" in client.get(PROOF).text


@pytest.mark.parametrize(
    "address",
    ["/kinerja/dinas-lain", f"{PROOF}X", "/kinerja?tahun=abc", "/kinerja?tahun=1999", f"{PROOF}?tahun=²⁰²⁶"],
)
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    indicator(factories.dataset())
    assert client.get(address).status_code == 404


def test_more_indicators_cost_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    dataset = factories.dataset()
    for number in range(6):
        indicator(dataset, f"IKU-{number}")
    published(dataset)
    with django_assert_num_queries(11):
        client.get("/kinerja")
