"""OLE containers: old Excel workbooks (BIFF8) and what else comes in the same box."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(name: str, stream: bytes) -> bytes:
    """A container with one stream called `name` (at least 4,096 bytes: it is padded)."""
    stream = stream.ljust(4096, b"\x00")
    stream += b"\x00" * (-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    fat = [_FAT, _END, *range(3, sectors + 2), _END]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    header += struct.pack("<108I", *([_FREE] * 108))
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, 2, len(stream))
    directory += _entry("", 0, 0, 0) * 2
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + (b"\x00\x00" if name else b"")
    entry = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1)
    entry += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def xls(rows: Sequence[Sequence[str | float]], *, is_locked: bool = False, records: bytes = b"") -> bytes:
    """A workbook of one sheet `Lembar1` as Excel 97 writes it, with more `records` behind its cells."""
    sheet = _bof(0x10)
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            sheet += _cell(number, at, cell)
    sheet += records + record(0x0A)
    name = b"Lembar1"
    lock = record(0x2F, b"\x01" + bytes(53)) if is_locked else b""
    start = len(_bof(5)) + len(lock) + 4 + 8 + len(name) + 4
    place = record(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    return ole("Workbook", _bof(5) + lock + place + record(0x0A) + sheet)


def _bof(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of a workbook's stream."""
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, cell: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, str):
        text = cell.encode("utf-16-le")
        return record(0x204, place + struct.pack("<HB", len(cell), 1) + text)
    return record(0x203, place + struct.pack("<d", cell))
