"""A column that adds up the periods beside it does not stand in each of them once they are folded."""

from __future__ import annotations

from pathlib import Path

from datasets.intake.findings import Findings
from datasets.intake.layout_across import without_row_totals
from datasets.intake.schema import Recipe, Unpivot
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import Opened, opened

FOLD = Unpivot(("2021", "2022"), "tahun", "nilai")
ROWS = "Kelurahan,2021,2022,Jumlah\nMoti,1,2,3\nHiri,4,5,9\nSasa,6,7,13\nJati,1,1,2\nMoya,2,2,4\n"


def read(tmp_path: Path, text: str, *, keep_totals: bool = False) -> Opened:
    return opened(tmp_path, text.encode(), recipe=Recipe(unpivot=FOLD, keep_totals=keep_totals))


def test_the_sum_of_the_periods_is_left_out_and_told(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS)
    assert done.table.labels == ["Kelurahan", "tahun", "nilai"]
    assert done.rows[:2] == [["Moti", "2021", "1"], ["Moti", "2022", "2"]]
    assert done.finding(F.TOTAL_COLUMN).column == "Jumlah"
    assert F.ROW_TOTAL_DIFFERS not in done.codes


def test_a_row_that_does_not_add_up_is_told_with_its_cell(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS.replace("13", "14"))
    found = done.finding(F.ROW_TOTAL_DIFFERS)
    assert (found.cell, found.value, found.params) == ("D4", "14", {"found": "13"})


def test_thousands_with_points_are_added_up_as_they_are_meant(tmp_path: Path) -> None:
    text = "Kelurahan,2021,2022,Total\nMoti,500,800,1.300\nHiri,4,5,9\n"
    assert F.TOTAL_COLUMN in read(tmp_path, text).codes


def test_another_figure_under_that_word_stays(tmp_path: Path) -> None:
    done = read(tmp_path, ROWS.replace(",3\n", ",30\n").replace(",9\n", ",90\n"))
    assert done.table.labels == ["Kelurahan", "tahun", "nilai", "Jumlah"]
    assert F.TOTAL_COLUMN not in done.codes


def test_it_stays_where_the_sender_or_the_dictionary_wants_it(tmp_path: Path) -> None:
    assert "Jumlah" in read(tmp_path, ROWS, keep_totals=True).table.labels
    table = opened(tmp_path, ROWS.encode()).table
    assert without_row_totals(table, FOLD, ["JUMLAH"], Findings()) is table


def test_without_a_fold_nothing_is_left_out(tmp_path: Path) -> None:
    assert opened(tmp_path, ROWS.encode()).table.labels[-1] == "Jumlah"
