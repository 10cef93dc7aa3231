"""Beside repairing: cells whose value the spreadsheet itself does not know, once the sender settled them.

`#REF!` and a formula without a result are read as no data already; what a repair takes away is that
they block. A whole column is emptied at once, a single cell by writing into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.table import Block, SheetInfo, Table
from datasets.intake.turns import row_number, sheet_cell

#: Number of a row → (place of the column, what stands in the cell) of each cell read as no data there.
ErrorsByRow = dict[int, list[tuple[int, str]]]
_DIGITS = "0123456789"


def emptied_in(table: Table, places: Iterable[int]) -> ErrorsByRow:
    """The error cells and formulas without a result in the columns at `places`."""
    found: ErrorsByRow = {}
    cells = {**dict.fromkeys(table.info.empty_formulas, "="), **table.info.error_cells}
    by_letter = {letter: place for place in places for letter in letters_of(table, place)}
    for cell, value in cells.items():
        if (letter := cell.rstrip(_DIGITS)) in by_letter:
            row = row_number(int(cell[len(letter) :]), cell, table.folds)
            found.setdefault(row, []).append((by_letter[letter], value))
    return found


def letters_of(table: Table, place: int) -> tuple[str, ...]:
    """The sheet's columns that the column at `place` was made of: one, or those folded into it."""
    letter = table.letters[place]
    return tuple(table.folds.get(letter, (letter,)))


def settled(table: Table, places: Iterable[int], mended: Mapping[int, Iterable[int]]) -> SheetInfo:
    """What is still unknown: not in the columns at `places`, nor in the rows `mended` by place."""
    letters = {letter for place in places for letter in letters_of(table, place)}
    numbers = [(table.letters[place], row) for place, rows in mended.items() for row in rows]
    cells = {sheet_cell(f"{letter}{row}", table.folds) for letter, row in numbers}
    info = table.info
    errors = {cell: value for cell, value in info.error_cells.items() if not _is_in(cell, letters, cells)}
    formulas = tuple(cell for cell in info.empty_formulas if not _is_in(cell, letters, cells))
    return replace(info, error_cells=errors, empty_formulas=formulas)


def rows_of(errors: ErrorsByRow, block: Block) -> list[int]:
    """Which of the rows with `errors` lie in `block`."""
    if not errors:
        return []
    numbers = pa.array(list(errors), pa.int64())
    found: list[int] = block.rows.filter(pc.is_in(block.rows, value_set=numbers)).to_pylist()
    return found


def _is_in(cell: str, letters: set[str], cells: set[str]) -> bool:
    return cell.rstrip(_DIGITS) in letters or cell in cells
