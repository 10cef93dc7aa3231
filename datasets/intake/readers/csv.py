"""Delimited text → blocks of text columns, by pyarrow's streaming reader; memory stays flat.

Rows are counted as a spreadsheet shows them: a blank line is a row, a quoted line break is not.
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from datasets.intake import dialect
from datasets.intake.encodings import decoded
from datasets.intake.findings import Refusal
from datasets.intake.schema import Limits
from datasets.intake.table import HEAD_ROWS, Block, FileFound, Ragged, SheetInfo
from datasets.vocab import FindingCode as F

#: A larger block costs less work and more memory.
_BLOCK_BYTES = 3 << 19
#: Blocks read before they are asked for, and the longest that reading one waits to be asked, in seconds.
_AHEAD = 2
_PATIENCE = 0.2
_PLAIN = frozenset({"ascii", "utf-8", "utf-8-sig"})
#: Most ragged rows kept; a file with more of them is another kind of broken.
_RAGGED_KEPT = 10_000
_END = "\x01akhir"


class CsvSource:
    """A delimited text file as a source of rows (see `table.Source`)."""

    def __init__(self, found: FileFound, limits: Limits) -> None:
        """Looks at the head only. Raises Refusal for an unclosed quote or too many columns."""
        self.info = SheetInfo()
        self.delimiter = found.delimiter
        self.ragged: list[Ragged] = []
        self._found = found
        self._limits = limits
        self._head = _head_of(found, limits)
        self._size = max(found.path.stat().st_size, 1)
        self._stream: IO[bytes] | None = None
        self._done = 0
        if found.quotes % 2:
            _check_quotes(found, limits)

    def head(self) -> list[list[str]]:
        """The first records as text, ragged ones included."""
        return self._head

    def progress(self) -> tuple[int, int]:
        """Bytes read of bytes there are."""
        if self._stream is not None and not self._stream.closed:
            self._done = self._stream.tell()
        return min(self._done, self._size), self._size

    def blocks(self, first_row: int, width: int) -> Iterator[Block]:
        """Blocks of `width` text columns from row `first_row`; fills `ragged` on the way.

        Raises Refusal where a record is longer than the limits allow.
        """
        bytes_at_once = _BLOCK_BYTES
        next_row = first_row
        while True:
            try:
                for block in self._read(next_row, width, bytes_at_once):
                    yield block
                    next_row = block.rows[-1].as_py() + 1
                return
            except pa.ArrowInvalid as error:
                if "straddling" not in str(error) or bytes_at_once >= self._limits.record_bytes:
                    raise Refusal(F.DAMAGED, reason=str(error)[:200]) from error
                _check_lengths(self._found, self._limits)
                bytes_at_once *= 8

    def _read(self, first_row: int, width: int, bytes_at_once: int) -> Iterator[Block]:
        numbering = _Numbering()
        self.ragged = []
        with _open(self._found) as whole:
            stream = _Unhurried(whole)
            self._stream = whole
            try:
                reader = pacsv.open_csv(stream, **self._options(width, bytes_at_once, numbering, self.ragged))
            except pa.ArrowInvalid as error:
                if "Empty CSV" in str(error):
                    return
                raise
            for batch in reader:
                stream.ask()
                self._done = whole.tell()
                block = _block_of(batch, numbering.take(batch.num_rows))
                last = numbering.next_row - 1
                if last < first_row or not len(block):
                    continue
                if block.rows[0].as_py() < first_row:
                    block = block.filter(pc.greater_equal(block.rows, first_row))
                if len(block):
                    yield block

    def _options(
        self, width: int, bytes_at_once: int, numbering: _Numbering, ragged: list[Ragged]
    ) -> dict[str, Any]:
        def note(row: pacsv.InvalidRow) -> str:
            numbering.skip(row.number)
            if len(ragged) < _RAGGED_KEPT:
                ragged.append(Ragged(row.number, row.actual_columns, row.text[:2000]))
            return "skip"

        names = [f"c{index}" for index in range(width)]
        return {
            "read_options": pacsv.ReadOptions(
                use_threads=False, block_size=bytes_at_once, column_names=names
            ),
            "parse_options": pacsv.ParseOptions(
                delimiter=self._found.delimiter,
                newlines_in_values=self._found.quotes > 0,
                ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            "convert_options": pacsv.ConvertOptions(
                check_utf8=False,
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
                column_types=dict.fromkeys(names, pa.string()),
            ),
        }


class _Numbering:
    """Gives delivered rows their spreadsheet numbers, leaving out those that were skipped."""

    def __init__(self) -> None:
        self.next_row = 1
        self._skipped: set[int] = set()

    def skip(self, row: int) -> None:
        self._skipped.add(row)

    def take(self, count: int) -> pa.Int64Array:
        end = self.next_row + count
        if not self._skipped:
            rows = pa.arange(self.next_row, end)
            self.next_row = end
            return rows
        numbers: list[int] = []
        while len(numbers) < count:
            if self.next_row in self._skipped:
                self._skipped.discard(self.next_row)
            else:
                numbers.append(self.next_row)
            self.next_row += 1
        return pa.array(numbers, pa.int64())


class _Unhurried(io.RawIOBase):
    """A stream read only a little ahead: pyarrow alone holds 32 blocks that nobody has asked for.

    Where a block needs more of the file than it is given, reading goes on by itself after a while.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._whole = stream
        self._asked = threading.Semaphore(_AHEAD)

    def ask(self) -> None:
        """A block was taken: one more may be read."""
        self._asked.release()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self._asked.acquire(timeout=_PATIENCE)
        return self._whole.read(size)


