"""Searching packages: a total order, true counts, facets, and queries that do not grow."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from datasets.queries.package_search import Search, free_words, keys_where, search_packages
from datasets.queries.terms import BadTerm, Both, Either, Term, Wild, Without
from datasets.vocab import Access, Topic
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


def publish(slug: str, **changes: object) -> None:
    keep_file(factories.published(factories.dataset(slug, **changes)))


def names(asked: Search) -> list[str]:
    return [package.dataset.slug for package in search_packages(None, asked).packages]


def test_pages_are_pieces_of_one_order() -> None:
    for slug in ("c", "a", "e", "b", "d"):
        publish(slug, title="Sama")
    asked = {"sorts": [("title_string", False)], "rows": 2}
    pages = [names(Search(start=start, **asked)) for start in (0, 2, 4, 6)]  # type: ignore[arg-type]
    assert sorted(name for page in pages for name in page) == ["a", "b", "c", "d", "e"]
    assert pages[3] == []
    assert search_packages(None, Search(start=99)).count == 5
    assert names(Search(sorts=[("name", True)], rows=3)) == ["e", "d", "c"]


def test_the_score_orders_by_words() -> None:
    publish("lain", description="Harga sampah di pasar.")
    publish("sampah-terangkut")
    asked = Search(typed="sampah", sorts=[("score", True), ("metadata_modified", True)])
    assert names(asked) == ["sampah-terangkut", "lain"]
    fielded = Search(words="sampah", conditions=Both((Term("", "sampah"),)), sorts=asked.sorts)
    assert names(fielded) == ["sampah-terangkut", "lain"]


def test_facets_count_over_all_that_match() -> None:
    publish("a", tags=["xx", "yy"], topic=Topic.HEALTH)
    publish("b", tags=["xx"])
    publish("c", organization=factories.office("dinas-kesehatan"))
    publish("d", access=Access.RESTRICTED)
    publish("e", access=Access.CLOSED)
    fields = ("organization", "groups", "tags", "res_format", "license_id", "owner_org")
    found = search_packages(None, Search(rows=1, facets=fields))
    told = {name: [(item.name, item.count) for item in items] for name, items in found.facets.items()}
    assert told["organization"] == [("dinas-lingkungan-hidup", 3), ("dinas-kesehatan", 1)]
    assert found.facets["organization"][0].title == "Dinas Lingkungan Hidup"
    assert told["groups"] == [("persampahan", 3), ("kesehatan", 1)]
    assert told["tags"] == [("xx", 2), ("yy", 1)]
    assert told["res_format"] == [("CSV", 3)]
    assert told["license_id"] == [("cc-by-4.0", 4)]
    assert [count for _, count in told["owner_org"]] == [3, 1]


def test_queries_do_not_grow_with_packages() -> None:
    def queries(asked: Search) -> int:
        with CaptureQueriesContext(connection) as caught:
            search_packages(None, asked)
        return len(caught)

    publish("a", tags=["xx"])
    plain = Search(rows=1_000)
    full = Search(
        rows=1_000, conditions=Both((Term("tags", "xx"), Term("tags", "xx"))), facets=("tags", "groups")
    )
    before = queries(plain), queries(full)
    for slug in ("b", "c", "d"):
        publish(slug, tags=["xx"])
    assert before == (queries(plain), queries(full)) == (6, 9)


def test_free_words_are_those_that_are_wanted() -> None:
    node = Both((Term("", "air"), Term("name", "x"), Without(Term("", "laut")), Either((Term("", "minum"),))))
    assert free_words(node) == ["air", "minum"]
    assert free_words(Term("", "*", (Wild.ANY,))) == []


def test_keys_are_of_published_datasets_only() -> None:
    live = factories.published(factories.dataset()).dataset
    factories.dataset("draf")
    everything = [row["pk"] for row in keys_where(None, Both())]
    assert everything == [row["pk"] for row in keys_where(None, Term("groups", "persampahan"))] == [live.pk]
    assert list(keys_where(None, Without(Both()))) == []
    with pytest.raises(BadTerm):
        keys_where(None, Term("warna", "merah"))
