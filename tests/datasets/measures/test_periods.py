"""Periods: read and written alike, in order, and due when the calendar says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.measures.periods import (
    Grain,
    closed_periods,
    due_date,
    in_order,
    is_period,
    last_periods,
    next_release,
    parse_period,
    period_on,
)
from datasets.vocab import Frequency


@pytest.mark.parametrize("text", ["2026", "2026-S2", "2026-Q3", "2026-10", "2026-W53", "2024-02-29"])
def test_a_period_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_period(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-13", "2026-Q5", "2026-S3", "2025-W53", "2025-02-29", "2026-1", "2026-10 ", "Oktober"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    assert not is_period(text)


def test_a_fiscal_year_counts_as_the_year_it_begins_in() -> None:
    assert str(parse_period("2025/2026")) == "2025"


@given(st.dates(date(1900, 1, 8), date(2100, 12, 1)), st.sampled_from(list(Grain)))
def test_periods_tile_the_calendar(day: date, grain: Grain) -> None:
    period = period_on(day, grain)
    assert period.start <= day <= period.end
    assert period.next().previous() == period
    assert parse_period(str(period)) == period


def test_periods_come_in_order_whatever_their_length() -> None:
    assert in_order(["2026", "x", "2026-02", "2025-Q4", "2026-01"]) == [
        "2025-Q4",
        "2026-01",
        "2026",
        "2026-02",
        "x",
    ]


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        ("2026-10", 10, date(2026, 11, 10)),
        ("2026-10", None, date(2026, 11, 30)),
        ("2026-01", 31, date(2026, 2, 28)),
        ("2025", 15, date(2026, 1, 15)),
        ("2026-Q2", 15, date(2026, 7, 15)),
        ("2026-S1", 20, date(2026, 7, 20)),
        ("2026-W46", 2, date(2026, 11, 17)),
        ("2026-11-23", None, date(2026, 11, 24)),
    ],
)
def test_data_are_due_after_their_period(period: str, day: int | None, due: date) -> None:
    assert due_date(parse_period(period), day) == due


def test_the_running_period_is_not_closed() -> None:
    periods = closed_periods(Grain.MONTH, parse_period("2026-08"), date(2026, 10, 31))
    assert [str(period) for period in periods] == ["2026-08", "2026-09"]
    assert [str(p) for p in last_periods(Grain.QUARTER, 3, date(2026, 11, 24))] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]


def test_the_next_release_follows_the_latest_period() -> None:
    october = parse_period("2026-10")
    assert next_release(Frequency.MONTHLY, 10, october, date(2026, 11, 24)) == date(2026, 12, 10)
    assert next_release(Frequency.ANNUAL, 15, parse_period("2025"), date(2026, 11, 24)) == date(2027, 1, 15)
    assert next_release(Frequency.MONTHLY, 10, None, date(2026, 11, 24)) == date(2026, 12, 10)
    assert next_release(Frequency.IRREGULAR, 10, october, date(2026, 11, 24)) is None


def test_an_overdue_release_lies_in_the_past() -> None:
    assert next_release(Frequency.MONTHLY, 10, parse_period("2026-08"), date(2026, 11, 24)) == date(
        2026, 10, 10
    )
