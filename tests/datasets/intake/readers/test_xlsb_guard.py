"""The look through an XLSB before calamine: the records say how far its cells reach."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from datasets.intake.findings import Refusal
from datasets.intake.readers.xlsb_guard import check_xlsb
from datasets.intake.schema import Limits
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
