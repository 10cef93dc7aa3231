"""Holds a table to its own total rows: where they were left out, what they say must add up.

Only figures are compared, and only where the row proves that it adds up its columns at all: a
share, a density or an average in a total row is no sum (DOMAIN §7 no. 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from datasets.intake.layout_rows import filled, value_of
from datasets.intake.table import Block

#: Larger tables are not added up here: their figures would have to be read in Python.
_MOST_ROWS = 20_000
_FEWEST_ROWS = 2
_AVERAGE = re.compile(r"rata|rerata|average|mean", re.IGNORECASE)
_NO_SUM = re.compile(
    r"%|persen|rata|rasio|indeks|kepadatan|laju|harga|suhu|tahun|kode|lintang|bujur|^no\b", re.IGNORECASE
)
_GROUPED = re.compile(r"^-?\d{1,3}(?:\.\d{3})+$")
#: A lone column that is further away from its total than this was never its sum.
_FAR = 1.5


@dataclass(frozen=True)
class TotalRow:
    """A total row that is no data: its number on the sheet and its cells."""

    row: int
    texts: tuple[str, ...]

    @property
    def is_sum(self) -> bool:
        """Whether the row adds up, rather than averages."""
        at = filled(self.texts)
        return bool(at) and not _AVERAGE.search(self.texts[at[0]])


@dataclass(frozen=True)
class Differs:
    """A figure of a total row that is not the sum of its column: `found` is what the rows give."""

    row: int
    place: int
    value: str
    found: str


def differing(blocks: Sequence[Block], labels: Sequence[str], totals: Sequence[TotalRow]) -> list[Differs]:
    """The figures of `totals` that their rows do not add up to."""
    sums = [total for total in totals if total.is_sum]
    if not sums or not _FEWEST_ROWS <= sum(len(block) for block in blocks) <= _MOST_ROWS:
        return []
    numbers = [row for block in blocks for row in block.rows.to_pylist()]
    cells = [
        [text or "" for block in blocks for text in block.columns[at].to_pylist()]
        for at in range(len(labels))
    ]
    columns = [at for at, label in enumerate(labels) if not _NO_SUM.search(label) and _is_figures(cells[at])]
    found: list[Differs] = []
    start = 0
    for total in sums:
        end = sum(number < total.row for number in numbers)
        found += _compared(total, [cells[at] for at in columns], columns, start, end)
        start = end
    return found


def _texts(blocks: Sequence[Block], at: int) -> list[str]:
    return [text or "" for block in blocks for text in block.columns[at].to_pylist()]


def _is_figures(cells: Sequence[str]) -> bool:
    held = [cell for cell in cells if cell.strip()]
    return bool(held) and sum(value_of(cell) is not None for cell in held) * 10 >= 9 * len(held)


def _compared(
    total: TotalRow, cells: list[list[str]], columns: list[int], start: int, end: int
) -> list[Differs]:
    """Against the rows since the last total, all rows above, or (a total on top) all rows."""
    spans = {(start, end), (0, end)} if end else {(0, len(cells[0]) if cells else 0)}
    spans = {span for span in spans if span[1] - span[0] >= _FEWEST_ROWS}
    matches, differs = 0, []
    for place, column in zip(columns, cells, strict=True):
        text = total.texts[place]
        if value_of(text) is None or not spans:
            continue
        sums = [pair for span in spans for pair in readings(text, column[slice(*span)])]
        if any(is_sum(value, added) for value, added in sums):
            matches += 1
        else:
            value, added = min(sums, key=_distance)
            differs.append((abs(value - added), value, Differs(total.row, place, text, plain(added))))
    return [one for gap, value, one in differs if matches >= len(differs) or _is_near(gap, value, matches)]


def _distance(pair: tuple[float, float]) -> float:
    return round(abs(pair[0] - pair[1]) / max(abs(pair[0]), 1e-9), 6)


def _is_near(gap: float, value: float, matches: int) -> bool:
    return matches > 0 or gap <= abs(value) * (_FAR - 1)


def is_sum(total: float, added: float) -> bool:
    """Whether both are the same but for rounding."""
    return abs(total - added) <= max(abs(total) * 1e-6, 0.011)


def readings(text: str, column: Sequence[str]) -> list[tuple[float, float]]:
    """The total and its sum, with `1.234` read as 1.234 and, where such stand, as 1234."""
    exact = (_value(text), sum(map(_value, column)))
    if not any(map(_GROUPED.match, (text, *column))):
        return [exact]
    return [(_grouped(text), sum(map(_grouped, column))), exact]


def _value(text: str) -> float:
    return value_of(text) or 0.0


def _grouped(text: str) -> float:
    return _value(text.strip().replace(".", "").replace(",", "."))


def plain(number: float) -> str:
    """The number as people write it, without noughts at its end."""
    return f"{number:.6f}".rstrip("0").rstrip(".")
