"""Periods of data: read, compared, counted out, and when each of them is due.

Written `2026`, `2026-S1`, `2026-Q3`, `2026-10`, `2026-W46`, `2026-10-31`; a fiscal year
`2025/2026` counts as the year it begins in. Arithmetic only: nothing here knows a database.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from datasets.vocab import ColumnType, Frequency


class Grain(StrEnum):
    """The length of a period."""

    YEAR = "year"
    SEMESTER = "semester"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


#: Months in a period, where it is made of months.
_MONTHS = {Grain.YEAR: 12, Grain.SEMESTER: 6, Grain.QUARTER: 3, Grain.MONTH: 1}
_DAYS = {Grain.WEEK: 7, Grain.DAY: 1}

GRAIN_OF_FREQUENCY: dict[Frequency, Grain] = {
    Frequency.DAILY: Grain.DAY,
    Frequency.WEEKLY: Grain.WEEK,
    Frequency.MONTHLY: Grain.MONTH,
    Frequency.QUARTERLY: Grain.QUARTER,
    Frequency.SEMIANNUAL: Grain.SEMESTER,
    Frequency.ANNUAL: Grain.YEAR,
}

GRAIN_OF_COLUMN: dict[ColumnType, Grain] = {
    ColumnType.DATE: Grain.DAY,
    ColumnType.DATETIME: Grain.DAY,
    ColumnType.MONTH: Grain.MONTH,
    ColumnType.QUARTER: Grain.QUARTER,
    ColumnType.YEAR: Grain.YEAR,
    ColumnType.FISCAL_YEAR: Grain.YEAR,
}

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:/\d{4}"
    r"|-S(?P<semester>[12])|-Q(?P<quarter>[1-4])|-W(?P<week>\d{2})"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?"
)


@dataclass(frozen=True)
class Period:
    """A span of days: its first day and its length. `str()` gives the canonical text."""

    start: date
    grain: Grain

    @property
    def end(self) -> date:
        """The last day of the period."""
        return self.next().start - timedelta(days=1)

    @property
    def year(self) -> int:
        """The year the period counts for; a week counts for its ISO year."""
        return self.start.isocalendar().year if self.grain is Grain.WEEK else self.start.year

    def next(self) -> Period:
        """The period that follows."""
        return self._moved(1)

    def previous(self) -> Period:
        """The period before."""
        return self._moved(-1)

    def contains(self, other: Period) -> bool:
        """Whether every day of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def _moved(self, steps: int) -> Period:
        if self.grain in _DAYS:
            return Period(self.start + timedelta(days=steps * _DAYS[self.grain]), self.grain)
        month = self.start.year * 12 + self.start.month - 1 + steps * _MONTHS[self.grain]
        return Period(date(month // 12, month % 12 + 1, 1), self.grain)

    def __str__(self) -> str:
        start = self.start
        if self.grain is Grain.DAY:
            return start.isoformat()
        if self.grain is Grain.WEEK:
            return f"{self.year:04d}-W{start.isocalendar().week:02d}"
        number = (start.month - 1) // _MONTHS[self.grain] + 1
        tail = {Grain.YEAR: "", Grain.SEMESTER: f"-S{number}", Grain.QUARTER: f"-Q{number}"}
        return f"{start.year:04d}" + tail.get(self.grain, f"-{start.month:02d}")


def parse_period(text: str) -> Period:
    """The period that `text` writes. Raises ValueError where it writes none."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"not a period: {text!r}")
    year = int(match["year"])
    if match["semester"]:
        return Period(date(year, int(match["semester"]) * 6 - 5, 1), Grain.SEMESTER)
    if match["quarter"]:
        return Period(date(year, int(match["quarter"]) * 3 - 2, 1), Grain.QUARTER)
    if match["week"]:
        return Period(date.fromisocalendar(year, int(match["week"]), 1), Grain.WEEK)
    if match["day"]:
        return Period(date(year, int(match["month"]), int(match["day"])), Grain.DAY)
    if match["month"]:
        return Period(date(year, int(match["month"]), 1), Grain.MONTH)
    return Period(date(year, 1, 1), Grain.YEAR)


def is_period(text: str, grain: Grain | None = None) -> bool:
    """Whether `text` writes a period (of this grain, where one is asked for)."""
    try:
        period = parse_period(text)
    except ValueError:
        return False
    return grain is None or period.grain is grain


def period_on(day: date, grain: Grain) -> Period:
    """The period of length `grain` that `day` lies in."""
    if grain is Grain.DAY:
        return Period(day, grain)
    if grain is Grain.WEEK:
        return Period(day - timedelta(days=day.weekday()), grain)
    months = _MONTHS[grain]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), grain)


def in_order(texts: list[str]) -> list[str]:
    """Periods by their first day, the shorter first; texts that are no period come last."""
    known = [text for text in texts if is_period(text)]
    known.sort(key=lambda text: (parse_period(text).start, parse_period(text).end))
    return known + sorted(text for text in texts if not is_period(text))


def due_date(period: Period, release_day: int | None) -> date:
    """The day by which the period's data are to be published.

    Periods of months: day `release_day` of the month after the period (its last day where the
    month is shorter, or where none was agreed). Weeks: that day of the next week, Monday 1.
    Days: the day after.
    """
    following = period.end + timedelta(days=1)
    if period.grain is Grain.DAY:
        return following
    if period.grain is Grain.WEEK:
        return following + timedelta(days=min(release_day or 7, 7) - 1)
    last = calendar.monthrange(following.year, following.month)[1]
    return following.replace(day=min(release_day or last, last))


def closed_periods(grain: Grain, first: Period, on: date) -> list[Period]:
    """Periods from the one `first` begins in to the last that has ended before `on`."""
    periods = []
    period = period_on(first.start, grain)
    while period.end < on:
        periods.append(period)
        period = period.next()
    return periods


def last_periods(grain: Grain, count: int, on: date) -> list[Period]:
    """The `count` last periods that have ended before `on`, oldest first."""
    period = period_on(on, grain).previous()
    periods = [period]
    while len(periods) < count:
        period = period.previous()
        periods.append(period)
    return periods[::-1]


def next_release(
    frequency: Frequency, release_day: int | None, latest: Period | None, on: date
) -> date | None:
    """When data are next due: of the period after `latest`, else of the one running on `on`.

    None where the dataset has no rhythm. A date in the past means that a release is overdue.
    """
    grain = GRAIN_OF_FREQUENCY.get(frequency)
    if grain is None:
        return None
    period = period_on(latest.end, grain).next() if latest else period_on(on, grain)
    return due_date(period, release_day)
