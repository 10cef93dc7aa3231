"""Offices: listed by kind, each with what it publishes and owes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from datasets.measures.periods import Grain, last_periods
from datasets.vocab import Access
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


def test_the_list_counts_what_each_publishes(client: Client) -> None:
    factories.published(factories.dataset())
    factories.office("dinas-kesehatan")
    text = client.get("/opd").text
    assert "1 dari 2 perangkat daerah sudah menerbitkan data." in text
    assert 'href="/opd/dinas-kesehatan"' in text


def test_an_offices_page_tells_what_is_late(client: Client) -> None:
    dataset = factories.dataset(next_release=timezone.localdate() - timedelta(days=4))
    indicator(dataset)
    months = last_periods(Grain.MONTH, 2, timezone.localdate())
    published(dataset, rows=[(str(month), "82.71.02", "Ternate Selatan", "812.5") for month in months])
    text = client.get("/opd/dinas-lingkungan-hidup").text
    assert "Terlambat 4 hari" in text
    assert "2 dari 2 periode" in text
    assert 'href="/kinerja/dinas-lingkungan-hidup"' in text


def test_an_office_without_data_says_so(client: Client) -> None:
    factories.office("dinas-kesehatan")
    factories.published(
        factories.dataset("rahasia", access=Access.CLOSED, organization=factories.office("dinas-kesehatan"))
    )
    text = client.get("/opd/dinas-kesehatan").text
    assert "Belum ada dataset yang terbit." in text
    assert "Rahasia" not in text


def test_an_unknown_office_is_404(client: Client) -> None:
    assert client.get("/opd/dinas-lain").status_code == 404


def test_more_datasets_cost_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        published(factories.dataset(f"sampah-{number}"))
    with django_assert_num_queries(6):
        client.get("/opd/dinas-lingkungan-hidup")
