"""What a sender asked to be read otherwise: before types are decided, told, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.examine import Teller, examine
from datasets.intake.schema import Finding, Job, Recipe, Repair, Report, Verdict
from datasets.vocab import ColumnType, Severity
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import RepairKind

TEXT = "Kelurahan,Jml,Ket\nSasa,lima,a\nJati,7,b\nGambesi,lima,c\nJati,7,b\n"


def read(tmp_path: Path, *repairs: Repair, text: str = TEXT) -> tuple[Report, list[str]]:
    path, spool = tmp_path / "a.csv", tmp_path / "spool.csv"
    path.write_text(text)
    report = examine(Job(str(path), "a.csv", spool=str(spool), recipe=Recipe(repairs=repairs)), Teller())
    return report, spool.read_text().splitlines() if spool.exists() else []


def told(report: Report, code: F) -> Finding:
    return next(finding for finding in report.findings if finding.code is code)


def test_values_replaced_decide_the_type_and_are_told(tmp_path: Path) -> None:
    report, rows = read(tmp_path, Repair(RepairKind.REPLACE, "Jml", "lima", "5"))
    assert {column.id: column.type for column in report.table.columns}["jml"] is ColumnType.INTEGER
    assert [row.split(",")[3:5] for row in rows] == [
        ["Sasa", "5"],
        ["Jati", "7"],
        ["Gambesi", "5"],
        ["Jati", "7"],
    ]
    found = told(report, F.CELLS_REPAIRED)
    assert (found.severity, found.count, found.cell) == (Severity.FIXED, 2, "B2")
    assert (found.value, found.suggestion) == ("lima", "5")


def test_a_value_may_be_read_as_no_data(tmp_path: Path) -> None:
    report, rows = read(tmp_path, Repair(RepairKind.REPLACE, "jml", "lima"))
    assert rows[0].split(",")[3:5] == ["Sasa", ""]
    assert report.verdict is Verdict.ACCEPTED


def test_rows_and_columns_are_left_out_and_headers_renamed(tmp_path: Path) -> None:
    report, rows = read(
        tmp_path,
        Repair(RepairKind.DROP_ROWS, rows=(5, 2, 900)),
        Repair(RepairKind.DROP_COLUMN, "Ket"),
        Repair(RepairKind.RENAME, "Jml", new="Jumlah"),
    )
    assert [column.label for column in report.table.columns] == ["Kelurahan", "Jumlah"]
    assert [row.split(",")[1] for row in rows] == ["3", "4"]
    assert (told(report, F.ROWS_DROPPED).count, told(report, F.ROWS_DROPPED).row) == (2, 2)
    assert told(report, F.COLUMN_DROPPED).column == "Ket"
    assert told(report, F.HEADER_REPAIRED).suggestion == "Jumlah"
    assert F.ROW_DUPLICATE not in {finding.code for finding in report.findings}


def test_a_renamed_column_is_known_by_both_names(tmp_path: Path) -> None:
    report, rows = read(
        tmp_path,
        Repair(RepairKind.REPLACE, "Jml", "lima", "5"),
        Repair(RepairKind.RENAME, "jml", new="Jumlah"),
        Repair(RepairKind.REPLACE, "Jumlah", "7", "8"),
    )
    assert [row.split(",")[4] for row in rows] == ["5", "8", "5", "8"]
    assert told(report, F.HEADER_REPAIRED).count == 1


def test_one_cell_is_mended_where_its_old_value_still_stands(tmp_path: Path) -> None:
    report, rows = read(
        tmp_path,
        Repair(RepairKind.CELL, "Jml", "lima", "5", row=2),
        Repair(RepairKind.CELL, "Jml", "enam", "6", row=3),
        Repair(RepairKind.CELL, "Ket", "", "d", row=5),
    )
    assert [row.split(",")[4] for row in rows] == ["5", "7", "lima", "7"]
    found = told(report, F.CELLS_REPAIRED)
    assert (found.count, found.cell, found.value, found.suggestion) == (1, "B2", "lima", "5")
    unneeded = [one for one in report.findings if one.code is F.REPAIR_UNNEEDED]
    assert [(one.cell, one.value, one.severity) for one in unneeded] == [
        ("B3", "enam", Severity.FIXED),
        ("C5", "", Severity.FIXED),
    ]


def test_an_empty_cell_is_filled_and_one_cell_goes_before_all_equal_ones(tmp_path: Path) -> None:
    _, rows = read(
        tmp_path,
        Repair(RepairKind.REPLACE, "Jml", "lima", "5"),
        Repair(RepairKind.CELL, "Jml", "lima", "50", row=4),
        Repair(RepairKind.CELL, "Jml", "5", "51", row=2),
        Repair(RepairKind.CELL, "Ket", "", "d", row=5),
        text=TEXT.replace("Jati,7,b\n", "Jati,7,\n"),
    )
    assert [row.split(",")[4] for row in rows] == ["51", "7", "50", "7"]
    assert [row.split(",")[5] for row in rows] == ["a", "", "c", "d"]


def test_what_matches_nothing_changes_nothing_and_is_told_as_not_needed(tmp_path: Path) -> None:
    plain, rows = read(tmp_path)
    same, again = read(
        tmp_path,
        Repair(RepairKind.REPLACE, "Jml", "Lima", "5"),
        Repair(RepairKind.REPLACE, "Tidak ada", "lima", "5"),
        Repair(RepairKind.DROP_ROWS, rows=(999,)),
    )
    assert again == rows
    assert [one for one in same.findings if one.code is not F.REPAIR_UNNEEDED] == list(plain.findings)
    assert [one.column for one in same.findings if one.code is F.REPAIR_UNNEEDED] == ["Jml", "Tidak ada"]


def test_a_table_without_columns_is_none(tmp_path: Path) -> None:
    drops = [Repair(RepairKind.DROP_COLUMN, name) for name in ("Kelurahan", "Jml", "Ket")]
    report, _ = read(tmp_path, *drops)
    assert (report.verdict, report.findings[0].code) == (Verdict.UNREADABLE, F.NO_TABLE)


@pytest.mark.parametrize("old", ["  lima ", "#N/A"])
def test_the_cell_is_found_exactly_as_it_is_written(tmp_path: Path, old: str) -> None:
    text = TEXT.replace("Gambesi,lima", f"Gambesi,{old}").replace("lima,a", "5,a")
    _, rows = read(tmp_path, Repair(RepairKind.REPLACE, "Jml", old, "12"), text=text)
    assert rows[2].split(",")[4] == "12"
