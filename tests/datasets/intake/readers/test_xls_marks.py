"""What is told of an old XLS beside its cells: errors and what is hidden; nonsense ends it quietly."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from datasets.intake.readers.xls_marks import scan_xls
from tests.files.ole import ole, record, xls

_ROWS: list[list[str | float]] = [["kode", "nilai"], ["08", 1.5], ["09", 2.0]]
_MARKS = (
    record(0x208, struct.pack("<HHHHHHI", 1, 0, 2, 255, 0, 0, 0x20))
    + record(0x208, struct.pack("<HHHHHHI", 5, 0, 0, 255, 0, 0, 0x20))
    + record(0x7D, struct.pack("<HHHHHH", 1, 1, 2000, 0, 1, 0))
    + record(0x205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1))
    + record(0x205, struct.pack("<HHHBB", 1, 2, 0, 1, 0))
    + record(0x06, struct.pack("<HHH", 2, 1, 0) + b"\x02\x00\x07\x00\x00\x00\xff\xff" + bytes(8))
    + record(0x06, struct.pack("<HHHd", 2, 2, 0, 1.5) + bytes(8))
)


def test_errors_and_hidden_rows_and_columns_are_found(tmp_path: Path) -> None:
    path = tmp_path / "buku"
    path.write_bytes(xls(_ROWS, records=_MARKS))
    scan = scan_xls(path)["Lembar1"]
    assert scan.error_cells == {"B2": "#N/A", "B3": "#DIV/0!"}
    assert (scan.hidden_rows, scan.hidden_columns) == (1, [(2, 2)])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xd0\xcf\x11\xe0", xls(_ROWS)[:700], xls(_ROWS, is_locked=True), ole("Lain", b"x"), bytes(2_000)],
)
def test_what_is_no_whole_workbook_tells_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "buku"
    path.write_bytes(content)
    assert scan_xls(path) == {}
