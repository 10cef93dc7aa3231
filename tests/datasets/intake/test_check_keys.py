"""Rows that repeat a key: each is told with the first, and with the one it is wholly the same as."""

from __future__ import annotations

from pathlib import Path

from datasets.intake.examine import Teller, examine
from datasets.intake.schema import ColumnRule, Dictionary, Finding, Job, Limits, Recipe, Repair, Report
from datasets.vocab import ColumnType
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import RepairKind

KEYED = Dictionary(
    (ColumnRule("bulan", "Bulan", ColumnType.TEXT, key=True), ColumnRule("ton", "Ton", ColumnType.INTEGER))
)
ROWS = "Bulan,Ton\nJan,1\nFeb,2\nJan, 1\nJan,3\nFeb,2\nJan,3\n"


def read(tmp_path: Path, text: str = ROWS, *repairs: Repair, places: int = 1_000) -> Report:
    path = tmp_path / "a.csv"
    path.write_text(text)
    recipe, limits = Recipe(repairs=repairs), Limits(places=places)
    return examine(Job(str(path), "a.csv", dictionary=KEYED, recipe=recipe, limits=limits), Teller())


def told(report: Report) -> list[Finding]:
    return [found for found in report.findings if found.code is F.KEY_DUPLICATE]


def test_each_repeat_names_the_first_and_its_twin(tmp_path: Path) -> None:
    assert {found.row: found.params for found in told(read(tmp_path))} == {
        4: {"first_row": 2, "same_row": 2},
        5: {"first_row": 2},
        6: {"first_row": 3, "same_row": 3},
        7: {"first_row": 2, "same_row": 5},
    }


def test_different_rows_with_one_key_stay_errors_when_twins_are_left_out(tmp_path: Path) -> None:
    twins = [found.row for found in told(read(tmp_path)) if "same_row" in found.params]
    again = read(tmp_path, ROWS, Repair(RepairKind.DROP_ROWS, rows=tuple(row for row in twins if row)))
    assert [(found.row, found.params) for found in told(again)] == [(5, {"first_row": 2})]


def test_repairs_are_counted_once_though_rows_are_read_again(tmp_path: Path) -> None:
    report = read(tmp_path, ROWS, Repair(RepairKind.REPLACE, "Ton", "3", "4"))
    assert [found.count for found in report.findings if found.code is F.CELLS_REPAIRED] == [2]


def test_of_many_repeats_some_are_told_and_all_are_counted(tmp_path: Path) -> None:
    found = told(read(tmp_path, "Bulan,Ton\n" + "Jan,1\n" * 50, places=10))
    assert (len(found), found[0].count) == (10, 49)
    assert found[-1].params == {"first_row": 2, "same_row": 2}


def test_rows_without_any_key_are_not_repeats(tmp_path: Path) -> None:
    assert told(read(tmp_path, "Bulan,Ton\n,1\n,1\nJan,2\n")) == []
