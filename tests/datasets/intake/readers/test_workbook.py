"""Workbooks: what the spreadsheet typed stays typed, every kind opens, faults have a reason."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.schema import Recipe
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import opened
from tests.files.ole import ole, record, xls
from tests.files.opendocument import ods
from tests.files.workbooks import Raw, Row, Sheet, date, error, formula, sheet_xml, xlsx

_ROWS: list[list[str | float]] = [["kode", "nilai"], ["08", 1.5], ["09", 2.0]]


@pytest.mark.parametrize(
    ("content", "kind"), [(xlsx(Sheet("Lembar1", _ROWS)), "xlsx"), (xls(_ROWS), "xls"), (ods(_ROWS), "ods")]
)
@pytest.mark.parametrize("named", ["tanpa_akhiran", "data.xlsx", "data.csv"])
def test_every_kind_opens_by_its_content(tmp_path: Path, content: bytes, kind: str, named: str) -> None:
    found = opened(tmp_path, content, named)
    assert (found.table.format, found.table.sheet, found.table.header_row) == (kind, "Lembar1", "1")
    assert found.rows == [["08", "1.5"], ["09", "2"]]
    masks = [block.native for block in found.table.blocks()]
    assert masks[0][0] is None
    assert masks[0][1] is not None


def test_cells_become_text_that_loses_nothing(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["tanggal", "waktu", "benar", "panjang", "kecil", "kode"],
        [date(45657), date(45657.5), True, 8.27e15, 0.1, "007"],
        [date(45658), date(45658.25), False, 123456789012345678, 1e-7, "008"],
    ]
    found = opened(tmp_path, xlsx(Sheet("Data", rows)))
    assert found.rows[0] == ["2024-12-31", "2024-12-31 12:00:00", "true", "8270000000000000", "0.1", "007"]
    assert found.rows[1][3:] == ["123456789012345680", "0.0000001", "008"]


def test_error_cells_and_formulas_without_value_are_known_by_address(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["nama", "nilai"],
        ["a", error("#DIV/0!")],
        ["b", formula("1+1")],
        ["c", formula("1+1", "2")],
    ]
    found = opened(tmp_path, xlsx(Sheet("Data", rows)))
    assert found.rows == [["a", ""], ["b", ""], ["c", "2"]]
    assert found.table.info.error_cells == {"B2": "#DIV/0!"}
    assert found.table.info.empty_formulas == ("B3",)


def test_a_table_that_begins_further_right_keeps_its_letters(tmp_path: Path) -> None:
    rows: list[Row] = [[], [], [None, None, "nama", "nilai"], [None, None, "Moya", 3]]
    found = opened(tmp_path, xlsx(Sheet("Data", rows)))
    assert (found.table.labels, found.table.letters) == (["nama", "nilai"], ["C", "D"])
    assert (found.table.header_row, found.numbers) == ("3", [4])


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    sheets = [
        Sheet("Petunjuk", [["Isi lembar berikut"]]),
        Sheet("Satu", _ROWS),
        Sheet("Dua", _ROWS),
        Sheet("Rahasia", _ROWS, is_hidden=True),
        Sheet("Kosong"),
    ]
    found = opened(tmp_path, xlsx(*sheets))
    assert found.table.sheet == "Satu"
    assert found.finding(F.SHEET_CHOSEN).params["others"] == ["Petunjuk", "Dua"]
    assert found.finding(F.SHEETS_HIDDEN).params["others"] == ["Rahasia"]


def test_a_much_larger_sheet_is_the_table(tmp_path: Path) -> None:
    large: list[Row] = [["kode", "nilai"], *[(f"{number:02d}", number) for number in range(50)]]
    assert opened(tmp_path, xlsx(Sheet("Rekap", _ROWS), Sheet("Data", large))).table.sheet == "Data"


def test_the_uploader_chooses_another_sheet(tmp_path: Path) -> None:
    content = xlsx(Sheet("Satu", _ROWS), Sheet("Dua", [["a", "b"], ["x", 1]]))
    assert opened(tmp_path, content, recipe=Recipe(sheet="Dua")).rows == [["x", "1"]]
    with pytest.raises(Refusal):
        opened(tmp_path, content, recipe=Recipe(sheet="Tiga"))


def test_hidden_rows_are_counted(tmp_path: Path) -> None:
    found = opened(tmp_path, xlsx(Sheet("Data", _ROWS, hidden_rows=[2])))
    assert found.finding(F.ROWS_HIDDEN).params == {"count": 1}
    assert len(found.rows) == 2


def test_hidden_columns_are_counted_where_they_belong_to_the_table(tmp_path: Path) -> None:
    columns = '<cols><col min="2" max="2" width="0" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
    xml = sheet_xml(Sheet("Data", _ROWS))
    for written in (xml, xml.replace("<sheetData>", "<sheetData><!-- -->")):
        content = xlsx(Sheet("Data", xml=written.replace("<sheetData>", columns + "<sheetData>")))
        found = opened(tmp_path, content)
        assert found.finding(F.COLUMNS_HIDDEN).params == {"count": 1, "columns": "B"}


def test_an_error_in_an_old_workbook_is_no_empty_cell(tmp_path: Path) -> None:
    broken = record(0x205, struct.pack("<HHHBB", 2, 1, 0, 0x17, 1))
    found = opened(tmp_path, xls([["kode", "nilai"], ["08", 1.5], ["09"]], records=broken))
    assert found.rows == [["08", "1.5"], ["09", ""]]
    assert found.table.info.error_cells == {"B3": "#REF!"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xls(_ROWS, is_locked=True), F.ENCRYPTED),
        (ole("EncryptedPackage", b"rahasia"), F.ENCRYPTED),
        (ole("WordDocument", b"surat"), F.IS_DOCUMENT),
        (xlsx(Sheet("Kosong")), F.NO_TABLE),
        (xlsx(Sheet("Sel", [["hanya satu sel"]])), F.NO_TABLE),
        (xlsx(Sheet("Kepala", [["nama", "nilai"]])), F.NO_ROWS),
        (xlsx(Sheet("Data", _ROWS))[:400], F.DAMAGED),
        (xlsx(Sheet("Data", [["lama"], [Raw("<v>1e9</v>", style=4)]])), F.DAMAGED),  # days beyond Python's
        (xls(_ROWS)[:1198], F.DAMAGED),  # calamine panics
        (xlsx(Sheet("Data", _ROWS)).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x94"), F.DAMAGED),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", F.IS_PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", F.IS_IMAGE),
        (b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>", F.IS_HTML),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path: Path, content: bytes, code: F) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, content, "data.xlsx")
    assert refused.value.finding.code is code
