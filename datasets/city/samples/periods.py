"""Periods as the portal writes them (`2026`, `2026-10`, `2026-Q3`, `2026-S1`, `2026-W46`), in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

#: Periods in a year, by the letter after the hyphen ('' for months).
_PER_YEAR = {"": 12, "Q": 4, "S": 2}
_WEDNESDAY = 3


def periods_between(first: str, last: str) -> Iterator[str]:
    """Every period from `first` to `last`, both included; both of one kind."""
    period = first
    while _order(period) <= _order(last):
        yield period
        period = _next(period)


def month_of(period: str) -> int:
    """The month (1–12) in the middle of a period: where it stands in the seasons."""
    return round((_order(period) % 1) * 12 + 0.5) or 1


def years_since(period: str, start: int = 2024) -> float:
    """Years from 1 January of `start` to the middle of the period: where it stands in a trend."""
    return _order(period) - start


def wednesday_of(week: str) -> date:
    """The Wednesday of an ISO week: when prices are taken."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), _WEDNESDAY)


def _order(period: str) -> float:
    year, _, tail = period.partition("-")
    if not tail:
        return int(year) + 0.5
    if tail.startswith("W"):
        return int(year) + (wednesday_of(period).timetuple().tm_yday - 0.5) / 366
    letter, number = _split(tail)
    return int(year) + (number - 0.5) / _PER_YEAR[letter]


def _next(period: str) -> str:
    year, _, tail = period.partition("-")
    if not tail:
        return str(int(year) + 1)
    if tail.startswith("W"):
        iso = (wednesday_of(period) + timedelta(days=7)).isocalendar()
        return f"{iso.year}-W{iso.week:02d}"
    letter, number = _split(tail)
    carry, number = divmod(number, _PER_YEAR[letter])
    text = f"{letter}{number + 1}" if letter else f"{number + 1:02d}"
    return f"{int(year) + carry}-{text}"


def _split(tail: str) -> tuple[str, int]:
    return (tail[0], int(tail[1:])) if tail[0].isalpha() else ("", int(tail))
