"""What a sender asked to be read otherwise: before types are decided, told, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from datasets.intake.examine import Teller, examine
from datasets.intake.schema import (
    ColumnRule,
    Dictionary,
    Finding,
    Job,
    Recipe,
    Repair,
    Report,
    Unpivot,
    Verdict,
)
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


KNOWN = Dictionary(
    (
        ColumnRule("kel", "Kel", ColumnType.TEXT),
        ColumnRule("ton", "Ton", ColumnType.INTEGER),
        ColumnRule("ket", "Ket", ColumnType.INTEGER),
    )
)


def with_errors(tmp_path: Path, *repairs: Repair) -> Report:
    """A sheet with two errors and a formula without a result in `Ton`, one error in `Ket`."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Kel", "Ton", "Ket"],
        ["A", 1, 1],
        ["B", "#REF!", 2],
        ["C", "#N/A", 3],
        ["D", "=1+1", "#N/A"],
    ):
        sheet.append(row)
    for cell in ("B3", "B4", "C5"):
        sheet[cell].data_type = "e"
    path = tmp_path / "a.xlsx"
    book.save(path)
    job = Job(str(path), "a.xlsx", dictionary=KNOWN, recipe=Recipe(repairs=repairs))
    return examine(job, Teller())


def unknown(report: Report) -> list[str]:
    return sorted(one.cell for one in report.findings if one.code in (F.ERROR_CELL, F.FORMULA_EMPTY))


def test_cells_that_the_spreadsheet_does_not_know_are_read_as_no_data(tmp_path: Path) -> None:
    assert unknown(with_errors(tmp_path)) == ["B3", "B4", "B5", "C5"]
    report = with_errors(tmp_path, Repair(RepairKind.EMPTY_ERRORS, "Ton"))
    assert unknown(report) == ["C5"]
    found = told(report, F.CELLS_REPAIRED)
    assert (found.count, found.cell, found.value, found.suggestion) == (3, "B3", "#REF!", "")
    both = with_errors(
        tmp_path, Repair(RepairKind.EMPTY_ERRORS, "Ton"), Repair(RepairKind.EMPTY_ERRORS, "Ket")
    )
    assert both.verdict is Verdict.ACCEPTED


def test_one_of_them_is_mended_by_writing_into_it(tmp_path: Path) -> None:
    report = with_errors(tmp_path, Repair(RepairKind.CELL, "Ton", new="7", row=4))
    assert unknown(report) == ["B3", "B5", "C5"]
    assert told(report, F.CELLS_REPAIRED).suggestion == "7"


def test_where_no_cell_is_unknown_emptying_them_is_not_needed(tmp_path: Path) -> None:
    report = with_errors(tmp_path, Repair(RepairKind.EMPTY_ERRORS, "Kel"))
    assert told(report, F.REPAIR_UNNEEDED).params == {"repair": "empty_errors"}


def drifted(tmp_path: Path, *repairs: Repair) -> dict[F, str]:
    """What is told, by code, of a file whose columns are not quite those of the dictionary."""
    path = tmp_path / "a.csv"
    path.write_text("Kel,Tonase sampah\nA,1\nB,2\n")
    two = Dictionary(
        (
            ColumnRule("kel", "Kel", ColumnType.TEXT),
            ColumnRule("berat", "Berat", ColumnType.INTEGER, required=True),
        )
    )
    report = examine(Job(str(path), "a.csv", dictionary=two, recipe=Recipe(repairs=repairs)), Teller())
    return {one.code: one.column for one in report.findings}


def test_a_missing_column_is_found_again_under_its_new_name(tmp_path: Path) -> None:
    assert drifted(tmp_path) == {F.COLUMN_MISSING: "Berat", F.COLUMN_NEW: "Tonase sampah"}
    renamed = drifted(tmp_path, Repair(RepairKind.RENAME, "Tonase sampah", new="Berat"))
    assert renamed == {F.HEADER_REPAIRED: "Tonase sampah"}


def test_a_new_column_left_out_is_not_told_as_new(tmp_path: Path) -> None:
    left_out = drifted(tmp_path, Repair(RepairKind.DROP_COLUMN, "Tonase sampah"))
    assert left_out == {F.COLUMN_MISSING: "Berat", F.COLUMN_DROPPED: "Tonase sampah"}


def test_one_cell_of_a_folded_table_is_mended_where_it_lies_on_the_sheet(tmp_path: Path) -> None:
    path, spool = tmp_path / "a.csv", tmp_path / "spool.csv"
    path.write_text("Kel,2021,2022\nMoti,1,x\nHiri,x,4\n")
    fold = Unpivot(("2021", "2022"), "tahun", "jiwa")
    known = Dictionary(
        (
            ColumnRule("kel", "Kel", ColumnType.TEXT),
            ColumnRule("tahun", "tahun", ColumnType.YEAR),
            ColumnRule("jiwa", "jiwa", ColumnType.INTEGER),
        )
    )

    def mended(*repairs: Repair) -> Report:
        recipe = Recipe(unpivot=fold, repairs=repairs)
        return examine(Job(str(path), "a.csv", str(spool), dictionary=known, recipe=recipe), Teller())

    bare = mended()
    assert [(row.row, row.turn) for row in bare.faulty] == [(2, 1), (3, 0)]
    assert bare.table.folds == {"B": ("B", "C")}
    repair = Repair(RepairKind.CELL, "jiwa", "x", "2", row=2, letter="C")
    one = mended(repair)
    assert [found.cell for found in one.findings if found.code is F.WRONG_TYPE] == ["B3"]
    assert (told(one, F.CELLS_REPAIRED).cell, told(one, F.CELLS_REPAIRED).row) == ("C2", 2)
    both = mended(repair, Repair(RepairKind.CELL, "jiwa", "x", "3", row=3, letter="B"))
    assert both.verdict is Verdict.ACCEPTED
    unneeded = mended(Repair(RepairKind.CELL, "jiwa", "y", "2", row=2, letter="C"))
    assert told(unneeded, F.REPAIR_UNNEEDED).cell == "C2"
