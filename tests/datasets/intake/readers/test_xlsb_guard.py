"""The look through an XLSB before calamine: the records say how far its cells reach."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.readers.xlsb_guard import check_xlsb
from datasets.intake.schema import Limits
from datasets.intake.table import Merge
from datasets.vocab import FindingCode as F
from tests.files.zips import zipped


def sheet(*cells: tuple[int, int]) -> bytes:
    """Records of a row header and a number cell for each (row, column)."""
    out = b""
    for row, column in cells:
        out += bytes([0, 8]) + struct.pack("<II", row, 0)
        out += bytes([5, 16]) + struct.pack("<IId", column, 0, 1.0)
    return out


def checked(folder: Path, content: bytes) -> None:
    path = folder / "buku"
    path.write_bytes(content)
    check_xlsb(path, Limits())


def test_far_corners_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        checked(tmp_path, zipped({"xl/worksheets/sheet1.bin": sheet((0, 0), (1_048_575, 16_383))}))
    assert refused.value.finding.code is F.TOO_MANY_CELLS
    assert refused.value.finding.params["rows"] == 1_048_576


def test_an_ordinary_sheet_passes_and_a_broken_record_ends_it(tmp_path: Path) -> None:
    checked(tmp_path, zipped({"xl/worksheets/sheet1.bin": sheet((0, 0), (9, 3)) + b"\x05\xff\xff\xff"}))


def test_a_bomb_beside_the_sheets_is_counted_too(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        checked(tmp_path, zipped({"xl/sharedStrings.bin": bytes(30_000_000)}))
    assert refused.value.finding.code is F.ARCHIVE_BOMB


def test_errors_hidden_things_and_merges_are_told_by_the_sheets_name(tmp_path: Path) -> None:
    def record(kind: int, content: bytes) -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        return number + bytes([len(content)]) + content

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    records = (
        record(60, struct.pack("<IIIIH", 2, 3, 0, 0, 1))
        + record(0, struct.pack("<IIH", 4, 0, 255) + b"\x00\x10\x00")
        + record(3, struct.pack("<IIB", 1, 0, 0x17))
        + record(11, struct.pack("<IIB", 2, 0, 0x07) + bytes(8))
        + record(176, struct.pack("<IIII", 5, 6, 0, 1))
    )
    rels = '<Relationships><Relationship Id="r7" Target="worksheets/sheet1.bin"/></Relationships>'
    book = record(156, struct.pack("<II", 0, 1) + wide("r7") + wide("Data"))
    parts = {
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": rels.encode(),
        "xl/worksheets/sheet1.bin": records,
    }
    path = tmp_path / "buku"
    path.write_bytes(zipped(parts))
    scan = check_xlsb(path, Limits())["Data"]
    assert scan.error_cells == {"B5": "#REF!", "C5": "#DIV/0!"}
    assert (scan.hidden_rows, scan.hidden_columns) == (1, [(3, 4)])
    assert scan.merges == [Merge(5, 0, 6, 1)]
