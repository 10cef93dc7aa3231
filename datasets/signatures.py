"""What the first bytes of a file say: that it certainly is no table. Pure; the name never counts.

Used by `actions.receive_upload`, which refuses at once, and by `intake.sniff`, which also meets
files that came out of an archive.
"""

from __future__ import annotations

from dataclasses import dataclass

from datasets.vocab import FindingCode as F

#: How many bytes from the start are looked at.
HEAD_BYTES = 8192

#: Bytes that are no content: NUL, white space, byte-order marks.
BLANK = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True)
class Sign:
    """Why a file is no table: the finding, and in a word what it is."""

    code: F
    kind: str


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
_HTML_MARKS = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body")
_EXCEL_HTML_MARKS = (b"urn:schemas-microsoft-com:office:excel", b"excel.sheet")
_RIFF_MEDIA = (b"WEBP", b"AVI ", b"WAVE")


def sign_of(head: bytes) -> Sign | None:
    """Why a file that starts with `head` (HEAD_BYTES of it) is no table; None where it may be one."""
    for signature, code, kind in _SIGNATURES:
        if head.startswith(signature) and not _is_text_after_all(signature, head):
            return Sign(code, kind)
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in _RIFF_MEDIA):
        return Sign(F.IS_IMAGE, "gambar, suara atau video")
    return _sign_of_markup(head)


def is_html(head: bytes) -> bool:
    """Whether the file is an HTML page; Excel's own, with one table, may be read all the same."""
    start = _start(head)
    return start.startswith(_HTML_MARKS) or (start.startswith(b"<") and b"<html" in start)


def is_blank(data: bytes) -> bool:
    """Whether there is nothing but NUL, white space and byte-order marks."""
    return not data.strip(BLANK)


def _sign_of_markup(head: bytes) -> Sign | None:
    start = _start(head)
    if is_html(head):
        return None if any(mark in start for mark in _EXCEL_HTML_MARKS) else Sign(F.IS_HTML, "HTML")
    if start.startswith((b"<svg", b"<?xml")):
        return Sign(F.IS_IMAGE if b"<svg" in start else F.IS_DOCUMENT, "XML")
    return None


def _start(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _is_text_after_all(signature: bytes, head: bytes) -> bool:
    """Short signatures such as `BM` or `MZ` may begin an ordinary header (`BMI,…`): text has no NUL."""
    return len(signature) < 4 and not any(byte < 9 for byte in head)
