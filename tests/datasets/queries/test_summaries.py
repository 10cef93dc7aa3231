"""What can honestly be drawn of a dataset: totals over time, by area, and when nothing can."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from datasets.queries.summaries import glance_at
from datasets.vocab import Aggregation, ColumnRole, ColumnType
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


def test_the_measure_is_added_up_by_period_and_by_area() -> None:
    dataset = factories.dataset()
    glance = glance_at(dataset, published(dataset))
    assert glance is not None
    assert (glance.periods, glance.main.values) == (("2026-09", "2026-10"), (D("1452.5"), D("830.25")))
    assert glance.main.measure.id == "terangkut_ton"
    assert glance.areas == ()  # only one area has a value in the last period


def test_areas_come_largest_first() -> None:
    dataset = factories.dataset()
    rows = [("2026-09", "82.71.02", "Selatan", "5"), ("2026-09", "82.71.03", "Utara", "9")]
    glance = glance_at(dataset, published(dataset, rows=rows))
    assert glance is not None
    assert [(area.code, area.value) for area in glance.areas] == [("82.71.03", D(9)), ("82.71.02", D(5))]


def test_a_mean_is_never_added_up() -> None:
    dataset = factories.dataset()
    indicator(dataset, aggregation=Aggregation.MEAN)
    assert glance_at(dataset, published(dataset)) is None


def test_a_percentage_is_never_added_up() -> None:
    dataset = factories.dataset()
    version = published(dataset)
    version.columns = [c | {"unit": "persen"} for c in version.columns]
    assert glance_at(dataset, version) is None


def test_a_table_of_words_has_nothing_to_draw() -> None:
    dataset = factories.dataset()
    shape = (("nama", ColumnType.TEXT, ColumnRole.DIMENSION),)
    assert glance_at(dataset, published(dataset, rows=[("Kalumata",)], given=shape)) is None
