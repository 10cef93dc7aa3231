"""Total rows that do not say so: found by their figures, at the top or the end of small tables.

A city's own row among its kecamatan (DOMAIN §7 no. 6), or bare sums right below the header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.layout_rows import filled, is_number, value_of
from datasets.intake.table import Block

#: Larger tables are not looked at: their figures would have to be added up in Python.
MOST_ROWS = 20_000
_FEWEST_OTHERS = 3
#: How many columns from the left may carry the word of a total row.
_LABEL_COLUMNS = 6
_GROUP_TOTAL = re.compile(r"^\s*(?:sub[\s-]*)?(?:jumlah|total|jml)\.?\s+(?P<group>\S.*)$", re.IGNORECASE)
_PLACE = re.compile(
    r"^\s*(?:kota|kabupaten|kab\.?|provinsi|prov\.?|indonesia|kecamatan|kelurahan)\b", re.IGNORECASE
)


def total_rows(blocks: Sequence[Block]) -> list[int]:
    """Positions (0-based in the whole body) of totals of named groups, and of the first or last row
    where it is the total of all.
    """
    rows = sum(len(block) for block in blocks)
    if not _FEWEST_OTHERS < rows <= MOST_ROWS:
        return []
    columns = [
        [text or "" for block in blocks for text in block.columns[at].to_pylist()]
        for at in range(len(blocks[0].columns))
    ]
    groups = _are_groups(columns)
    left = [place for place in range(rows) if place not in set(groups)]
    columns = [[column[place] for place in left] for column in columns] if groups else columns
    ends = [place for place in (0, len(left) - 1) if len(left) > _FEWEST_OTHERS and _is_total(columns, place)]
    return sorted([*groups, *(left[place] for place in ends)])


def _is_total(columns: list[list[str]], place: int) -> bool:
    row = [column[place] for column in columns]
    others = [column[:place] + column[place + 1 :] for column in columns]
    return _is_bare(row, others) or _equals_sums(row, others)


def _is_bare(row: list[str], others: list[list[str]]) -> bool:
    """Only figures, few of them, and no label where every other row has one."""
    at = filled(row)
    if not at or at[0] == 0 or not all(is_number(row[index]) for index in at):
        return False
    usual = sum(1 for column in others if sum(map(bool, column)) * 2 > len(column))
    has_labels = sum(map(bool, others[0])) >= 0.9 * len(others[0])
    return has_labels and len(at) * 2 <= usual


def _equals_sums(row: list[str], others: list[list[str]]) -> bool:
    """Every figure of the row is the sum of its column, under a place or several times over."""
    matches = 0
    labels = [text for text in row if text.strip() and value_of(text) is None]
    for text, column in zip(row, others, strict=True):
        value = value_of(text) if text else None
        if value is None or not value or _is_running(column):
            continue
        figures = [figure for cell in column if cell and (figure := value_of(cell)) is not None]
        if len(figures) * 2 < len(column):
            continue
        if abs(sum(figures) - value) > max(abs(value) * 1e-6, 0.011):
            return False
        matches += 1
    is_place = bool(labels) and bool(_PLACE.match(labels[0]))
    return matches >= (1 if is_place else 3) and bool(labels)


def _is_running(column: list[str]) -> bool:
    """`1 2 3 …`: the numbers of the rows, which nobody adds up."""
    return column[:3] == ["1", "2", "3"] and column == [str(at) for at in range(1, len(column) + 1)]


def _are_groups(columns: list[list[str]]) -> list[int]:
    """Rows such as `Jumlah Moti` below the rows of Moti: the total of a group that they name."""
    words = [column for column in columns[:_LABEL_COLUMNS] if any(map(_GROUP_TOTAL.match, column))]
    if not words:
        return []
    seen: set[str] = set()
    found = []
    for place, row in enumerate(zip(*columns, strict=True)):
        label = next((text for text in row[:_LABEL_COLUMNS] if text and value_of(text) is None), "")
        match = _GROUP_TOTAL.match(label)
        if match and match["group"].strip().casefold() in seen:
            found.append(place)
        seen.update(text.strip().casefold() for text in row[:_LABEL_COLUMNS] if text)
    return found


def without(blocks: Sequence[Block], places: Sequence[int]) -> list[Block]:
    """The blocks without the rows at `places`."""
    kept, start = [], 0
    for block in blocks:
        inside = [place - start for place in places if start <= place < start + len(block)]
        start += len(block)
        if inside:
            is_dropped = pc.is_in(pa.arange(0, len(block)), value_set=pa.array(inside, pa.int64()))
            block = block.filter(pc.invert(is_dropped))
        if len(block):
            kept.append(block)
    return kept
