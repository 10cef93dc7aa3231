"""Groups from sums say exactly what the rows say, or are not asked at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from psycopg2 import sql

from datasets.intake.profile import profile
from datasets.models import Part, Summary, Version
from datasets.queries import aggregates
from datasets.queries.aggregate_query import AggregateQuery
from datasets.queries.aggregate_summaries import fits, summed_groups, with_sums
from datasets.queries.aggregates import groups_of, parse_aggregate_query
from datasets.queries.versions import places_of
from datasets.vocab import ColumnRole, ColumnType, Frequency
from tests import factories
from tests.datasets.queries.test_rows import add_part

R, T = ColumnRole, ColumnType
pytestmark = pytest.mark.django_db

MONTHS = (
    ("bulan", T.MONTH, R.PERIOD),
    ("kode", T.CODE, R.AREA),
    ("kanal", T.TEXT, R.DIMENSION),
    ("jumlah", T.INTEGER, R.MEASURE),
    ("berat", T.DECIMAL, R.MEASURE),
)
MONTH_ROWS: tuple[tuple[Any, ...], ...] = (
    ("2026-09", "01", "a", 3, "1.50"),
    ("2026-09", "01", "b", None, "-2.25"),
    ("2026-09", "02", "a", 10, None),
    ("2026-10", "01", "a", 1, "0.10"),
    ("2026-12", None, "a", 7, "0.20"),
    (None, "02", "b", None, None),
)
DAYS = (("tanggal", T.DATE, R.PERIOD), ("kode", T.CODE, R.AREA), ("jumlah", T.INTEGER, R.MEASURE))
DAY_ROWS = (
    ("2026-09-01", "01", 3),
    ("2026-09-30", "01", 4),
    ("2026-10-05", "02", 5),
    ("2027-01-01", "01", None),
    (None, "02", 1),
)


def summed(version: Version) -> Version:
    for part in Part.objects.filter(versions=version).select_related("dataset"):
        profile(part)
    return version


@pytest.fixture
def months(db: None) -> Version:
    return summed(factories.published(factories.dataset(), MONTH_ROWS, MONTHS))


def days(frequency: Frequency) -> Version:
    return summed(factories.published(factories.dataset("harian", frequency=frequency), DAY_ROWS, DAYS))


def asked(version: Version, **params: str) -> AggregateQuery:
    return parse_aggregate_query(version, {name: [value] for name, value in params.items()})


def from_sums(query: AggregateQuery) -> sql.Composable | None:
    places = list(with_sums(places_of(query.version), query)) if fits(query) else []
    return summed_groups(query, places) if places else None


ALL = "count,sum:jumlah,avg:jumlah,count:jumlah,min:berat,max:berat,avg:berat,max:jumlah"


@pytest.mark.parametrize(
    "params",
    [
        {"measure": ALL},
        {"group_by": "kode", "measure": ALL},
        {"group_by": "bulan,kode", "measure": ALL, "sort": "-sum_jumlah"},
        {"group_by": "bulan:quarter", "measure": "avg:berat,count"},
        {"group_by": "bulan:year,bulan:month", "measure": "sum:berat"},
        {"group_by": "kode,bulan", "pivot": "bulan", "measure": "sum:jumlah,count"},
        {"group_by": "kode", "measure": "sum:jumlah", "having": "sum_jumlah__gt:5", "limit": "1"},
        {"group_by": "kode", "measure": "count", "bulan__gte": "2026-10"},
        {"measure": "sum:jumlah,count", "kode__isnull": "true"},
        {"measure": "sum:jumlah,count", "kode__in": "02,03", "bulan": "2026-09"},
        {"measure": "sum:jumlah,count", "kode": "99"},
        {"group_by": "kode", "kode": "99"},
    ],
)
def test_sums_and_rows_say_the_same(
    months: Version, params: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_part(months, [("2026-12", "01", "a", 5, "0.05"), ("2027-01", "03", "b", 2, "9")], MONTHS)
    part = Part.objects.latest("created_at")
    part.columns = months.parts.first().columns  # type: ignore[union-attr]
    part.save()
    query = asked(summed(months), **params)
    assert from_sums(query) is not None
    told = groups_of(None, months.dataset, query)
    monkeypatch.setattr(aggregates, "fits", lambda query: False)
    assert groups_of(None, months.dataset, query) == told
    assert json.loads(told.json) is not None


@pytest.mark.parametrize(
    ("frequency", "parts"),
    [
        (Frequency.MONTHLY, ("month", "quarter", "year")),
        (Frequency.QUARTERLY, ("quarter", "year")),
        (Frequency.SEMIANNUAL, ("year",)),
        (Frequency.ANNUAL, ("year",)),
        (Frequency.WEEKLY, ("week",)),
        (Frequency.DAILY, ("day", "week", "weekday", "month", "quarter", "year")),
    ],
)
def test_dates_are_told_as_far_as_the_sums_hold_them(
    frequency: Frequency, parts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = days(frequency)
    for part in ("year", "quarter", "month", "week", "day", "weekday"):
        query = asked(version, group_by=f"tanggal:{part}", measure="sum:jumlah,count")
        assert (from_sums(query) is not None) == (part in parts)
        told = groups_of(None, version.dataset, query)
        with monkeypatch.context() as patched:
            patched.setattr(aggregates, "fits", lambda query: False)
            assert groups_of(None, version.dataset, query) == told


@pytest.mark.parametrize(
    "params",
    [
        {"group_by": "kanal"},
        {"group_by": "kode", "kanal": "a"},
        {"group_by": "kode", "jumlah__gt": "1"},
        {"group_by": "kode", "q": "a"},
        {"measure": "median:jumlah"},
        {"measure": "count:kanal"},
        {"measure": "max:bulan"},
    ],
)
def test_what_sums_do_not_hold_is_read_from_the_rows(months: Version, params: dict[str, str]) -> None:
    assert from_sums(asked(months, **params)) is None


def test_a_day_asked_of_monthly_sums_is_read_from_the_rows() -> None:
    version = days(Frequency.MONTHLY)
    assert from_sums(asked(version, measure="sum:jumlah", tanggal__gte="2026-09-15")) is None
    assert from_sums(asked(version, group_by="tanggal", measure="sum:jumlah")) is None
    version = days_of_another_frequency(version)
    assert from_sums(asked(version, group_by="tanggal:quarter", measure="sum:jumlah")) is None


def days_of_another_frequency(version: Version) -> Version:
    """Its sums were made by month; the dataset is told to be yearly now."""
    version.dataset.frequency = Frequency.ANNUAL
    version.dataset.save()
    return Version.objects.select_related("dataset").get(pk=version.pk)


def test_sums_that_lost_something_are_not_asked(db: None) -> None:
    shape = (("kode", T.TEXT, R.AREA), ("x", T.DECIMAL, R.MEASURE))
    for slug, row, is_exact in (
        ("tepat", ("a", "0.00000001"), True),
        ("halus", ("a", "0.000000001"), False),
        ("besar", ("a", "1" + "0" * 29), False),
        ("panjang", ("a" * 40, "1"), False),
    ):
        version = summed(factories.published(factories.dataset(slug), [row], shape))
        assert (from_sums(asked(version, group_by="kode", measure="sum:x")) is not None) == is_exact


def test_a_year_of_five_digits_is_not_asked_of_sums(db: None) -> None:
    shape = (("tahun", T.YEAR, R.PERIOD), ("x", T.INTEGER, R.MEASURE))
    for slug, year, is_exact in (("biasa", 2026, True), ("jauh", 20261, False)):
        version = summed(factories.published(factories.dataset(slug), [(year, 1)], shape))
        query = asked(version, group_by="tahun", measure="sum:x")
        assert (from_sums(query) is not None) == is_exact
        assert json.loads(groups_of(None, version.dataset, query).json) == [{"tahun": year, "sum_x": 1}]


def test_without_sums_or_statistics_the_rows_are_read(months: Version) -> None:
    query = asked(months, group_by="kode", measure="sum:jumlah")
    Part.objects.update(profile={})
    assert from_sums(query) is None
    summed(months)
    assert from_sums(query) is not None
    Summary.objects.all().delete()
    assert from_sums(query) is None
    assert json.loads(groups_of(None, months.dataset, query).json)[0] == {"kode": "01", "sum_jumlah": 4}


def test_sums_cost_no_query_more(months: Version, django_assert_num_queries: Any) -> None:
    query = asked(months, group_by="kode", measure="sum:jumlah")
    assert months.dataset.frequency
    with django_assert_num_queries(3):
        groups_of(None, months.dataset, query)
