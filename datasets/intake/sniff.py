"""First step of intake: what is this file? Decided from its bytes, never from its name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

from datasets.intake import archives, dialect, encodings
from datasets.intake.findings import Findings, Refusal
from datasets.intake.schema import Limits
from datasets.intake.table import FileFound, Kind
from datasets.vocab import FindingCode as F

_HEAD_BYTES = 8192

#: First bytes of what is certainly no table: (signature, finding, what it is).
_SIGNATURES: tuple[tuple[bytes, F, str], ...] = (
    (b"%PDF-", F.IS_PDF, "PDF"),
    (b"\x89PNG\r\n", F.IS_IMAGE, "PNG"),
    (b"\xff\xd8\xff", F.IS_IMAGE, "JPEG"),
    (b"GIF8", F.IS_IMAGE, "GIF"),
    (b"BM", F.IS_IMAGE, "BMP"),
    (b"II*\x00", F.IS_IMAGE, "TIFF"),
    (b"MM\x00*", F.IS_IMAGE, "TIFF"),
    (b"PAR1", F.IS_PARQUET, "Parquet"),
    (b"{\\rtf", F.IS_DOCUMENT, "RTF"),
    (b"Rar!", F.IS_BINARY, "RAR"),
    (b"7z\xbc\xaf\x27\x1c", F.IS_BINARY, "7-Zip"),
    (b"BZh", F.IS_BINARY, "bzip2"),
    (b"\xfd7zXZ", F.IS_BINARY, "xz"),
    (b"\x28\xb5\x2f\xfd", F.IS_BINARY, "zstd"),
    (b"SQLite format 3", F.IS_BINARY, "SQLite"),
    (b"MZ", F.IS_BINARY, "program Windows"),
    (b"\x7fELF", F.IS_BINARY, "program Linux"),
    (b"OggS", F.IS_BINARY, "Ogg"),
    (b"ID3", F.IS_BINARY, "MP3"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HTML_MARKS = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body")
_EXCEL_HTML_MARKS = (b"urn:schemas-microsoft-com:office:excel", b"excel.sheet")
#: Endings that say what a file claims to be, for the note that it is something else.
_CLAIMS = {
    Kind.CSV: ("csv", "tsv", "txt", "tab"),
    Kind.XLSX: ("xlsx", "xlsm", "xltx"),
    Kind.XLS: ("xls", "xlt"),
    Kind.XLSB: ("xlsb",),
    Kind.ODS: ("ods",),
    Kind.JSON: ("json", "ndjson", "jsonl"),
    Kind.GEOJSON: ("geojson", "json"),
    Kind.HTML: (),
}


def identify(path: Path, filename: str, scratch: Path, limits: Limits, findings: Findings) -> FileFound:
    """What the file at `path` is. Unpacks an archive of one table into `scratch`.

    Raises Refusal where it is nothing that can hold a table.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
            _refuse_blank(stream)
        if head.startswith(_GZIP):
            path = archives.unpack_gzip(path, scratch, limits)
        elif head.startswith(_ZIP):
            return _identify_zip(path, filename, scratch, limits, findings)
        else:
            return _note_name(_identify_plain(path, head, stream), filename, findings)
    return _identify_unpacked(path, filename, findings)


def _refuse_blank(stream: BinaryIO) -> None:
    while chunk := stream.read(1 << 20):
        if chunk.strip(b"\x00 \t\r\n"):
            return
    raise Refusal(F.EMPTY_FILE)


def _identify_zip(
    path: Path, filename: str, scratch: Path, limits: Limits, findings: Findings
) -> FileFound:
    try:
        kind = archives.office_kind(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error
    if kind is not None:
        return _note_name(FileFound(kind, path), filename, findings)
    return _identify_unpacked(archives.unpack_zip(path, scratch, limits), filename, findings)


def _identify_unpacked(path: Path, filename: str, findings: Findings) -> FileFound:
    """The table out of an archive: text or JSON only, and no archive again (depth one)."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if head.startswith((_GZIP, *_ZIP)):
            raise Refusal(F.ARCHIVE_CONTENT, members="arsip lain")
        if not head.strip():
            raise Refusal(F.EMPTY_FILE)
        return _identify_plain(path, head, stream)


def _identify_plain(path: Path, head: bytes, stream: BinaryIO) -> FileFound:
    for signature, code, kind in _SIGNATURES:
        if head.startswith(signature) and not _is_text_after_all(signature, head):
            raise Refusal(code, kind=kind)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"AVI ", b"WAVE")):
        raise Refusal(F.IS_IMAGE, kind="gambar, suara atau video")
    if head.startswith(_OLE):
        return FileFound(_ole_kind(path), path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML_MARKS) or (start.startswith(b"<") and b"<html" in start):
        return _identify_html(path, head)
    if start.startswith((b"<svg", b"<?xml")):
        raise Refusal(F.IS_IMAGE if b"<svg" in start else F.IS_DOCUMENT, kind="XML")
    if b"\x00" in head and not encodings.looks_like_utf16(head) and _is_mostly_binary(head):
        raise Refusal(F.IS_BINARY, kind="biner")
    scan = encodings.scan(path)
    if _is_json(start, scan.encoding):
        return FileFound(Kind.JSON, path, encoding=scan.encoding)
    return dialect.describe(path, scan)


def _is_text_after_all(signature: bytes, head: bytes) -> bool:
    """Short signatures such as `BM` or `MZ` may begin an ordinary header (`BMI,…`)."""
    return len(signature) < 4 and b"\x00" not in head and head.isascii()


def _is_mostly_binary(head: bytes) -> bool:
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head if byte)
    return odd > len(head) * 0.02


def _is_json(start: bytes, encoding: str) -> bool:
    if encoding.startswith("utf-16"):
        return False
    if start[:1] in (b"{", b"["):
        return True
    word = start.strip()
    return word in (b"null", b"true", b"false") or (len(word) < 40 and word.isdigit())


def _identify_html(path: Path, head: bytes) -> FileFound:
    """Excel's own HTML is a table with a wrong name; any other page is no table file."""
    lowered = head.lower()
    if not any(mark in lowered for mark in _EXCEL_HTML_MARKS):
        raise Refusal(F.IS_HTML)
    return FileFound(Kind.HTML, path, encoding=encodings.scan(path).encoding)


def _ole_kind(path: Path) -> Kind:
    """Old Excel, or something else in the same container (Word, an encrypted XLSX)."""
    content = path.read_bytes()[: 64 << 20]
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refusal(F.ENCRYPTED)
    if "WordDocument".encode("utf-16-le") in content:
        raise Refusal(F.IS_DOCUMENT, kind="Word")
    if "PowerPoint Document".encode("utf-16-le") in content:
        raise Refusal(F.IS_DOCUMENT, kind="PowerPoint")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Kind.XLS
    raise Refusal(F.IS_BINARY, kind="OLE")


def _note_name(found: FileFound, filename: str, findings: Findings) -> FileFound:
    ending = Path(filename).suffix.lstrip(".").lower()
    known = {name for names in _CLAIMS.values() for name in names}
    if ending in known and ending not in _CLAIMS[found.kind] and found.kind is not Kind.HTML:
        findings.add(F.NAMED_OTHERWISE, params={"named": f".{ending}", "found": found.kind.value})
    return found
