"""A table held to its own total rows, whatever the order of both."""

from __future__ import annotations

from datasets.intake.layout_totals import TotalRow, differing
from datasets.intake.table import Block
from tests.datasets.intake.tables import table

LABELS = ["nama", "a", "b", "persen"]
ROWS = [["x", "1.000", "2", "40"], ["y", "2.000", "3", "60"], ["z", "3.500", "4", "20"]]


def blocks() -> list[Block]:
    return list(table(LABELS, ROWS).blocks())


def found(row: int, *texts: str) -> list[tuple[str, str]]:
    return [(one.value, one.found) for one in differing(blocks(), LABELS, [TotalRow(row, texts)])]


def test_a_total_that_adds_up_says_nothing() -> None:
    assert found(5, "Jumlah", "6.500", "9", "100") == []
    assert found(1, "Jumlah", "6.500", "9", "100") == []


def test_a_figure_that_differs_is_found_with_the_true_sum() -> None:
    assert found(5, "Jumlah", "6.500", "10", "100") == [("10", "9")]
    assert found(5, "Jumlah", "6.600", "9", "") == [("6.600", "6500")]


def test_shares_and_averages_are_no_sums() -> None:
    assert found(5, "Jumlah", "6.500", "9", "40") == []
    assert found(5, "Rata-rata", "2.166", "3", "40") == []


def test_totals_of_groups_are_held_to_their_group() -> None:
    groups = [TotalRow(4, ("Sub jumlah", "3.000", "5", "")), TotalRow(6, ("Jumlah", "6.500", "9", ""))]
    assert differing(blocks(), LABELS, groups) == []


def test_a_row_that_adds_up_nothing_is_left_alone() -> None:
    assert found(5, "Total", "90.000", "700", "3") == []
