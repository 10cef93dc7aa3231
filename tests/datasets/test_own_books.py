"""Workbooks that say of themselves which upload they belong to."""

from __future__ import annotations

import uuid
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from datasets.intake.annotate_book import sign
from datasets.own_books import Origin, origin_of

UPLOAD = uuid.UUID("0198c0de-0000-7000-8000-000000000001")


def saved(path: Path, *, is_whole: bool = True, upload: str = str(UPLOAD)) -> Path:
    book = Workbook()
    sign(book, upload, is_whole=is_whole)
    book.save(path)
    return path


@pytest.mark.parametrize("is_whole", [True, False])
def test_it_is_known_again(tmp_path: Path, is_whole: bool) -> None:
    assert origin_of(saved(tmp_path / "a.xlsx", is_whole=is_whole)) == Origin(UPLOAD, is_whole)


def test_it_is_known_after_it_was_saved_again_and_marked_anew(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", is_whole=False)
    book = load_workbook(path)
    book.save(path)
    assert origin_of(path) == Origin(UPLOAD, False)
    other = uuid.uuid4()
    sign(book, str(other), is_whole=True)
    book.save(path)
    assert origin_of(path) == Origin(other, True)


def test_any_other_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x"
    whole = saved(tmp_path / "a.xlsx").read_bytes()
    book = Workbook()
    book.save(tmp_path / "plain.xlsx")
    contents = [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"a,b\n1,2\n",
        whole[:-30],
        whole[:200],
        whole[:4] + b"\0" * 90_000,
    ]
    contents += [
        (tmp_path / "plain.xlsx").read_bytes(),
        saved(tmp_path / "b.xlsx", upload="bukan").read_bytes(),
    ]
    for content in contents:
        path.write_bytes(content)
        assert origin_of(path) is None, content[:40]


def test_an_archive_with_a_long_list_is_not_opened(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    assert origin_of(path) is None
