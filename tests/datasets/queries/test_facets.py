"""Facets: most first, words for people, chosen ones always there."""

from __future__ import annotations

import pytest

from datasets.models import Code, CodeList, Dataset, Summary
from datasets.queries.facets import facet_of
from datasets.rules.access import published_datasets
from datasets.vocab import Topic
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three(db: None) -> None:
    for slug, topic in (("a", Topic.WASTE), ("b", Topic.WASTE), ("c", Topic.HEALTH)):
        keep_file(factories.published(factories.dataset(slug, topic=topic)))


def shown(name: str, *chosen: str) -> list[tuple[str, str, int, bool]]:
    return [
        (f.value, f.label, f.count, f.is_chosen) for f in facet_of(name, published_datasets(None), chosen)
    ]


def test_topics_and_formats_have_their_words() -> None:
    assert shown("topic", "kesehatan") == [
        ("persampahan", "Persampahan", 2, False),
        ("kesehatan", "Kesehatan", 1, True),
    ]
    assert shown("format") == [("csv", "CSV", 3, False)]
    assert shown("organization") == [("dinas-lingkungan-hidup", "Dinas Lingkungan Hidup", 3, False)]


def test_a_value_that_is_none_is_not_listed() -> None:
    assert shown("organization", "tidak-ada") == shown("organization")


def test_areas_are_the_kecamatan_that_rows_are_about() -> None:
    areas = CodeList.objects.create(slug="wilayah", title="Wilayah", version="1")
    Code.objects.create(code_list=areas, code="82.71.02", name="Ternate Selatan", level="kecamatan")
    Code.objects.create(code_list=areas, code="82.71.02.1001", name="Gambesi", level="kelurahan")
    part = Dataset.objects.get(slug="a").parts.get()
    for area in ("82.71.02", "82.71.02.1001", ""):
        Summary.objects.create(part=part, measure="terangkut_ton", area=area, row_count=1, value_count=1)
    assert shown("area") == [("82.71.02", "Ternate Selatan", 1, False)]
