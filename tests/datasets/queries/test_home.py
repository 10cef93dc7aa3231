"""The home page's figures: only what the viewer may find, in a fixed number of queries."""

from __future__ import annotations

import pytest

from datasets.queries.home import home_of
from datasets.vocab import Access, Topic
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


def test_an_empty_portal_has_an_empty_home() -> None:
    home = home_of(None)
    assert (home.dataset_count, home.office_count, home.headlines, home.example) == (0, 0, [], None)


def test_home_tells_what_is_published() -> None:
    dataset = factories.dataset(tags=["sampah", "TPA"])
    indicator(dataset)
    published(dataset)
    factories.dataset("draf")
    home = home_of(None)
    assert (home.dataset_count, home.office_count, home.recent) == (1, 1, [dataset])
    assert [(t.topic, t.count, t.words) for t in home.topics] == [(Topic.WASTE, 1, "sampah, TPA")]
    assert [s.indicator.code for s in home.headlines] == ["IKU-DLH-01"]
    assert home.example == dataset


def test_closed_data_count_for_nobody_else() -> None:
    published(factories.dataset(access=Access.CLOSED))
    assert home_of(None).dataset_count == 0
    assert home_of(factories.sari()).dataset_count == 1


def test_a_dataset_with_several_areas_is_told_by_area() -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset, rows=[("2026-10", f"82.71.0{n}", "x", str(n)) for n in range(1, 5)])
    story = home_of(None).area_story
    assert story is not None
    assert (story.dataset, len(story.glance.areas)) == (dataset, 4)