class _Transcoded(io.RawIOBase):
    """A text file in any encoding, read as UTF-8 bytes without NULs."""

    def __init__(self, found: FileFound) -> None:
        self._pieces = decoded(found.path, found.encoding)
        self._rest = b""
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece.replace("\x00", "").encode("utf-8", "replace")
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        self._given += size
        return size

    def tell(self) -> int:
        return self._given


def _block_of(batch: pa.RecordBatch, rows: pa.Int64Array) -> Block:
    return Block(list(batch.columns), rows, [None] * batch.num_columns)


def _head_of(found: FileFound, limits: Limits) -> list[list[str]]:
    text = dialect.head_text(found.path, found.encoding)
    rows = dialect.records(text, found.delimiter, HEAD_ROWS)
    widest = max((len(row) for row in rows), default=0)
    if widest > limits.columns:
        raise Refusal(F.TOO_MANY_COLUMNS, columns=widest, limit=limits.columns)
    return [[]] * found.hint_rows + rows[found.hint_rows :]


def _records(found: FileFound, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Every record with its row number, by Python's own reader; only for finding a fault."""
    csv.field_size_limit(limits.field_chars)
    with io.TextIOWrapper(_open(found), encoding="utf-8-sig", errors="replace", newline="") as text:
        lines = chain(text, ["\n", _END + "\n"])
        yield from enumerate(csv.reader(lines, delimiter=found.delimiter), start=1)


def _open(found: FileFound) -> IO[bytes]:
    if found.encoding in _PLAIN and not found.nuls:
        return found.path.open("rb")
    return io.BufferedReader(_Transcoded(found), _BLOCK_BYTES)


def _check_quotes(found: FileFound, limits: Limits) -> None:
    """Refuse where the file ends inside a quoted cell: all below it would be one cell."""
    row, record = 0, [""]
    try:
        for at, found_record in _records(found, limits):
            row, record = at, found_record
    except csv.Error as error:
        raise Refusal(F.UNCLOSED_QUOTE).at(row=row + 1) from error
    if record != [_END]:
        raise Refusal(F.UNCLOSED_QUOTE).at(row=row, value=(record[-1] if record else "")[:80])


def _check_lengths(found: FileFound, limits: Limits) -> None:
    """Refuse where a cell or a record is longer than the limits allow, naming its row."""
    row = 0
    try:
        for row, record in _records(found, limits):
            if sum(map(len, record)) > limits.record_bytes:
                raise Refusal(F.FIELD_TOO_LONG, limit=limits.record_bytes).at(row=row)
    except csv.Error as error:
        raise Refusal(F.FIELD_TOO_LONG, limit=limits.field_chars).at(row=row + 1) from error
