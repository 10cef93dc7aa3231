"""Finds where a second table begins below the first: another header after a gap (DOMAIN §7 no. 27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow.compute as pc

from datasets.intake.layout import find_layout
from datasets.intake.layout_header import lifted
from datasets.intake.layout_recall import shown_headers
from datasets.intake.layout_rows import filled, is_number, is_year
from datasets.intake.table import HEAD_ROWS, Block, Source

#: Larger tables are read as one.
_MOST_ROWS = 20_000
#: Lines of title that may stand between the gap and the second header.
_MOST_TITLES = 3
_ROWS_BELOW = 20
#: Tables offered below the first.
_MOST_TABLES = 5


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


def headers_below(source: Source, row: int) -> dict[str, str]:
    """The headers of the tables from spreadsheet row `row` on: rows of the header → its first labels."""
    found: dict[str, str] = {}
    blocks = list(source.blocks(row, _width(source)))
    while blocks and len(found) < _MOST_TABLES:
        window = [block.texts(at) for block in blocks for at in range(len(block))][:HEAD_ROWS]
        top = blocks[0].rows[0].as_py() - 1
        layout = find_layout(window, [lifted(merge, top) for merge in source.info.merges if merge.top >= top])
        if layout is None or layout.header is None:
            break
        first, last = (at + top + 1 for at in layout.header)
        found[str(first) if first == last else f"{first}-{last}"] = shown_headers(layout.labels)
        below = [_held_rows(block) for block in source.blocks(last + 1, _width(source))]
        following = second_table(below, layout.labels)
        blocks = list(source.blocks(following.row, _width(source))) if following else []
    return found


def _held_rows(block: Block) -> Block:
    """Without the empty rows: what is left out of a body shows as a gap in its row numbers."""
    held = pc.is_valid(block.columns[0])
    for column in block.columns[1:]:
        held = pc.or_(held, pc.is_valid(column))
    return block.filter(held)


def _width(source: Source) -> int:
    return max((len(row) for row in source.head()), default=0)


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
