"""Files by a child: whole or an error, never half; bounded in number; ended with its reader."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
from pyarrow import parquet

from datasets.export.converted import (
    AT_ONCE,
    About,
    Busy,
    ConversionFailed,
    convert_into,
    converted_blocks,
)
from datasets.export.pipe import Sink
from datasets.export.sql import Field
from datasets.vocab import ColumnType, Format
from tests.datasets.export.memory import Rows

FIELDS = [Field("a", "A", ColumnType.INTEGER), Field("b", "B", ColumnType.TEXT)]
ABOUT = About("Judul")


def rows(count: int = 3) -> Rows:
    return Rows(FIELDS, [(n, f"baris {n}") for n in range(count)], 1 << 16)


def test_rows_become_a_parquet_file_and_a_workbook() -> None:
    made = b"".join(converted_blocks(rows(), Format.PARQUET, ABOUT))
    assert parquet.read_table(io.BytesIO(made))["a"].to_pylist() == [0, 1, 2]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(converted_blocks(rows(), Format.XLSX, ABOUT))))
    assert [row[1].value for row in book["Data"]] == ["B", "baris 0", "baris 1", "baris 2"]


def test_a_file_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    def feed(sink: Sink) -> None:
        sink.write(b"1,x\n")

    with (tmp_path / "a.parquet").open("wb") as target:
        convert_into(FIELDS, Format.PARQUET, ABOUT, feed, target)
    assert parquet.read_table(tmp_path / "a.parquet")["b"].to_pylist() == ["x"]


@dataclass
class Broken(Rows):
    """Rows that break off."""

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        yield b"1,x\n"
        raise OSError("gone")


def test_rows_that_break_off_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        b"".join(converted_blocks(Broken(FIELDS, []), Format.PARQUET, ABOUT))

    def feed(sink: Sink) -> None:
        raise OSError("gone")

    with (tmp_path / "a").open("wb") as target, pytest.raises(OSError, match="gone"):
        convert_into(FIELDS, Format.XLSX, ABOUT, feed, target)


def test_a_child_that_fails_says_why() -> None:
    wrong = Rows(FIELDS, [("banyak", "x")])
    with pytest.raises(ConversionFailed, match="banyak"):
        b"".join(converted_blocks(wrong, Format.PARQUET, ABOUT))


def test_more_than_a_few_at_once_are_told_to_wait() -> None:
    held = [converted_blocks(rows(), Format.PARQUET, ABOUT) for _ in range(AT_ONCE)]
    with pytest.raises(Busy):
        converted_blocks(rows(), Format.PARQUET, ABOUT)
    assert b"".join(held.pop())  # read to its end: its place is free again
    held.append(converted_blocks(rows(), Format.PARQUET, ABOUT))
    held.clear()  # never read, and let go: so are theirs
    assert b"".join(converted_blocks(rows(), Format.PARQUET, ABOUT))


@dataclass
class Endless(Rows):
    """Rows without end, until the reader leaves."""

    begun: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def csv_blocks(self, *, safe: bool) -> Iterator[bytes]:
        self.begun.set()
        try:
            while True:
                yield b"1,x\n" * 10_000
        finally:
            self.ended.set()


def test_a_reader_who_leaves_ends_child_and_rows() -> None:
    source = Endless(FIELDS, [])
    blocks = converted_blocks(source, Format.PARQUET, ABOUT)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert source.ended.wait(60)
    assert not any(thread.name == "feeder" for thread in threading.enumerate())


def test_a_reader_who_waits_for_the_first_byte_can_leave() -> None:
    source = Endless(FIELDS, [])
    blocks = converted_blocks(source, Format.XLSX, ABOUT)  # a workbook has no byte before its last row
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.extend(blocks))
    reader.start()
    source.begun.wait()
    source.leaving()
    reader.join()
    assert source.ended.wait(60)
    assert read == []
