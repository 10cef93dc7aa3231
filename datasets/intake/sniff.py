"""First step of intake: what is this file? Decided from its bytes, never from its name."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from datasets import signatures
from datasets.intake import archives, dialect, encodings
from datasets.intake.findings import Findings, Refusal
from datasets.intake.schema import Limits
from datasets.intake.table import FileFound, Kind
from datasets.vocab import FindingCode as F

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: Endings that say what a file claims to be, for the note that it is something else.
_CLAIMS = {
    Kind.CSV: ("csv", "tsv", "txt", "tab"),
    Kind.XLSX: ("xlsx", "xlsm", "xltx"),
    Kind.XLS: ("xls", "xlt"),
    Kind.XLSB: ("xlsb",),
    Kind.ODS: ("ods",),
    Kind.JSON: ("json", "ndjson", "jsonl", "geojson"),
    Kind.GEOJSON: ("geojson", "json"),
    Kind.HTML: (),
}


def identify(path: Path, filename: str, scratch: Path, limits: Limits, findings: Findings) -> FileFound:
    """What the file at `path` is. Unpacks an archive of one table into `scratch`.

    Raises Refusal where it is nothing that can hold a table.
    """
    with path.open("rb") as stream:
        head = stream.read(signatures.HEAD_BYTES)
        if signatures.is_blank(head):
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


def _identify_zip(path: Path, filename: str, scratch: Path, limits: Limits, findings: Findings) -> FileFound:
    try:
        kind = archives.office_kind(path)
    except archives.FAULTS as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error
    if kind is not None:
        return _note_name(FileFound(kind, path), filename, findings)
    return _identify_unpacked(archives.unpack_zip(path, scratch, limits), filename, findings)


def _identify_unpacked(path: Path, filename: str, findings: Findings) -> FileFound:
    """The table out of an archive: text or JSON only, and no archive again (depth one)."""
    with path.open("rb") as stream:
        head = stream.read(signatures.HEAD_BYTES)
        if head.startswith((_GZIP, *_ZIP)):
            raise Refusal(F.ARCHIVE_CONTENT, members="arsip lain")
        if not head.strip():
            raise Refusal(F.EMPTY_FILE)
        return _identify_plain(path, head, stream)


def _identify_plain(path: Path, head: bytes, stream: BinaryIO) -> FileFound:
    if sign := signatures.sign_of(head):
        raise Refusal(sign.code, kind=sign.kind)
    if head.startswith(_OLE):
        return FileFound(_ole_kind(path), path)
    if signatures.is_html(head):
        return FileFound(Kind.HTML, path, encoding=encodings.scan(path).encoding)
    if b"\x00" in head and not encodings.looks_like_utf16(head) and _is_mostly_binary(head):
        raise Refusal(F.IS_BINARY, kind="biner")
    scan = encodings.scan(path)
    if _is_json(head, scan.encoding):
        return FileFound(Kind.JSON, path, encoding=scan.encoding)
    return dialect.describe(path, scan)


def _is_mostly_binary(head: bytes) -> bool:
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head if byte)
    return odd > len(head) * 0.02


def _is_json(head: bytes, encoding: str) -> bool:
    if encoding.startswith("utf-16"):
        return False
    word = head.lstrip(b"\xef\xbb\xbf \t\r\n").rstrip().lower()
    if word[:1] in (b"{", b"["):
        return True
    return word in (b"null", b"true", b"false") or (len(word) < 40 and word.isdigit())


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
