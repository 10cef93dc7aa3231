"""Looks through an XLSB (Excel's binary sheets) before calamine: bombs, far corners, hidden things.

Records are `type size payload`; only a few kinds are looked at ([MS-XLSB] 2.1.4).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from datasets.intake.archives import Meter, inflate
from datasets.intake.findings import Refusal
from datasets.intake.readers.xlsx_guard import SheetScan, part_of, small_part
from datasets.intake.schema import Limits
from datasets.intake.table import Merge, letter_of
from datasets.vocab import FindingCode as F

_ROW_HEADER = 0
_CELLS = range(1, 12)
_ERRORS = (3, 11)
_COLUMNS, _SHEET, _MERGE = 60, 156, 176
_SMALL_PART = 20_000_000
_HIDDEN_ROW = 0x10
_PLACES, _MERGES = 1_000, 20_000
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf")
#: How Excel shows the error codes that XLS and XLSB keep ([MS-XLSB] 2.5.97.2).
ERROR_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def check_xlsb(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """The sheets by name: errors, merged cells, hidden rows and columns.

    A formula always keeps a value here, also where it was never reckoned: that cannot be told.
    Raises Refusal for a bomb and for a sheet that stretches beyond the limits.
    """
    meter = Meter(path.stat().st_size, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            names = _sheet_names(archive, limits)
            scans = {}
            for part in archive.namelist():
                if "worksheets/" in part.lower() and part.lower().endswith(".bin"):
                    scan = SheetScan(name=names.get(part, part))
                    _check_sheet(scan, b"".join(inflate(archive, part, meter)), limits)
                    scans[scan.name] = scan
                elif not part.lower().endswith(_PICTURES):
                    for _ in inflate(archive, part, meter):
                        pass
            return scans
    except zipfile.BadZipFile as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error


def _sheet_names(archive: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """Path of a sheet's part → the sheet's name."""
    meter = Meter(_SMALL_PART, limits)
    relations = small_part(archive, "xl/_rels/workbook.bin.rels", meter)
    if relations is None or "xl/workbook.bin" not in archive.namelist():
        return {}
    targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
    content = b"".join(inflate(archive, "xl/workbook.bin", meter))
    names = {}
    for kind, start, size in _records(content):
        if kind == _SHEET and size > 12:
            key, at = _wide_text(content, start + 8)
            name, _ = _wide_text(content, at)
            names[part_of(targets.get(key, ""))] = name
    return names


def _wide_text(content: bytes, at: int) -> tuple[str, int]:
    [length] = struct.unpack_from("<I", content.ljust(at + 4, b"\0"), at)
    end = at + 4 + 2 * min(length, 1_000)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _check_sheet(scan: SheetScan, content: bytes, limits: Limits) -> None:
    row = 0
    for kind, start, size in _records(content):
        if size < 4:
            continue
        if kind == _ROW_HEADER:
            row = struct.unpack_from("<I", content, start)[0] + 1
            scan.hidden_rows += size > 11 and bool(content[start + 11] & _HIDDEN_ROW)
        elif kind in _CELLS:
            column = struct.unpack_from("<I", content, start)[0] + 1
            scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, column)
            if kind in _ERRORS and size > 8 and len(scan.error_cells) < _PLACES:
                name = ERROR_NAMES.get(content[start + 8], "#ERR")
                scan.error_cells[f"{letter_of(column - 1)}{row}"] = name
        elif kind in (_COLUMNS, _MERGE):
            _note_frame(scan, kind, content[start : start + size])
    if scan.columns > limits.sheet_columns or scan.rows * scan.columns > limits.cells:
        raise Refusal(F.TOO_MANY_CELLS, rows=scan.rows, columns=scan.columns, limit=limits.cells).at(
            sheet=scan.name
        )


def _note_frame(scan: SheetScan, kind: int, record: bytes) -> None:
    """Hidden columns and merged cells."""
    if kind == _COLUMNS and len(record) > 16 and record[16] & 1 and len(scan.hidden_columns) < _PLACES:
        first, last = struct.unpack_from("<II", record)
        scan.hidden_columns.append((first + 1, last + 1))
    elif kind == _MERGE and len(record) >= 16 and len(scan.merges) < _MERGES:
        top, bottom, left, right = struct.unpack_from("<IIII", record)
        scan.merges.append(Merge(top, left, bottom, right))


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(type, start of payload, size) of every record; stops where the bytes make no sense."""
    at, end = 0, len(content)
    while at < end:
        kind, at = _variable(content, at, 2)
        size, at = _variable(content, at, 4)
        if at + size > end:
            return
        yield kind, at, size
        at += size


def _variable(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = shift = 0
    for _ in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            break
    return value, at
