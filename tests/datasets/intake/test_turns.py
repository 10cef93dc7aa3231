"""Numbers of folded rows give back the row and the cell of the sheet."""

from __future__ import annotations

import pytest

from datasets.intake.turns import TURN, row_number, sheet_cell, sheet_row

FOLDS = {"B": ("B", "D", "F")}


def test_the_row_is_the_same_in_every_turn() -> None:
    assert [sheet_row(5 + turn * TURN) for turn in range(3)] == [5, 5, 5]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("B5", "B5"),
        (f"B{5 + 2 * TURN}", "F5"),
        (f"A{5 + 2 * TURN}", "A5"),
        (f"B{5 + 9 * TURN}", "B5"),
        ("", ""),
        ("B", "B"),
    ],
)
def test_the_cell_is_that_of_the_turn(cell: str, shown: str) -> None:
    assert sheet_cell(cell, FOLDS) == shown


@pytest.mark.parametrize(("cell", "turn"), [("B5", 0), ("F5", 2), ("A5", 0), ("", 0)])
def test_the_long_row_of_a_cell_is_found_back(cell: str, turn: int) -> None:
    assert row_number(5, cell, FOLDS) == 5 + turn * TURN
