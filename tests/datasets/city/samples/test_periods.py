"""Periods of every kind follow one another and know their season."""

from __future__ import annotations

import pytest

from datasets.city.samples.periods import month_of, periods_between, wednesday_of, years_since


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        ("2024", "2026", ["2024", "2025", "2026"]),
        ("2025-11", "2026-02", ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("2025-Q4", "2026-Q1", ["2025-Q4", "2026-Q1"]),
        ("2025-S2", "2026-S1", ["2025-S2", "2026-S1"]),
        ("2026-W52", "2027-W01", ["2026-W52", "2026-W53", "2027-W01"]),
    ],
)
def test_periods_follow_over_the_turn_of_the_year(first: str, last: str, periods: list[str]) -> None:
    assert list(periods_between(first, last)) == periods


def test_a_period_knows_its_month_in_the_seasons() -> None:
    found = [month_of(p) for p in ("2026-01", "2026-12", "2026-Q1", "2026-S2", "2026-W47")]
    assert found == [1, 12, 2, 10, 11]


def test_a_trend_grows_with_time() -> None:
    assert years_since("2024-01") < years_since("2024") == 0.5 < years_since("2026-W01")


def test_prices_are_taken_on_a_wednesday() -> None:
    assert wednesday_of("2026-W47").isoformat() == "2026-11-18"
