"""Where an indicator stands: figures from rows, nothing reported, nothing computable, who may see."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from pytest_django import DjangoAssertNumQueries

from datasets.models import Target
from datasets.queries.indicators import (
    city_performance,
    headlines,
    indicator_performance,
    office_performance,
)
from datasets.rules.errors import Hidden
from datasets.vocab import Access, Aggregation, Band, Polarity
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


def test_a_years_figure_is_the_sum_of_its_periods() -> None:
    dataset = factories.dataset()
    indicator(dataset)
    published(dataset)
    shown = city_performance(None)
    [standing] = shown.standings
    assert (shown.year, standing.value) == (2026, D("2282.75"))
    assert standing.capaian.percent == D("2282.75") / 4000 * 100
    assert standing.figure is not None
    assert standing.figure.periods == ("2026-09", "2026-10")
    assert [point.value for point in standing.trend] == [D("1452.5"), D("830.25")]
    assert (standing.change, standing.is_better) == (D("-622.25"), False)


def test_the_last_period_alone_counts_for_a_stock() -> None:
    dataset = factories.dataset()
    indicator(dataset, aggregation=Aggregation.LAST)
    published(dataset)
    assert city_performance(None).standings[0].value == D("830.25")


def test_filters_choose_the_rows() -> None:
    dataset = factories.dataset()
    indicator(dataset, filters={"kecamatan": "Ternate Selatan"})
    published(dataset)
    assert city_performance(None).standings[0].value == D("1642.75")


def test_what_was_not_reported_is_grey_and_never_zero() -> None:
    indicator(factories.dataset())
    shown = city_performance(None)
    [standing] = shown.standings
    assert (standing.value, standing.capaian.band) == (None, Band.NOT_REPORTED)
    assert (shown.silent, shown.offices[0].average) == ([standing], None)


def test_a_target_of_zero_cannot_be_computed_and_is_told_apart() -> None:
    dataset = factories.dataset()
    made = indicator(dataset)
    Target.objects.filter(indicator=made).update(value=0)
    published(dataset)
    shown = city_performance(None)
    assert shown.standings[0].capaian.band is Band.NOT_COMPUTABLE
    assert (shown.not_computable, shown.silent) == (1, [])


def test_a_running_total_is_measured_against_its_pace() -> None:
    dataset = factories.dataset()
    made = indicator(dataset)
    published(dataset)
    [behind] = city_performance(None).standings
    assert (behind.expected, behind.keeps_pace) == (D(4000) * 10 / 12, False)
    Target.objects.filter(indicator=made).update(value=2700)
    shown = city_performance(None)
    assert (shown.standings[0].keeps_pace, shown.lagging) == (True, [])


def test_falling_is_better_where_less_is_better() -> None:
    dataset = factories.dataset()
    indicator(dataset, polarity=Polarity.DOWN, aggregation=Aggregation.LAST)
    published(dataset)
    assert city_performance(None).standings[0].is_better is True


def test_figures_of_restricted_data_are_for_those_who_may_read_the_rows() -> None:
    dataset = factories.dataset(access=Access.RESTRICTED)
    indicator(dataset)
    published(dataset)
    shown = city_performance(None)
    assert (shown.standings[0].is_readable, shown.shut, shown.bands) == (False, 1, {})
    assert city_performance(factories.sari()).standings[0].is_readable
    assert headlines(None) == []


def test_an_indicator_does_not_give_a_closed_dataset_away() -> None:
    dataset = factories.dataset(access=Access.CLOSED)
    indicator(dataset)
    published(dataset)
    assert city_performance(None).standings == []
    assert len(city_performance(factories.wati()).standings) == 1


def test_headlines_take_one_of_each_office_first() -> None:
    ours = factories.dataset()
    indicator(ours, "A", position=1)
    indicator(ours, "B", position=2)
    theirs = factories.dataset("balita", organization=factories.office("dinas-kesehatan"))
    indicator(theirs, "C", position=3)
    published(ours)
    published(theirs)
    assert [s.indicator.code for s in headlines(None, 3)] == ["A", "C", "B"]


@pytest.mark.parametrize(("slug", "code"), [("dinas-lain", "IKU-DLH-01"), ("dinas-lingkungan-hidup", "X")])
def test_what_is_not_there_is_hidden(slug: str, code: str) -> None:
    indicator(factories.dataset())
    with pytest.raises(Hidden):
        indicator_performance(None, slug, code)


def test_an_office_without_indicators_and_a_year_without_targets_are_hidden() -> None:
    indicator(factories.dataset())
    with pytest.raises(Hidden):
        office_performance(None, "dinas-lain")
    with pytest.raises(Hidden):
        city_performance(None, 1999)


def test_more_indicators_cost_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    dataset = factories.dataset()
    for number in range(5):
        indicator(dataset, f"IKU-{number}")
    published(dataset)
    with django_assert_num_queries(6):
        city_performance(None)
