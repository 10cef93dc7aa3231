"""Containers under guard: zip and gzip are unpacked with counters, never trusting their headers."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from datasets.intake.findings import Refusal
from datasets.intake.schema import Limits
from datasets.intake.table import Kind
from datasets.vocab import FindingCode as F

_CHUNK = 1 << 18
#: Below this an archive may be as dense as it likes: it harms nobody.
_RATIO_FROM = 10_000_000
#: What a damaged archive makes Python say: places before the file's start, methods and versions unknown.
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)
_IGNORED = ("__MACOSX/", ".DS_Store")


class Meter:
    """Counts unpacked bytes against the limits and refuses as soon as they are passed."""

    def __init__(self, packed: int, limits: Limits) -> None:
        self._ceiling = limits.unpacked_bytes
        self._dense = max(packed, 1) * limits.unpack_ratio
        self._limits = limits
        self.total = 0

    def count(self, size: int) -> None:
        """Add `size` unpacked bytes; raises Refusal over the sum or the ratio."""
        self.total += size
        if self.total > self._ceiling:
            raise Refusal(F.ARCHIVE_BOMB, limit=f"{self._ceiling // 1_000_000} MB")
        if self.total > _RATIO_FROM and self.total > self._dense:
            raise Refusal(F.ARCHIVE_BOMB, limit=f"{self._limits.unpack_ratio} kali")


def office_kind(path: Path) -> Kind | None:
    """The kind of workbook a zip file is, or None for a plain archive.

    Raises Refusal for documents in the same containers, one of FAULTS for a damaged one.
    """
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise Refusal(F.ENCRYPTED)
        if "[Content_Types].xml" in names:
            return _microsoft_kind(names)
        if "mimetype" in names:
            return _opendocument_kind(archive.open("mimetype").read(200))
    return None


def _microsoft_kind(names: set[str]) -> Kind:
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    word = any(name.startswith("word/") for name in names)
    raise Refusal(F.IS_DOCUMENT, kind="Word" if word else "Office")


def _opendocument_kind(mimetype: bytes) -> Kind:
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if b"opendocument" in mimetype:
        raise Refusal(F.IS_DOCUMENT, kind="OpenDocument")
    raise Refusal(F.IS_BINARY, kind="EPUB atau arsip lain")


def inflate(archive: zipfile.ZipFile, name: str, meter: Meter) -> Iterator[bytes]:
    """The unpacked bytes of one member in pieces, counted while they appear."""
    try:
        with archive.open(name) as member:
            while piece := member.read(_CHUNK):
                meter.count(len(piece))
                yield piece
    except FAULTS as error:
        raise Refusal(F.DAMAGED, reason="arsip tidak dapat dibuka utuh") from error


def unpack_gzip(path: Path, scratch: Path, limits: Limits) -> Path:
    """The one file inside a gzip, in `scratch`."""
    meter = Meter(path.stat().st_size, limits)
    try:
        with gzip.open(path) as packed:
            return _copy(packed, scratch / "unpacked", meter)
    except (OSError, EOFError, zlib.error) as error:
        raise Refusal(F.DAMAGED, reason="arsip gzip tidak utuh") from error


def unpack_zip(path: Path, scratch: Path, limits: Limits) -> Path:
    """The one file inside a zip, in `scratch`; its name inside is never used as a path."""
    with zipfile.ZipFile(path) as archive:
        members = [
            info
            for info in archive.infolist()
            if not info.is_dir() and not any(mark in info.filename for mark in _IGNORED)
        ]
        if len(members) != 1:
            names = ", ".join(info.filename[:40] for info in members[:5]) or "kosong"
            raise Refusal(F.ARCHIVE_CONTENT, members=names)
        target = scratch / "unpacked"
        with target.open("wb") as out:
            meter = Meter(path.stat().st_size, limits)
            for piece in inflate(archive, members[0].filename, meter):
                out.write(piece)
        return target


def _copy(packed: gzip.GzipFile, target: Path, meter: Meter) -> Path:
    with target.open("wb") as out:
        while piece := packed.read(_CHUNK):
            meter.count(len(piece))
            out.write(piece)
    return target
