"""A marked workbook: the sender's own, or a copy; it comes back as a file like any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from datasets.intake import annotate, annotate_copy
from datasets.intake.annotate import Mark, Request
from datasets.intake.annotate_book import AUTHOR
from datasets.intake.examine import Teller, examine
from datasets.intake.schema import Job, Report, Verdict
from datasets.own_sheets import FINDINGS_MARK
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity

WORDS = dict.fromkeys(
    ("severity", "place", "column", "value", "message", "remedy", "suggestion", "count"), "x"
) | {"own": "milik Anda", "copy": "salinan", "excerpt": "kutipan", "unreadable": "tak terbaca"}
WORDS |= {severity.value: severity.value for severity in Severity}
BAD = Mark(Severity.ERROR, "Bukan angka.", "Tulis angka.", row=4, cell="B4", column="Ton", value="lima")
ODD = Mark(Severity.WARNING, "Aneh.", "Pastikan.", row=3, cell="A3", column="Kelurahan")
FIXED = Mark(Severity.FIXED, "Dirapikan.", "Tidak perlu tindakan.", row=2, cell="A2")


def a_workbook(path: Path, value: Any = "lima", title: str = "Data") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (["Kelurahan", "Ton"], ["Kalumata", 5], ["Jati", 7], ["Sasa", value], ["Gambesi", 9]):
        sheet.append(row)
    sheet["C2"] = "=B2*2"
    book.save(path)
    return path


def marked(tmp_path: Path, path: Path, *marks: Mark, sheet: str = "Data", **more: Any) -> Any:
    target = tmp_path / "temuan.xlsx"
    annotate.annotate(Request(str(path), path.name, str(target), marks, WORDS, sheet=sheet, **more))
    return load_workbook(target)


def checked(path: Path) -> Report:
    return examine(Job(str(path), path.name), Teller())


def colour(cell: Any) -> str:
    return str(cell.fill.start_color.rgb)[-6:] if cell.fill.fill_type else ""


def test_the_sender_s_own_workbook_comes_back_with_coloured_commented_cells(tmp_path: Path) -> None:
    book = marked(tmp_path, a_workbook(tmp_path / "a.xlsx"), BAD, ODD, FIXED)
    data = book["Data"]
    assert [colour(data[cell]) for cell in ("B4", "A3", "A2")] == ["FFC7CE", "FFEB9C", ""]
    assert (data["B4"].comment.text, data["B4"].comment.author) == ("Bukan angka.\nTulis angka.", AUTHOR)
    assert data["A2"].comment is None
    assert data["C2"].value == "=B2*2"
    assert book.sheetnames == ["Data", "Temuan"]
    listed = book["Temuan"]
    assert (listed["A1"].value, listed["A2"].value) == (FINDINGS_MARK, "milik Anda")
    assert [listed.cell(5, at).value for at in (2, 3, 4)] == ["B4", "Ton", "lima"]
    assert listed["B5"].hyperlink.location == "'Data'!B4"


def test_marks_are_replaced_when_the_file_comes_again_and_others_comments_stay(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx")
    book = load_workbook(path)
    book["Data"]["B4"].comment = Comment("Dari Pak Rudi", "Rudi")
    book.save(path)
    marked(tmp_path, path, BAD, ODD)
    again = marked(tmp_path, tmp_path / "temuan.xlsx", BAD)
    assert again.sheetnames == ["Data", "Temuan"]
    assert (colour(again["Data"]["A3"]), again["Data"]["A3"].comment) == ("", None)
    assert "Bukan angka." in again["Data"]["B4"].comment.text


def test_a_corrected_marked_workbook_reads_as_the_table_alone(tmp_path: Path) -> None:
    many = [BAD, *([ODD] * 60)]
    book = marked(tmp_path, a_workbook(tmp_path / "a.xlsx"), *many)
    book["Data"]["B4"] = 5
    book["Data"]["C2"] = None
    book.save(tmp_path / "b.xlsx")
    report = checked(tmp_path / "b.xlsx")
    assert (report.verdict, report.table.sheet, report.table.rows) == (Verdict.ACCEPTED, "Data", 4)
    assert F.SHEET_CHOSEN not in {finding.code for finding in report.findings}


def test_a_sheet_of_an_office_s_own_that_is_called_so_is_read(tmp_path: Path) -> None:
    report = checked(a_workbook(tmp_path / "a.xlsx", 5, title="Temuan"))
    assert (report.table.sheet, report.table.rows) == ("Temuan", 4)
    book = marked(tmp_path, tmp_path / "a.xlsx", BAD, sheet="Temuan")
    assert book.sheetnames == ["Temuan", "Temuan1"]
    assert checked(tmp_path / "temuan.xlsx").table.sheet == "Temuan"


def test_a_text_file_becomes_a_workbook_with_each_cell_at_its_address(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Laporan\nKelurahan,Ton\nKalumata,007\nSasa,lima\nJati,=1+1\n")
    book = marked(tmp_path, path, BAD, sheet="")
    data = book["Data"]
    assert [data[cell].value for cell in ("A1", "B2", "B3", "B4")] == ["Laporan", "Ton", "007", "lima"]
    assert (data["B5"].value, data["B5"].data_type) == ("=1+1", "s")
    assert colour(data["B4"]) == "FFC7CE"
    assert book["Temuan"]["A2"].value == "salinan"


def test_of_a_large_table_only_faulty_rows_and_their_neighbours_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate_copy, "MOST_CELLS", 100)
    path = tmp_path / "a.csv"
    path.write_text("Kelurahan,Ton\n" + "Kalumata,5\n" * 400)
    far = Mark(Severity.ERROR, "Bukan angka.", "Tulis angka.", row=300, cell="B300")
    book = marked(tmp_path, path, far, sheet="")
    filled = [row[0].row for row in book["Data"].iter_rows() if row[0].value]
    assert filled == [*range(1, 21), 299, 300, 301]
    assert book["Data"].sheet_format.zeroHeight
    assert book["Temuan"]["A2"].value == "kutipan"


def test_a_workbook_too_large_to_open_whole_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate, "MOST_CELLS", 3)
    book = marked(tmp_path, a_workbook(tmp_path / "a.xlsx"), BAD)
    assert book["Temuan"]["A2"].value == "salinan"
    assert (book["Data"]["B2"].value, colour(book["Data"]["B4"])) == (5, "FFC7CE")


def test_records_of_json_get_their_keys_as_a_header(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"Kelurahan": "Sasa", "Ton": 5}, {"Kelurahan": "Jati", "Ton": "lima"}]')
    data = marked(tmp_path, path, sheet="")["Data"]
    assert [[cell.value for cell in row] for row in data.iter_rows()] == [
        ["Kelurahan", "Ton"],
        ["Sasa", 5],
        ["Jati", "lima"],
    ]


def test_of_a_file_that_is_no_table_only_the_findings_are_given(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 rusak")
    book = marked(tmp_path, path, Mark(Severity.ERROR, "Rusak.", "Simpan ulang."))
    assert book.sheetnames == ["Temuan"]
    assert book["Temuan"]["A2"].value == "tak terbaca"
