"""Counts what the shapes of one column can be read as: numbers, dates, periods, words, no data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from datasets.intake.check_survey import Seen, Survey
from datasets.intake.values import calendar
from datasets.intake.values.marks import DASHES, is_missing, split_status
from datasets.intake.values.numbers import NumberRead, read_number
from datasets.intake.values.styles import StyleCount
from datasets.intake.values.words import is_boolean_word

#: Readings of a shape beside "number": the name of each, for `Tally.kinds`.
DATE, MOMENT, CLOCK, MONTH, QUARTER, YEAR, FISCAL, BOOLEAN = (
    "date", "moment", "clock", "month", "quarter", "year", "fiscal", "boolean"
)  # fmt: skip


@dataclass
class Tally:
    """What one column holds, in cells. `valued` leaves out what says "no data".

    `first` keeps an example (a Seen) under the name of each thing that may be told about.
    """

    valued: int = 0
    numbers: int = 0
    broken: int = 0
    native: int = 0
    digits: int = 0
    padded: int = 0
    compact: int = 0
    longest: int = 0
    has_exponent: bool = False
    native_decimals: int = 0
    styles: StyleCount = field(default_factory=StyleCount)
    kinds: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    missing: dict[str, Seen] = field(default_factory=dict)
    dashes: dict[str, Seen] = field(default_factory=dict)
    first: dict[str, Seen] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """Cells that hold neither a number nor a mark for no data."""
        return self.valued - self.numbers - self.broken


def tally_of(survey: Survey) -> Tally:
    """The tally of a column; one of free text has only words."""
    tally = Tally()
    for shape, seen in survey.shapes.items():
        _add_text(tally, shape, seen)
    for shape, seen in survey.native.items():
        _add_native(tally, shape, seen)
    if survey.is_free:
        tally.valued = survey.filled
    return tally


def _add_text(tally: Tally, shape: str, seen: Seen) -> None:
    if is_missing(shape):
        (tally.dashes if shape in DASHES else tally.missing)[shape] = seen
        return
    tally.valued += seen.count
    tally.compact += seen.count if len(shape) <= 40 and " " not in shape else 0
    for kind in kinds_of(shape):
        tally.kinds[kind] += seen.count
    if family := calendar.date_family(shape):
        tally.families[family] += seen.count
        tally.first.setdefault(family, seen)
    read = read_number(shape)
    if read is None:
        tally.first.setdefault("calendar" if kinds_of(shape) else "word", seen)
    else:
        _add_number(tally, read, seen)


def _add_number(tally: Tally, read: NumberRead, seen: Seen) -> None:
    if read.is_broken:
        tally.broken += seen.count
        tally.first.setdefault("broken", seen)
        return
    tally.numbers += seen.count
    tally.styles.add(read, seen.count)
    tally.has_exponent = tally.has_exponent or bool(read.exponent)
    tally.longest = max(tally.longest, len(read.body))
    if read.body.isdecimal() and not (read.unit or read.status or read.exponent):
        tally.digits += seen.count
    if read.is_padded:
        tally.padded += seen.count
        tally.first.setdefault("padded", seen)
    if read.is_ambiguous:
        tally.first.setdefault("ambiguous", seen)
    elif not read.is_bare:
        tally.first.setdefault("told", seen)
    tally.units[read.unit] += seen.count
    if read.unit:
        tally.first.setdefault("unit", seen)
    if read.status:
        tally.statuses[read.status] += seen.count
        tally.first.setdefault("status", seen)


def _add_native(tally: Tally, shape: str, seen: Seen) -> None:
    read = read_number(shape)
    tally.valued += seen.count
    tally.compact += seen.count
    for kind in kinds_of(shape):
        tally.kinds[kind] += seen.count
    if read is None or read.is_broken:
        tally.first.setdefault("word", seen)
        return
    tally.numbers += seen.count
    tally.native += seen.count
    tally.units[""] += seen.count
    tally.digits += seen.count if read.body.isdecimal() else 0
    tally.longest = max(tally.longest, len(read.body))
    tally.has_exponent = tally.has_exponent or bool(read.exponent)
    fraction = read.body.partition(".")[2]
    tally.native_decimals = max(tally.native_decimals, len(fraction))


@lru_cache(maxsize=1 << 14)
def kinds_of(shape: str) -> frozenset[str]:
    """What `shape` may be beside a number."""
    kinds = {
        DATE: bool(calendar.date_family(shape)),
        MOMENT: calendar.is_moment(shape),
        CLOCK: calendar.is_clock(shape),
        MONTH: calendar.is_month(shape),
        QUARTER: calendar.is_quarter(shape),
        YEAR: calendar.is_year(split_status(shape)[0]),
        FISCAL: calendar.is_fiscal(shape),
        BOOLEAN: is_boolean_word(shape),
    }
    return frozenset(kind for kind, holds in kinds.items() if holds)
