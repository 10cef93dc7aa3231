"""What is remembered of open data, and when it is not believed any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest

from datasets.models import Dataset
from datasets.queries import quick_rows
from datasets.queries.lines import lines
from datasets.queries.quick_rows import live_version, quick_page, remember
from datasets.queries.rows import page_of, parse_rows_query
from datasets.vocab import Access
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dataset() -> Iterator[Dataset]:
    quick_rows._known.clear()
    made = factories.dataset()
    factories.published(made)
    yield made
    quick_rows._known.clear()


def run(work: Coroutine[Any, Any, Any]) -> Any:
    async def whole() -> Any:
        try:
            return await work
        finally:
            lines().close()

    return asyncio.run(whole())


def test_nothing_is_known_before_it_is_remembered(dataset: Dataset) -> None:
    assert run(live_version(dataset.slug)) is None
    assert run(quick_page(dataset.slug, {})) is None


def test_the_page_is_that_of_the_ordinary_way(dataset: Dataset) -> None:
    remember(dataset)
    assert dataset.live_version is not None
    params = {"sort": ["-terangkut_ton"], "limit": ["3"], "kecamatan__contains": ["ternate"]}
    ordinary = page_of(None, dataset, parse_rows_query(dataset.live_version, params))
    quick = run(quick_page(dataset.slug, params))
    assert (quick.json, quick.total, quick.next) == (ordinary.json, ordinary.total, ordinary.next)
    assert run(live_version(dataset.slug)) == dataset.live_version_id


def test_a_closed_dataset_is_forgotten_at_the_next_question(dataset: Dataset) -> None:
    remember(dataset)
    Dataset.objects.filter(pk=dataset.pk).update(access=Access.CLOSED)
    assert run(quick_page(dataset.slug, {})) is None
    Dataset.objects.filter(pk=dataset.pk).update(access=Access.OPEN)
    assert run(quick_page(dataset.slug, {})) is None  # and is not known again before it is remembered


def test_a_draft_is_not_remembered() -> None:
    remember(factories.dataset("rancangan"))
    assert run(live_version("rancangan")) is None


def test_codes_are_looked_up_by_the_ordinary_way(dataset: Dataset) -> None:
    remember(dataset)
    assert run(quick_page(dataset.slug, {"select": ["kode_kecamatan.nama"]})) is None
