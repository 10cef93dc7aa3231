"""Row numbers of folded tables: which row of the sheet, and which of the folded columns.

A long row is numbered `row + turn * TURN`, so that whatever is told of it by number can be given
back as the true cell; `Table.folds` has, by letter of a folded column, the sheet's letters by turn.
"""

from __future__ import annotations

from collections.abc import Mapping

TURN = 1 << 32
_DIGITS = "0123456789"

Folds = Mapping[str, tuple[str, ...]]


def sheet_row(number: int) -> int:
    """The row as the spreadsheet shows it, whatever the turn."""
    return number % TURN


def sheet_cell(cell: str, folds: Folds) -> str:
    """`B8589934597`, the third turn of row 5, as the sheet has it: `F5` where B was folded of B, D, F."""
    letter = cell.rstrip(_DIGITS)
    if not letter or len(cell) == len(letter):
        return cell
    turn, row = divmod(int(cell[len(letter) :]), TURN)
    turns = folds.get(letter, ())
    return f"{turns[turn] if turn < len(turns) else letter}{row}"


def row_number(row: int, cell: str, folds: Folds) -> int:
    """The number of the long row that the cell of sheet row `row` went to: the way back."""
    letter = cell.rstrip(_DIGITS)
    turns = next((turns for turns in folds.values() if letter in turns), ("",))
    return row + (turns.index(letter) if letter in turns else 0) * TURN
