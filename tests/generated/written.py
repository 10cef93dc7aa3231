"""Tables made by Hypothesis, written in the ways offices write them, with what reading must give back."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

HEADERS = ("Kode", "Nama desa", "Jumlah", "Nilai", "Tanggal")
TYPES = ("code", "text", "integer", "decimal", "date")
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
#: What stands in texts beside letters: delimiters, quotes, a break, letters beyond ASCII.
_INNER = "abcdefg hijkl,;|\t\"'éèüñ()&<>/.-"
_EXCEL_DAY_ZERO = datetime.date(1899, 12, 30)


@dataclass(frozen=True)
class Row:
    """One row as it is meant."""

    code: str
    name: str
    count: int
    value: Decimal
    day: datetime.date


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    """Some rows whose notation can be told: a day above twelve, a figure above a million."""
    rows = draw(st.lists(_rows(), min_size=4, max_size=9, unique_by=lambda row: row.code))
    first = rows[0]
    told = Row(first.code, first.name, 1_234_567, Decimal("2345678.25"), first.day.replace(day=28))
    return [told, *rows[1:]]


def _rows() -> st.SearchStrategy[Row]:
    days = st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 28))
    return st.builds(
        Row,
        st.integers(0, 99_999).map(lambda number: f"0{number:05d}K"),
        st.text(_INNER, min_size=0, max_size=12).map(_framed),
        st.integers(-9_999_999, 9_999_999),
        st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents * 2 + 1) / 100),
        days,
    )


def _framed(inner: str) -> str:
    """A word at either end, so that nothing is a note or trimmed away; single spaces within."""
    return f"Moti {' '.join(inner.split(' '))} Lama".replace("  ", " ").replace("  ", " ")


def meant(rows: Sequence[Row]) -> list[tuple[str, str, int, Decimal, str]]:
    """What must come out, comparable with `read_back`."""
    return [(row.code, row.name, row.count, row.value, row.day.isoformat()) for row in rows]


def read_back(rows: Sequence[Sequence[str]]) -> list[tuple[str, str, int, Decimal, str]]:
    """Rows of the spool as values."""
    return [(code, name, int(count), Decimal(value), day) for code, name, count, value, day in rows]


def indonesian(value: Decimal | int) -> str:
    """1.234.567,25."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def english(value: Decimal | int) -> str:
    """1,234,567.25."""
    return f"{value:,}"


def plain(value: Decimal | int) -> str:
    """1234567.25."""
    return str(value)


def slashed(day: datetime.date) -> str:
    """28/02/2025."""
    return f"{day:%d/%m/%Y}"


def in_words(day: datetime.date) -> str:
    """28 Februari 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def serial(day: datetime.date) -> int:
    """Days since Excel's day zero."""
    return (day - _EXCEL_DAY_ZERO).days


NUMBERS: tuple[Callable[[Decimal | int], str], ...] = (indonesian, english, plain)
DAYS: tuple[Callable[[datetime.date], str], ...] = (datetime.date.isoformat, slashed, in_words)


def as_text(
    rows: Sequence[Row],
    number: Callable[[Decimal | int], str],
    day: Callable[[datetime.date], str],
    *,
    delimiter: str,
    quoting: int,
    line_end: str,
) -> str:
    """The table as delimited text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerow(HEADERS)
    for row in rows:
        writer.writerow([row.code, row.name, number(row.count), number(row.value), day(row.day)])
    return text.getvalue()
