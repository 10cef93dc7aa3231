"""Search: words, facets in the address, no hits, pages, topics."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.vocab import Access, Topic
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_matches_is_listed_with_its_office(client: Client) -> None:
    factories.published(factories.dataset(title="Sampah terangkut"))
    text = client.get("/dataset?q=sampah").text
    assert "1 dataset ditemukan" in text
    assert 'href="/dataset/sampah-terangkut"' in text
    assert "Dinas Lingkungan Hidup" in text


def test_a_chosen_facet_stays_checked_and_narrows(client: Client) -> None:
    factories.published(factories.dataset("sampah"))
    factories.published(factories.dataset("balita", topic=Topic.HEALTH))
    text = client.get("/dataset?topik=kesehatan").text
    assert 'value="kesehatan" checked' in text
    assert "/dataset/balita" in text
    assert "/dataset/sampah" not in text
    assert "Hapus saringan" in text


def test_no_hits_offers_a_way_on(client: Client) -> None:
    text = client.get("/dataset?q=tidakadayangbegini").text
    assert "Tidak ada yang cocok dengan “tidakadayangbegini”." in text
    assert "Minta data ini" in text


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    text = client.get("/dataset", {"q": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "query", ["topik=bukan", "opd=%00", "page=99999", "page=-1", "page=x", "urut=aneh", "q=%00"]
)
def test_odd_parameters_do_no_harm(client: Client, query: str) -> None:
    factories.published(factories.dataset())
    assert client.get(f"/dataset?{query}").status_code == 200


def test_long_lists_have_pages_that_keep_the_question(client: Client) -> None:
    for number in range(21):
        factories.published(factories.dataset(f"sampah-{number}"))
    first = client.get("/dataset?q=sampah").text
    assert "Halaman 1 dari 2" in first
    assert 'href="?q=sampah&amp;page=2"' in first
    assert "Halaman 2 dari 2" in client.get("/dataset?q=sampah&page=2").text


def test_drafts_and_closed_data_are_not_found(client: Client) -> None:
    factories.dataset("draf-sampah")
    factories.published(factories.dataset("rahasia-sampah", access=Access.CLOSED))
    assert "0 dataset ditemukan" in client.get("/dataset?q=sampah").text


def test_a_topic_lists_its_datasets(client: Client) -> None:
    factories.published(factories.dataset())
    text = client.get("/topik/persampahan").text
    assert "Persampahan" in text
    assert "/dataset/sampah-terangkut" in text


def test_an_empty_topic_says_so_and_an_unknown_one_is_not_there(client: Client) -> None:
    assert "Belum ada dataset untuk topik ini." in client.get("/topik/pariwisata").text
    assert client.get("/topik/bukan-topik").status_code == 404
