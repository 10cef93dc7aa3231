"""Blank cells under a label that stands once for several rows: found, asked about, filled on consent.

Offices merge `Kecamatan` over its kelurahan, or write it in the first row only (DOMAIN §7 no. 21).
A blank is filled only where the sender said so: elsewhere it means that there is no data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.layout_rows import is_number
from datasets.intake.table import Block, Merge

#: Without merged cells: a label stands over so many rows on average, but not over nearly all.
_FEWEST_BLANK, _MOST_BLANK = 0.3, 0.98
_FEWEST_ROWS = 4


@dataclass(frozen=True)
class Filled:
    """The blocks with labels repeated, and how many cells that made by place of the column."""

    blocks: list[Block]
    counts: dict[int, int]


def labels_over_rows(blocks: Sequence[Block], labels: Sequence[str], merges: Sequence[Merge]) -> list[str]:
    """The headers of columns whose labels stand over several rows: merged, or left blank below."""
    first, last = blocks[0].rows[0].as_py() - 1, blocks[-1].rows[-1].as_py() - 1
    tall = [merge for merge in merges if first <= merge.top < merge.bottom <= last]
    merged = {at for merge in tall for at in range(merge.left, merge.right + 1)}
    places = merged or _left_blank(blocks, len(labels))
    return [labels[at] for at in sorted(places) if at < len(labels) and labels[at].strip()]


def _left_blank(blocks: Sequence[Block], width: int) -> set[int]:
    """The leading columns of words with blanks below each, up to the first that has none."""
    found: set[int] = set()
    for at in range(min(width, 4)):
        column = pa.concat_arrays([block.columns[at] for block in blocks])
        if column.null_count == 0:
            return found
        if not _is_label_over_rows(column):
            return set()
        found.add(at)
    return set()


def _is_label_over_rows(column: pa.StringArray) -> bool:
    share = column.null_count / len(column)
    if len(column) < _FEWEST_ROWS or not column[0].is_valid or not _FEWEST_BLANK <= share <= _MOST_BLANK:
        return False
    texts = column.drop_null().to_pylist()
    return len(set(texts)) == len(texts) > 1 and not any(map(is_number, texts))


def filled_down(blocks: list[Block], places: Sequence[int], merges: Sequence[Merge]) -> Filled:
    """The labels of the columns at `places` repeated over their rows; where merged, over those only."""
    counts: dict[int, int] = {}
    for at in places:
        tall = [merge for merge in merges if merge.left <= at <= merge.right and merge.bottom > merge.top]
        column = pa.concat_arrays([block.columns[at] for block in blocks])
        above = _above(column)
        rows = pa.concat_arrays([block.rows for block in blocks]).to_numpy() - 1
        is_open = _inside(rows, tall) if tall else np.ones(len(rows), bool)
        source = np.where(is_open & (above >= 0), above, np.arange(len(rows)))
        counts[at] = int((source != np.arange(len(rows))).sum())
        blocks = _replaced(blocks, at, column.take(pa.array(source)))
    return Filled(blocks, counts)


def _above(column: pa.StringArray) -> np.ndarray:
    """For each place, the last one at or above it that holds something (-1: none)."""
    valid = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return np.maximum.accumulate(np.where(valid, np.arange(len(column)), -1))


def _inside(rows: np.ndarray, tall: Sequence[Merge]) -> np.ndarray:
    inside = np.zeros(len(rows), bool)
    for merge in tall:
        inside |= (rows >= merge.top) & (rows <= merge.bottom)
    return inside


def _replaced(blocks: list[Block], at: int, column: pa.StringArray) -> list[Block]:
    """`column` cut to the blocks; a label that was repeated is text, whatever the sheet called it."""
    made, start = [], 0
    for block in blocks:
        piece = column.slice(start, len(block))
        start += len(block)
        made.append(replace(block, columns=[*block.columns[:at], piece, *block.columns[at + 1 :]]))
    return made
