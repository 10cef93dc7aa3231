"""The look through an XLSX before calamine: bombs, entities, extents, and what it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.readers.xlsx_guard import SheetScan, column_number, look_through, scan_sheet, scan_xlsx
from datasets.intake.schema import Limits
from datasets.intake.table import Merge
from datasets.vocab import FindingCode as F
from tests.files.workbooks import Sheet, bomb, entities, far_corners, xlsx


def scanned(folder: Path, content: bytes) -> dict[str, SheetScan]:
    path = folder / "buku"
    path.write_bytes(content)
    return scan_xlsx(path, Limits())


def looked_through_and_scanned(folder: Path, content: bytes) -> dict[str, SheetScan]:
    """As when a sheet is read that only calamine can read."""
    path = folder / "buku"
    path.write_bytes(content)
    parts = look_through(path, Limits())
    return {name: scan_sheet(path, part.part, name, Limits()) for name, part in parts.items()}


def sheet_of(cells: str) -> bytes:
    return xlsx(Sheet("Data", xml=f"<worksheet><sheetData>{cells}</sheetData></worksheet>"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (far_corners(), F.TOO_MANY_CELLS),
        (bomb(30_000_000), F.ARCHIVE_BOMB),
        (entities(), F.XML_ENTITIES),
        (sheet_of("<row r='1'><x:c s='1'\n r = 'XFD1048576'><v>1</v></x:c></row>"), F.TOO_MANY_CELLS),
        (sheet_of('<row r="1048576"><c/>' + "<c><v>1</v></c>" * 60 + "</row>"), F.TOO_MANY_CELLS),
        (sheet_of('<row r="1"><c r="CZZ1"><v>1</v></c></row>'), F.TOO_MANY_COLUMNS),
    ],
)
def test_what_would_swallow_the_machine_is_refused(tmp_path: Path, content: bytes, code: F) -> None:
    for look in (scanned, looked_through_and_scanned):
        with pytest.raises(Refusal) as refused:
            look(tmp_path, content)
        assert refused.value.finding.code is code


def test_an_archive_whose_list_points_before_its_start_is_damaged(tmp_path: Path) -> None:
    content = bytearray(xlsx(Sheet("Data", [["a", 1]])))
    place = len(content) - 6
    content[place : place + 4] = (int.from_bytes(content[place : place + 4], "little") + 9_999).to_bytes(
        4, "little"
    )
    with pytest.raises(Refusal) as refused:
        looked_through_and_scanned(tmp_path, bytes(content))
    assert refused.value.finding.code is F.DAMAGED


def test_a_first_look_tells_which_sheets_hold_cells(tmp_path: Path) -> None:
    path = tmp_path / "buku"
    path.write_bytes(xlsx(Sheet("Satu", [["a"]]), Sheet("Kosong"), Sheet("Dua", [["b"]], is_hidden=True)))
    parts = look_through(path, Limits())
    assert {name: part.has_cells for name, part in parts.items()} == {
        "Satu": True,
        "Kosong": False,
        "Dua": True,
    }


def test_the_far_corners_take_five_kilobytes_at_most() -> None:
    assert len(far_corners()) < 5_000


def test_cells_that_are_only_coloured_are_no_reason_to_refuse(tmp_path: Path) -> None:
    real = "".join(f'<c r="{letter}1"><v>1</v></c>' for letter in ("A", "BH"))
    cells = f'<row r="1">{real}<c r="XFD1" s="3"/></row><row r="1048576"><c r="A1048576" s="2"/></row>'
    scan = scanned(tmp_path, sheet_of(cells))["Data"]
    assert (scan.rows, scan.columns) == (1, 60)


def test_merges_and_hidden_rows_are_noted_by_sheet(tmp_path: Path) -> None:
    first = Sheet("Satu", [["a", "b"], ["c", 1]], merges=["A1:B1"], hidden_rows=[2])
    scans = scanned(tmp_path, xlsx(first, Sheet("Dua", [["x", 2]])))
    assert scans["Satu"].merges == [Merge(0, 0, 0, 1)]
    assert (scans["Satu"].hidden_rows, scans["Dua"].hidden_rows) == (1, 0)
    assert (scans["Dua"].rows, scans["Dua"].columns, scans["Dua"].cells) == (1, 2, 2)


def test_letters_count_as_the_spreadsheet_counts() -> None:
    assert [column_number(word) for word in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16_384]
