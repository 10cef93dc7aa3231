"""Looks through an XLSB (Excel's binary sheets) for bombs and far corners before calamine.

Records are `type size payload`; only the row headers and cells are looked at ([MS-XLSB] 2.1.4).
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from datasets.intake.archives import Meter, inflate
from datasets.intake.findings import Refusal
from datasets.intake.schema import Limits
from datasets.vocab import FindingCode as F

_ROW_HEADER = 0
_CELLS = range(1, 12)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf")


def check_xlsb(path: Path, limits: Limits) -> None:
    """Raises Refusal for a bomb and for a sheet that stretches beyond the limits."""
    meter = Meter(path.stat().st_size, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if "worksheets/" in name.lower() and name.lower().endswith(".bin"):
                    _check_sheet(name, b"".join(inflate(archive, name, meter)), limits)
                elif not name.lower().endswith(_PICTURES):
                    for _ in inflate(archive, name, meter):
                        pass
    except zipfile.BadZipFile as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error


def _check_sheet(name: str, content: bytes, limits: Limits) -> None:
    row = rows = columns = 0
    for kind, start, size in _records(content):
        if size < 4:
            continue
        if kind == _ROW_HEADER:
            row = struct.unpack_from("<I", content, start)[0] + 1
        elif kind in _CELLS:
            rows = max(rows, row)
            columns = max(columns, struct.unpack_from("<I", content, start)[0] + 1)
    if columns > limits.sheet_columns or rows * columns > limits.cells:
        raise Refusal(F.TOO_MANY_CELLS, rows=rows, columns=columns, limit=limits.cells).at(sheet=name)


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
