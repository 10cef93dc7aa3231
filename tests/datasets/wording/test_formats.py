"""Numbers, sizes, dates and periods as Indonesians write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone, translation

from datasets.wording import formats


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1248, None, "1.248"),
        (D("1248.5"), None, "1.248,5"),
        (D("1248.500"), None, "1.248,5"),
        (D("14.75"), 1, "14,8"),
        (-3, None, "−3"),
        (0, None, "0"),
        (D("1E+6"), None, "1.000.000"),
    ],
)
def test_numbers(value: D | int, decimals: int | None, expected: str) -> None:
    assert formats.number(value, decimals) == expected


def test_english_pages_write_numbers_the_english_way() -> None:
    with translation.override("en"):
        assert formats.number(D("1248.5")) == "1,248.5"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (D("82.44"), "persen", "82,4%"),
        (D("4812000000"), "rupiah", "Rp 4,8 miliar"),
        (D("950000"), "rupiah", "Rp 950.000"),
        (D("14644"), "rupiah per kilogram", "Rp 14.644 per kilogram"),
        (D("1940"), "ton", "1.940,0 ton"),
    ],
)
def test_amounts(value: D, unit: str, expected: str) -> None:
    assert str(formats.amount(value, unit)) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1300, "1,3 kB"),
        (24_000, "24 kB"),
        (1_300_000, "1,3 MB"),
        (2 * 10**12, "2.000 GB"),
    ],
)
def test_sizes(count: int, expected: str) -> None:
    assert formats.size(count) == expected


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("2026", "2026", "2026"),
        ("2026-10", "Oktober 2026", "Okt 2026"),
        ("2026-Q3", "Triwulan III 2026", "Tw III 2026"),
        ("2026-S1", "Semester I 2026", "Sem I 2026"),
        ("2026-W06", "Pekan 6 2026", "Pekan 6 2026"),
        ("2026-11-05", "5 November 2026", "5 Nov 2026"),
        ("bukan periode", "bukan periode", "bukan periode"),
    ],
)
def test_periods(text: str, long: str, short: str) -> None:
    assert (formats.period(text), formats.short_period(text)) == (long, short)


def test_spans() -> None:
    assert formats.span(["2026-01", "2026-02", "2026-10"]) == "Jan–Okt 2026"
    assert formats.span(["2025-11", "2026-02"]) == "Nov 2025–Feb 2026"
    assert formats.span(["2026-10"]) == "Oktober 2026"
    assert formats.span([]) == ""


def test_days_and_moments() -> None:
    assert formats.day(date(2026, 11, 5)) == "5 Nov 2026"
    assert formats.moment(datetime(2024, 11, 5, 0, 12, tzinfo=UTC)) == "5 Nov 2024, 09.12 WIT"


def test_near_moments_are_told_as_people_do() -> None:
    now = timezone.now()
    assert formats.moment(now).startswith("hari ini, ")
    assert formats.moment(now - timedelta(days=1)).startswith("kemarin, ")
