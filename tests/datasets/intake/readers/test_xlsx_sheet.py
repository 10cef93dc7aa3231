"""The fast reader of XLSX: it reads what calamine reads, or leaves the sheet to calamine."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.workbook import Workbook, open_workbook
from datasets.intake.readers.xlsx_sheet import PlainBook
from datasets.intake.readers.xlsx_tags import NotPlain
from datasets.intake.schema import Limits
from datasets.intake.table import FileFound, Kind
from datasets.vocab import FindingCode as F
from tests.files.workbooks import Raw, Row, Sheet, date, error, far_corners, formula, sheet_xml, xlsx

_ROWS: list[Row] = [
    ["Nama", "Jumlah", "Tanggal", "Ket"],
    ["Moya", 12, date(45657), "baik"],
    ["Sangaji & Toboko", 1234567.25, date(45657.75), "kota\nlama"],
    [" Kastela ", -0.1, date(0.5), "<b>"],
    [Raw("<is><r><t>Foramadi</t></r><r><t>ahi</t></r></is>", "inlineStr"), 1e-7, date(59), "é"],
    ["a_x000D_b", 0.30000000000000004, date(1.5e5), True],
    [Raw("<v>1.50E2</v>"), Raw("<v>007</v>"), Raw("<v>2024-02-29</v>", "d"), False],
    [Raw("<v>teks</v>", "str"), Raw("<f>1+1</f><v>2</v>"), Raw('<f t="shared" si="0"/><v>3</v>'), ""],
    [error(), formula("1+1"), error("#DIV/0!"), Raw("<f>A1</f><v></v>", "str")],
    [Raw("<v>0</v>", "s"), Raw("<v>1</v>", "s"), Raw("<v>2</v>", "s"), Raw("<v>3</v>", "s")],
    [Raw("<v><![CDATA[a & b]]></v>", "str"), Raw("<v></v>", "str"), Raw("<v />", "str"), 5],
    [Raw("<v>4</v>", "s"), "x", Raw("<v>5</v>", "s"), "y"],
    [None, 8.27e15, None, 123456789012345678],
]
_SHARED = (
    "<t>Satu</t>",
    '<t xml:space="preserve"> dua </t>',
    "<r><t>ti</t></r><r><rPr><b/></rPr><t>ga</t></r>",
    "<t>a&amp;b</t><rPh><t>x</t></rPh>",
    "<t></t>",
    "<t/>",
)


def book_of(folder: Path, content: bytes, limits: Limits | None = None) -> Workbook:
    path = folder / "buku"
    path.write_bytes(content)
    return open_workbook(FileFound(Kind.XLSX, path), limits or Limits())


def plain(folder: Path, content: bytes) -> HeldSource:
    """The first sheet, by the fast reader alone."""
    book = book_of(folder, content)
    name = book.visible[0]
    source = book.source(name)
    assert PlainBook(folder / "buku", Limits()).read("xl/worksheets/sheet1.xml", name).blocks is not None
    return source


def cells(source: HeldSource) -> dict[tuple[int, int], tuple[str, bool]]:
    """(row, column) → text and whether it is a number, of what holds something."""
    held = {}
    for block in source.held:
        for at, (column, mask) in enumerate(zip(block.columns, block.native, strict=True)):
            numbers = [False] * len(block) if mask is None else mask.to_pylist()
            for row, text, number in zip(block.rows.to_pylist(), column.to_pylist(), numbers, strict=True):
                if text is not None:
                    held[row, at + source.first_column] = (text, number)
    return held


@pytest.mark.parametrize("properties", ["", ' date1904="1"'])
def test_both_ways_of_reading_a_sheet_agree_cell_by_cell(tmp_path: Path, properties: str) -> None:
    sheet = Sheet("Data", _ROWS, merges=["A1:B1", "C3:C4"], hidden_rows=[2, 5])
    strange = Sheet("Data", xml=sheet_xml(sheet).replace("<sheetData>", "<sheetData><!-- lain -->"))
    arrays = plain(tmp_path, xlsx(sheet, shared=_SHARED, properties=properties))
    by_calamine = book_of(tmp_path, xlsx(strange, shared=_SHARED, properties=properties)).source("Data")
    assert cells(arrays) == cells(by_calamine)
    assert arrays.info == by_calamine.info
    assert arrays.info.error_cells == {"A9": "#REF!", "C9": "#DIV/0!"}
    assert arrays.info.empty_formulas == ("B9", "D9")
    assert arrays.info.hidden_rows == 2


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><!-- x --><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c s="0" r="A1"><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>a>b</v></c></row>',
        '<row r="1"><x:c r="A1"><v>1</v></x:c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><c r="B1"><v>1</v></c></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"><f>1</f><x/><v>1</v></c></row>',
        '<row r="1"><c r="A1" t=\'n\'><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="A1000000"><v>1</v></c></row>',
    ],
)
def test_what_is_written_in_another_way_is_left_to_calamine(tmp_path: Path, rows: str) -> None:
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    path = tmp_path / "buku"
    path.write_bytes(xlsx(Sheet("Data", xml=xml)))
    with pytest.raises(NotPlain):
        PlainBook(path, Limits()).read("xl/worksheets/sheet1.xml", "Data")


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_xml_of_another_encoding_is_left_to_calamine(tmp_path: Path, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet_xml(Sheet("Data", [["a", 1]]))
    path = tmp_path / "buku"
    path.write_bytes(xlsx(Sheet("Data", xml=xml)))
    with pytest.raises(NotPlain):
        PlainBook(path, Limits()).read("xl/worksheets/sheet1.xml", "Data")


def test_rows_far_below_each_other_keep_their_numbers(tmp_path: Path) -> None:
    rows = '<row r="3"><c r="C3"><v>1</v></c></row><row r="20000"><c r="B20000"><v>2</v></c></row>'
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    source = plain(tmp_path, xlsx(Sheet("Data", xml=xml)))
    assert cells(source) == {(3, 2): ("1", True), (20000, 1): ("2", True)}
    assert (source.rows, source.width, source.first_column) == (20_000, 2, 1)


def test_a_long_sheet_is_read_in_pieces_that_join_without_a_seam(tmp_path: Path) -> None:
    rows: list[Row] = [[f"K{number:06d}", number, "ulang" * 20] for number in range(40_000)]
    source = plain(tmp_path, xlsx(Sheet("Data", rows)))
    assert len(source.held) > 2
    numbers = [text for block in source.held for text in block.columns[1].to_pylist()]
    assert numbers == [str(number) for number in range(40_000)]
    assert [row for block in source.held for row in block.rows.to_pylist()] == list(range(1, 40_001))


def test_a_sheet_of_coloured_cells_alone_is_empty(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="1"/><c r="XFD1" s="1"></c></row><row r="1048576"/>'
    xml = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    assert plain(tmp_path, xlsx(Sheet("Data", xml=xml))).rows == 0


def test_far_corners_are_refused_before_anything_is_laid_out(tmp_path: Path) -> None:
    book = book_of(tmp_path, far_corners())
    with pytest.raises(Refusal) as refused:
        book.source("Sheet1")
    assert refused.value.finding.code is F.TOO_MANY_CELLS
    assert refused.value.finding.sheet == "Sheet1"


def test_corners_that_lie_in_different_pieces_are_refused_too(tmp_path: Path) -> None:
    rows: list[Row] = [["x" * 200] * 20 for _ in range(700)]
    limits = Limits(cells=20_000)
    wide = sheet_xml(Sheet("Data", rows)).replace(
        "</sheetData>", '<row r="1000"><c r="AZ1000"><v>1</v></c></row></sheetData>'
    )
    book = book_of(tmp_path, xlsx(Sheet("Data", xml=wide)), limits)
    with pytest.raises(Refusal) as refused:
        book.source("Data")
    assert refused.value.finding.code is F.TOO_MANY_CELLS
