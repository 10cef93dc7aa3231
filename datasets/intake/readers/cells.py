"""What a spreadsheet cell holds, as text; rows of such cells as blocks of columns."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.table import Block

#: Rows of a block that is made from a workbook or JSON.
BLOCK_ROWS = 8_192
#: From here on a double may have lost digits: written out in full, never as 8.27E+15.
_EXACT = 1e15
_DAY = datetime.timedelta(days=1)


def number_text(value: float) -> str:
    """`123` for whole numbers, else the shortest digits that give the same number back."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    text = repr(value)
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def cell_text(value: Any) -> str:
    """A cell as text: dates and times in ISO form, true and false in small letters."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime.datetime):
        return _datetime_text(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.timedelta):
        return _duration_text(value)
    return "" if value is None else str(value)


def _datetime_text(value: datetime.datetime) -> str:
    """Excel's day fractions are rounded to seconds; midnight is left as a date alone."""
    if value.microsecond:
        rounded = value + datetime.timedelta(microseconds=500_000)
        value = rounded.replace(microsecond=0)
    text = value.isoformat(sep=" ", timespec="seconds")
    return text.removesuffix(" 00:00:00")


def _duration_text(value: datetime.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def is_number(value: Any) -> bool:
    """Whether the spreadsheet itself holds the cell as a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def blocks_of(rows: Iterable[Sequence[Any]], width: int, first_row: int = 1) -> Iterator[Block]:
    """Rows of cells as blocks; each row must have `width` cells. Numbered from `first_row`."""
    iterator = iter(rows)
    while piece := list(islice(iterator, BLOCK_ROWS)):
        pairs = [_column_of(column) for column in zip(*piece, strict=True)] if width else []
        end = first_row + len(piece)
        yield Block(
            [column for column, _ in pairs],
            pa.arange(first_row, end),
            [native for _, native in pairs],
        )
        first_row = end


def _column_of(cells: tuple[Any, ...]) -> tuple[pa.StringArray, pa.BooleanArray | None]:
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return pa.array([cell or None for cell in cells], pa.string()), None
    if kinds == {float}:
        return _floats(cells), pa.repeat(pa.scalar(True), len(cells))
    texts = [cell_text(cell) or None for cell in cells]
    native = [is_number(cell) for cell in cells]
    return pa.array(texts, pa.string()), pa.array(native) if any(native) else None


def _floats(cells: tuple[Any, ...]) -> pa.StringArray:
    numbers = pa.array(cells, pa.float64())
    bounds = pc.min_max(numbers)
    is_small = abs(bounds["min"].as_py()) < _EXACT and abs(bounds["max"].as_py()) < _EXACT
    if is_small and pc.all(pc.equal(pc.floor(numbers), numbers)).as_py():
        return numbers.cast(pa.int64()).cast(pa.string())
    return pa.array([number_text(cell) or None for cell in cells], pa.string())
