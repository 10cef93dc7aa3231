"""Finds where a second table begins below the first: another header after a gap (DOMAIN §7 no. 27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datasets.intake.layout_rows import filled, is_number, is_year
from datasets.intake.table import Block

#: Larger tables are read as one.
_MOST_ROWS = 20_000
#: Lines of title that may stand between the gap and the second header.
_MOST_TITLES = 3
_ROWS_BELOW = 20


@dataclass(frozen=True)
class SecondTable:
    """Where the rows of the first table end (0-based in the body), and the row of the next header."""

    end: int
    row: int


def second_table(blocks: Sequence[Block], labels: Sequence[str]) -> SecondTable | None:
    """The next table below, None where the body is one table."""
    numbers = [row for block in blocks for row in block.rows.to_pylist()]
    if len(numbers) > _MOST_ROWS or len(labels) < 2:
        return None
    gaps = [at for at in range(1, len(numbers)) if numbers[at] > numbers[at - 1] + 1]
    if not gaps:
        return None
    rows = [block.texts(index) for block in blocks for index in range(len(block))]
    for gap in gaps:
        header = _header_after(rows, gap)
        if header is not None and not _is_same(rows[header], labels) and _heads(rows, gap, header):
            return SecondTable(gap, numbers[header])
    return None


def _header_after(rows: Sequence[Sequence[str]], gap: int) -> int | None:
    """The first row after the gap that is no line of title."""
    for at in range(gap, min(gap + _MOST_TITLES + 1, len(rows))):
        if len(filled(rows[at])) > 1:
            return at
    return None


def _is_same(row: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether the row is the first header again, perhaps with another spelling here and there."""
    at = filled(row)
    last = {label.rpartition(" / ")[2].strip().casefold() for label in labels}
    return sum(row[index].strip().casefold() in last for index in at) * 2 >= len(at)


def _heads(rows: Sequence[Sequence[str]], gap: int, header: int) -> bool:
    """Words over figures, in a column that held figures above as well."""
    at = filled(rows[header])
    if any(is_number(rows[header][index]) and not is_year(rows[header][index]) for index in at):
        return False
    below = rows[header + 1 : header + 1 + _ROWS_BELOW]
    return any(_is_figures(rows[:gap], index) and _is_figures(below, index) for index in at)


def _is_figures(rows: Sequence[Sequence[str]], index: int) -> bool:
    cells = [row[index] for row in rows if row[index].strip()]
    return bool(cells) and sum(map(is_number, cells)) * 5 >= 4 * len(cells)
