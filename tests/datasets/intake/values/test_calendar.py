"""Dates, times and periods: day before month, nothing that is not on the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.intake.values import calendar

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
NAMES = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


@settings(deadline=None)
@given(DATES)
def test_every_day_is_read_in_every_spelling(day: date) -> None:
    spellings = [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day} {NAMES[day.month - 1]} {day.year}",
    ]
    assert {calendar.parse_date(text) for text in spellings} == {day.isoformat()}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sabtu 17 Agt 2024", "2024-08-17"),
        ("Jum'at, 1 Nopember 2024", "2024-11-01"),
        ("3 Pebruari 2023", "2023-02-03"),
        ("2011.01.02", "2011-01-02"),
        ("2021-02-30", None),
        ("31 Februari 2024", None),
        ("08/17/2024", None),
        ("11-01-03", None),
        ("17 Smarch 2024", None),
    ],
)
def test_dates(text: str, read: str | None) -> None:
    assert calendar.parse_date(text) == read


def test_a_serial_is_the_spreadsheets_day() -> None:
    assert calendar.parse_serial("45657") == "2024-12-31"
    assert calendar.parse_serial("0") is None
    assert calendar.parse_serial("999999") is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12:19:00 WIB", "12:19:00"),
        ("9.15 WIT", "09:15:00"),
        ("25:00", None),
        ("01.56", None),
        ("07:05", "07:05:00"),
    ],
)
def test_times(text: str, read: str | None) -> None:
    assert calendar.parse_time(text) == read


def test_a_moment_with_a_zone_moves_to_the_citys_clock() -> None:
    assert calendar.parse_datetime("2026-04-11 05:19:00+00:00", "+09:00") == "2026-04-11 14:19:00"
    assert calendar.parse_datetime("2026-04-11 05:19:00 WIB", "+09:00") == "2026-04-11 07:19:00"
    assert calendar.parse_datetime("2026-04-11T05:19:00Z") == "2026-04-11 05:19:00"
    assert calendar.parse_datetime("31/12/2024 08:00") == "2024-12-31 08:00:00"
    assert calendar.parse_datetime("2021-02-30 00:00:00") is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Oktober 2026", "2026-10"),
        ("10/2026", "2026-10"),
        ("2026-10", "2026-10"),
        ("Okt-2026", "2026-10"),
        ("2026-13", None),
    ],
)
def test_months(text: str, read: str | None) -> None:
    assert calendar.parse_month(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("TW III 2026", "2026-Q3"),
        ("2026-Q3", "2026-Q3"),
        ("Triwulan 3 2026", "2026-Q3"),
        ("2026 TW 4", "2026-Q4"),
        ("TW V 2026", None),
    ],
)
def test_quarters(text: str, read: str | None) -> None:
    assert calendar.parse_quarter(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("2025/2026", "2025/2026"), ("TA 2025/26", "2025/2026"), ("2025/2027", None), ("TA 2025", "2025")],
)
def test_fiscal_years(text: str, read: str | None) -> None:
    assert calendar.parse_fiscal_year(text) == read


@pytest.mark.parametrize(
    ("text", "read"), [("2019.0", "2019"), ("TA 2023", "2023"), ("1823", None), ("20231", None)]
)
def test_years(text: str, read: str | None) -> None:
    assert calendar.parse_year(text) == read


def test_shapes_are_recognised_like_values() -> None:
    assert calendar.is_moment("9999-99-99 99:99:99+09:99")
    assert calendar.is_clock("99:99:99 WIB")
    assert not calendar.is_clock("99.99")
    assert calendar.is_quarter("TW III 9999")
    assert calendar.is_year("9999.9")
    assert calendar.is_fiscal("9999/9999")
    assert calendar.is_month("Oktober 9999")
    assert calendar.date_family("99/99/9999") == "d/m/y"
