"""Finds tables that stand side by side on a sheet: parted by empty columns, each with headers of its own.

Read as one, rows that have nothing to do with each other would stand in one row (DOMAIN §7 no. 27).
An empty column alone proves nothing, many a table has one for looks: the parts must repeat a header, or
end at different rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from datasets.intake.layout import Layout
from datasets.intake.readers.rows import HeldSource
from datasets.intake.table import Block, Merge, letter_of

#: The answer that all of it is one table.
ALL = "all"
_FEWEST_COLUMNS = 2
#: Rows by which one part is longer than the other, at least.
_FEWEST_ROWS = 2
_MOST_ROWS = 20_000


def tables_beside(source: HeldSource, layout: Layout) -> dict[str, list[str]]:
    """The parts of the sheet as `A-C`, with their headers; empty where it is one table."""
    if layout.header is None or source.rows > _MOST_ROWS:
        return {}
    columns = _columns(source, layout)
    parts = _parts(layout.labels, columns)
    if len(parts) < 2 or not (_repeat(layout.labels, parts) or _end_apart(columns, parts)):
        return {}
    first = source.first_column
    return {
        f"{letter_of(first + part[0])}-{letter_of(first + part[-1])}": [layout.labels[at] for at in part]
        for part in parts
    }


def narrowed(source: HeldSource, columns: str) -> HeldSource | None:
    """Only the columns `A-C` of the sheet; None where it has none of them."""
    names = [letter_of(source.first_column + at) for at in range(source.width)]
    left, _, right = columns.partition("-")
    if left not in names or right not in names or names.index(left) > names.index(right):
        return None
    low, high = names.index(left), names.index(right)
    blocks = [
        Block(block.columns[low : high + 1], block.rows, block.native[low : high + 1])
        for block in source.held
    ]
    merges = tuple(
        Merge(merge.top, max(merge.left, low) - low, merge.bottom, min(merge.right, high) - low)
        for merge in source.info.merges
        if merge.left <= high and merge.right >= low
    )
    return HeldSource(blocks, replace(source.info, merges=merges), source.first_column + low)


def _columns(source: HeldSource, layout: Layout) -> list[pa.Array]:
    held = list(source.blocks(layout.body + 1, len(layout.labels)))
    return (
        [pa.chunked_array([block.columns[at] for block in held]) for at in range(len(layout.labels))]
        if held
        else []
    )


def _parts(labels: Sequence[str], columns: Sequence[pa.Array]) -> list[list[int]]:
    """The runs of columns between empty ones; none where a run has no headers or no rows."""
    parts: list[list[int]] = [[]]
    for at, column in enumerate(columns):
        if not labels[at].strip() and column.null_count == len(column):
            parts.append([])
        else:
            parts[-1].append(at)
    parts = [part for part in parts if part]
    is_whole = all(len(part) >= _FEWEST_COLUMNS and all(labels[at].strip() for at in part) for part in parts)
    return parts if is_whole else []


def _repeat(labels: Sequence[str], parts: Sequence[Sequence[int]]) -> bool:
    """Whether a part has headers that the first has too."""
    first, *others = [{labels[at].strip().casefold() for at in part} for part in parts]
    return any(len(first & other) * 2 >= len(other) for other in others)


def _end_apart(columns: Sequence[pa.Array], parts: Sequence[Sequence[int]]) -> bool:
    """Whether the parts end at different rows, each filled to its end in its first column."""
    ends = [max(_end(columns[at]) for at in part) for part in parts]
    is_filled = all(
        columns[part[0]].slice(0, end).null_count == 0 for part, end in zip(parts, ends, strict=True)
    )
    return is_filled and min(ends) >= 2 and max(ends) - min(ends) >= _FEWEST_ROWS


def _end(column: pa.Array) -> int:
    held = [at for at, text in enumerate(column.to_pylist()) if text]
    return held[-1] + 1 if held else 0
