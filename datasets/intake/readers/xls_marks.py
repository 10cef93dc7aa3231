"""What calamine does not tell of an old XLS: cells with errors, hidden rows and columns.

Walks the records of the workbook's stream ([MS-XLS] 2.3) in its container ([MS-CFB]). What makes no sense
ends the walk without a word: calamine opens the file after it and says what is wrong with it. A formula
always keeps a value here, also where it was never reckoned: that cannot be told.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from datasets.intake.readers.xlsb_guard import ERROR_NAMES
from datasets.intake.readers.xlsx_guard import SheetScan
from datasets.intake.table import letter_of

_HEADER = 512
_LAST_SECTOR = 0xFFFFFFF0
_ENTRY = 128
_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x85
_FORMULAS, _BOOL_OR_ERROR, _ROW, _COLUMNS = (0x06, 0x206, 0x406), 0x205, 0x208, 0x7D
_IS_HIDDEN_ROW = 0x20
_PLACES = 1_000


def scan_xls(path: Path) -> dict[str, SheetScan]:
    """The sheets of a workbook by name; nothing where it is locked or damaged."""
    stream = _workbook_stream(path.read_bytes())
    sheets: dict[str, tuple[int, SheetScan]] = {}
    for kind, content in _records(stream, 0):
        if kind == _FILEPASS:
            return {}
        if kind == _BOUNDSHEET and len(content) > 8:
            name = _sheet_name(content)
            sheets[name] = (struct.unpack_from("<I", content)[0], SheetScan(name=name))
    for start, scan in sheets.values():
        for kind, content in _records(stream, start):
            _note(kind, content, scan)
    return {name: scan for name, (_, scan) in sheets.items()}


def _note(kind: int, content: bytes, scan: SheetScan) -> None:
    if kind in _FORMULAS and len(content) >= 14:
        if content[12:14] == b"\xff\xff" and content[6] == 2:
            _note_error(content, content[8], scan)
    elif kind == _BOOL_OR_ERROR and len(content) >= 8:
        if content[7]:
            _note_error(content, content[6], scan)
    elif kind == _ROW and len(content) >= 16:
        first, behind = struct.unpack_from("<HH", content, 2)
        scan.hidden_rows += behind > first and bool(content[12] & _IS_HIDDEN_ROW)
    elif kind == _COLUMNS and len(content) >= 10 and content[8] & 1 and len(scan.hidden_columns) < _PLACES:
        first, last = struct.unpack_from("<HH", content)
        scan.hidden_columns.append((first + 1, last + 1))


def _note_error(content: bytes, code: int, scan: SheetScan) -> None:
    row, column = struct.unpack_from("<HH", content)
    if len(scan.error_cells) < _PLACES:
        scan.error_cells[f"{letter_of(column)}{row + 1}"] = ERROR_NAMES.get(code, "#ERR")


def _sheet_name(content: bytes) -> str:
    """Excel 97 says in a byte whether the letters are wide; older ones have no such byte."""
    length, flags = content[6], content[7]
    if flags == 1:
        return content[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    narrow = content[8 : 8 + length] if flags == 0 else content[7 : 7 + length]
    return narrow.decode("cp1252", "replace")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of each record of the part that begins at `at`, charts within it left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth < 1:
            return
        if depth == 1:
            yield kind, content


def _workbook_stream(content: bytes) -> bytes:
    """The bytes of the stream `Workbook` (or `Book`, before Excel 97); empty where there is none."""
    if len(content) < _HEADER:
        return b""
    [shift] = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        return b""
    box = _Container(content, 1 << shift)
    entries = [box.directory[at : at + _ENTRY] for at in range(0, len(box.directory) - _ENTRY + 1, _ENTRY)]
    for entry in entries:
        [length] = struct.unpack_from("<H", entry, 64)
        if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") in ("Workbook", "Book"):
            start, size = struct.unpack_from("<II", entry, 116)
            return box.stream(start, size, entries[0])
    return b""


class _Container:
    """Sectors that follow one another by a table, and small ones within a stream of their own."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size
        #: No file needs more sectors for its table; one that claims more would fill the memory.
        self._most = len(content) // size // (size // 4) + 2
        self._next = self._table(self._table_sectors())
        directory, self._small_below, small = struct.unpack_from("<I4xII", content, 48)
        self._small_next = self._table(self._chain(small, self._next)[: 8 * self._most])
        self.directory = self._joined(directory)

    def stream(self, start: int, size: int, root: bytes) -> bytes:
        """A stream of `size` bytes that begins in sector `start`."""
        if size >= self._small_below:
            return self._joined(start)[:size]
        [first] = struct.unpack_from("<I", root, 116)
        box = self._joined(first)
        places = self._chain(start, self._small_next)
        return b"".join(box[place * 64 : place * 64 + 64] for place in places)[:size]

    def _table_sectors(self) -> list[int]:
        found = list(struct.unpack_from("<109I", self._content, 76))
        [more] = struct.unpack_from("<I", self._content, 68)
        for _ in range(self._most):
            if more >= _LAST_SECTOR:
                break
            *places, more = self._numbers(more) or [_LAST_SECTOR]
            found += places
        return [sector for sector in found if sector < _LAST_SECTOR][: self._most]

    def _table(self, sectors: list[int]) -> list[int]:
        return [number for sector in sectors for number in self._numbers(sector)]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        held = self._sector(sector)
        return struct.unpack(f"<{len(held) // 4}I", held[: len(held) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _chain(self, start: int, table: list[int]) -> list[int]:
        """The sectors from `start`; a table that runs in circles ends where it began to."""
        found: list[int] = []
        while start < len(table) and len(found) < len(table):
            found.append(start)
            start = table[start]
        return found

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(sector) for sector in self._chain(start, self._next))
