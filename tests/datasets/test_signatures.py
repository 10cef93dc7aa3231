"""What the first bytes of a file say."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from datasets.signatures import is_blank, is_html, sign_of
from datasets.vocab import FindingCode as F

EXCEL_HTML = (
    b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</td></tr></table></html>'
)


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"%PDF-1.7\n", F.IS_PDF),
        (b"\x89PNG\r\n\x1a\n", F.IS_IMAGE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", F.IS_IMAGE),
        (b"BM\x36\x00\x00\x00\x00\x00", F.IS_IMAGE),
        (b"\x00\x00\x00\x18ftypmp42", F.IS_IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", F.IS_IMAGE),
        (b"PAR1\x15\x04", F.IS_PARQUET),
        (b"{\\rtf1\\ansi", F.IS_DOCUMENT),
        (b"Rar!\x1a\x07", F.IS_BINARY),
        (b"BZh91AY&SY\x00\x01", F.IS_BINARY),
        (b"MZ\x90\x00\x03", F.IS_BINARY),
        (b"SQLite format 3\x00", F.IS_BINARY),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>Galat</body></html>", F.IS_HTML),
        (b"<table><tr><td>1</td></tr></table>", F.IS_HTML),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", F.IS_IMAGE),
        (b"<?xml version='1.0'?><data/>", F.IS_DOCUMENT),
    ],
)
def test_what_is_certainly_no_table_is_told_from_its_first_bytes(head: bytes, code: F) -> None:
    sign = sign_of(head)
    assert sign is not None
    assert sign.code is code
    assert sign.kind != ""


@pytest.mark.parametrize(
    "head",
    [
        b"bulan;ton\n2026-10;812,5\n",
        "\ufeffbulan,ton\n".encode(),
        "bulan\tton\n".encode("utf-16"),
        "BMI,Kelurahan Kalumata – é\n".encode(),
        b"MZ;kolom\n1;2\n",
        b"ID3,kode\n",
        "BM;Propors\xed\n".encode("cp1252"),
        zipped(),
        gzip.compress(b"bulan,ton\n", mtime=0),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b'[{"bulan": "2026-10"}]',
        b"ringkasan %PDF- di tengah",
        EXCEL_HTML,
        b"",
    ],
)
def test_what_may_be_a_table_is_left_to_checking(head: bytes) -> None:
    assert sign_of(head) is None


def test_excels_own_html_is_known_as_html() -> None:
    assert is_html(EXCEL_HTML)
    assert not is_html(b"bulan,ton\n")


@pytest.mark.parametrize(
    ("data", "blank"), [(b"", True), (b"\xef\xbb\xbf\r\n\x00 \t", True), (b"\xff\xfe", True), (b"a", False)]
)
def test_blank_is_nul_space_and_byte_order_marks(data: bytes, blank: bool) -> None:
    assert is_blank(data) is blank
