"""Reads the sheets of an XLSX piece by piece, at the speed of whole arrays; calamine stays the judge.

What is written in an unusual way is left to calamine altogether (`NotPlain`), single unusual cells are
asked of it (`xlsx_oracle`). The same look at the bytes finds what the guard must know: the
extent, hidden rows, merged cells, errors, formulas without a result.
"""

from __future__ import annotations

import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from datasets.intake.archives import Meter, inflate
from datasets.intake.readers.cells import BLOCK_ROWS
from datasets.intake.readers.xlsx_guard import SheetScan, check_extent, note_hidden_columns, note_merges
from datasets.intake.readers.xlsx_oracle import Oracle
from datasets.intake.readers.xlsx_tags import Cells, Ints, NotPlain, find_cells, find_strings
from datasets.intake.readers.xlsx_values import Texts, read_shared, read_values
from datasets.intake.schema import Limits
from datasets.intake.table import Block, letter_of

#: Bytes of XML looked at together: large enough for arrays, small enough for the processor's cache.
_PIECE = 1 << 21
_LONGEST_ROW = 16 << 20
_LONGEST_TAIL = 32 << 20
_THREADS = 2
#: A piece may leave out so many rows before it is no longer laid out as a whole.
_MOST_GAPS = 4 * BLOCK_ROWS
_PLACES = 1_000
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_HIDDEN_ROW = re.compile(rb"""<row\b[^>]*?\shidden\s*=\s*["'](?:1|true)["']""")
_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
_NO_STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

Column = tuple[pa.StringArray, pa.BooleanArray | None]


@dataclass
class PlainSheet:
    """A sheet read: its rows from the first, its 0-based first column, and what the guard wants."""

    blocks: list[Block]
    first_column: int
    scan: SheetScan


@dataclass
class PlainBook:
    """The parts of an XLSX that its sheets share, read when first wanted."""

    path: Path
    limits: Limits

    def read(self, part: str, name: str) -> PlainSheet:
        """The sheet `name`, whose XML is `part`. Raises NotPlain, Refusal, and CalamineError."""
        with zipfile.ZipFile(self.path) as archive, ThreadPoolExecutor(_THREADS, "sheet") as threads:
            pieces = _Pieces(inflate(archive, part, self._meter()), b"<row", b"</sheetData>")
            grid = _Grid(name, self.limits)
            look = partial(_look, shared=self._shared, oracle=self._oracle, limits=self.limits, name=name)
            for piece in _side_by_side(threads, look, pieces):
                grid.add(piece)
            _check_frame(pieces)
            note_merges(pieces.tail, grid.scan)
            note_hidden_columns(pieces.head, grid.scan)
            return PlainSheet(*grid.laid_out(), grid.scan)

    @cached_property
    def _oracle(self) -> Oracle:
        clock = _FROM_1904.search(self._whole("xl/workbook.xml"))
        return Oracle(self._whole("xl/styles.xml") or _NO_STYLES, counts_from_1904=clock is not None)

    @cached_property
    def _shared(self) -> pa.StringArray:
        with zipfile.ZipFile(self.path) as archive:
            part = _named(archive, "xl/sharedStrings.xml")
            if part is None:
                return pa.array([], pa.string())
            pieces = _Pieces(inflate(archive, part, self._meter()), b"<si>", b"</sst>")
            found = [read_shared(find_strings(_checked(piece)), self._oracle) for piece in pieces]
            if _ENCODING.match(pieces.head) or (found and not pieces.is_ended):
                raise NotPlain("no plain texts")
            return pa.concat_arrays(found) if found else pa.array([], pa.string())

    def _whole(self, name: str) -> bytes:
        with zipfile.ZipFile(self.path) as archive:
            part = _named(archive, name)
            return b"" if part is None else b"".join(inflate(archive, part, self._meter()))

    def _meter(self) -> Meter:
        return Meter(self.path.stat().st_size, self.limits)


def _named(archive: zipfile.ZipFile, name: str) -> str | None:
    return next((part for part in archive.namelist() if part.lower() == name.lower()), None)


class _Pieces:
    """The XML of a part in pieces that begin with `mark`; what stands around them in `head` and `tail`."""

    def __init__(self, stream: Iterator[bytes], mark: bytes, end: bytes) -> None:
        self._stream, self._mark, self._end = stream, mark, end
        self.head = self.tail = b""
        self.is_ended = False

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        for chunk in self._chunks():
            text = rest + chunk
            if not self.head:
                begin = text.find(self._mark)
                if begin < 0:
                    rest = self._bounded(text)
                    continue
                self.head, text = text[:begin], text[begin:]
            if self._end in text:
                text, _, self.tail = text.partition(self._end)
                self.is_ended = True
                yield text
                break
            cut = text.rfind(self._mark)
            if cut > 0:
                yield text[:cut]
            rest = self._bounded(text[max(cut, 0) :])
        else:
            self.head = self.head or rest
        self._read_tail()

    def _chunks(self) -> Iterator[bytes]:
        held: list[bytes] = []
        size = 0
        for chunk in self._stream:
            held.append(chunk)
            size += len(chunk)
            if size >= _PIECE:
                yield b"".join(held)
                held, size = [], 0
        if held:
            yield b"".join(held)

    def _read_tail(self) -> None:
        held = [self.tail]
        size = 0
        for chunk in self._stream:
            held.append(chunk)
            size += len(chunk)
            if size > _LONGEST_TAIL:
                raise NotPlain("too much behind the cells")
        self.tail = b"".join(held)

    def _bounded(self, rest: bytes) -> bytes:
        if len(rest) > _LONGEST_ROW:
            raise NotPlain("a very long row")
        return rest


def _check_frame(pieces: _Pieces) -> None:
    """The rows stood where rows belong, and they ended."""
    head = pieces.head.rstrip()
    is_empty = not pieces.is_ended and re.search(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>", head)
    if _ENCODING.match(head) or not (is_empty or (pieces.is_ended and head.endswith(b"<sheetData>"))):
        raise NotPlain("no plain sheet")


def _side_by_side(
    threads: ThreadPoolExecutor, look: Callable[[bytes], _Piece], pieces: _Pieces
) -> Iterator[_Piece]:
    """What `look` makes of each piece, in order; never more under way than the threads can take."""
    waiting: deque[Future[_Piece]] = deque()
    for piece in pieces:
        waiting.append(threads.submit(look, piece))
        if len(waiting) > _THREADS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@dataclass
class _Piece:
    """One piece laid out: `length` rows from `first_row`, by spreadsheet column from 1."""

    first_row: int = 0
    length: int = 0
    columns: dict[int, Column] = field(default_factory=dict)
    scan: SheetScan = field(default_factory=SheetScan)


def _look(content: bytes, *, shared: pa.StringArray, oracle: Oracle, limits: Limits, name: str) -> _Piece:
    """One piece of the sheet `name`. Raises NotPlain, Refusal, and CalamineError."""
    cells = find_cells(_checked(content))
    scan = SheetScan(name=name)
    if b"hidden" in content:
        scan.hidden_rows = len(_HIDDEN_ROW.findall(content))
    if cells is None:
        return _Piece(scan=scan)
    scan.cells = len(cells.rows)
    held = np.flatnonzero(~cells.is_blank)
    if not len(held):
        return _Piece(scan=scan)
    scan.rows, scan.columns = int(cells.rows[held[-1]]), int(cells.columns[held].max())
    check_extent(scan, limits)
    texts = read_values(cells, shared, oracle)
    _note(cells, texts, scan)
    first = int(cells.rows[held[0]])
    length = scan.rows - first + 1
    if length > len(held) + _MOST_GAPS:
        raise NotPlain("more gaps than rows")
    return _Piece(first, length, _columns(cells, texts, held, first, length), scan)


def _checked(content: bytes) -> bytes:
    try:
        if not content.isascii():
            content.decode()
    except UnicodeDecodeError as error:
        raise NotPlain("no UTF-8") from error
    return content


def _note(cells: Cells, texts: Texts, scan: SheetScan) -> None:
    """Errors and formulas without a result, by address."""
    for at in texts.errors[:_PLACES].tolist():
        value = cells.content[cells.start[at] : cells.end[at]]
        scan.error_cells[_address(cells, at)] = value.decode()
    empty = np.flatnonzero(cells.has_formula & cells.is_empty)
    scan.empty_formula_count = len(empty)
    scan.empty_formulas = [_address(cells, at) for at in empty[:_PLACES].tolist()]


def _address(cells: Cells, at: int) -> str:
    return f"{letter_of(int(cells.columns[at]) - 1)}{cells.rows[at]}"


def _columns(cells: Cells, texts: Texts, held: Ints, first: int, length: int) -> dict[int, Column]:
    """Each column of the piece with all its rows, empty ones null."""
    order = held[np.argsort(cells.columns[held].astype(np.int16), kind="stable")]
    numbers = cells.columns[order]
    starts = np.flatnonzero(np.diff(numbers, prepend=0))
    return {
        int(numbers[start]): _column(cells.rows[chosen] - first, texts, chosen, length)
        for start, chosen in zip(starts, np.split(order, starts[1:]), strict=True)
    }


def _column(rows: Ints, texts: Texts, chosen: Ints, length: int) -> Column:
    place = np.full(length, -1, np.int32)
    place[rows] = texts.place[chosen]
    is_number = np.zeros(length, np.bool_)
    is_number[rows] = texts.is_number[chosen]
    column = texts.pool.take(pa.array(place, mask=place < 0))
    return column, pa.array(is_number) if is_number.any() else None


class _Grid:
    """Puts the pieces of a sheet under one another."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.scan = SheetScan(name=name)
        self._limits = limits
        self._pieces: list[_Piece] = []

    def add(self, piece: _Piece) -> None:
        """The next piece. Raises NotPlain where it goes back, Refusal where the sheet grows too large."""
        scan, found = self.scan, piece.scan
        scan.cells += found.cells
        scan.hidden_rows += found.hidden_rows
        scan.error_cells.update(list(found.error_cells.items())[: _PLACES - len(scan.error_cells)])
        scan.empty_formulas.extend(found.empty_formulas[: _PLACES - len(scan.empty_formulas)])
        scan.empty_formula_count += found.empty_formula_count
        if not piece.columns:
            return
        if piece.first_row <= scan.rows:
            raise NotPlain("rows out of order")
        scan.rows, scan.columns = found.rows, max(scan.columns, found.columns)
        check_extent(scan, self._limits)
        self._pieces.append(piece)

    def laid_out(self) -> tuple[list[Block], int]:
        """Blocks of all rows from the first, and the 0-based column they begin in."""
        numbers = {number for piece in self._pieces for number in piece.columns}
        if not numbers:
            return [], 0
        places = range(min(numbers), max(numbers) + 1)
        blocks: list[Block] = []
        row = 1
        for piece in self._pieces:
            blocks.extend(_gap(row, piece.first_row, len(places)))
            row = piece.first_row + piece.length
            nothing: Column = (pa.nulls(piece.length, pa.string()), None)
            columns = [piece.columns.get(place, nothing) for place in places]
            blocks.append(
                Block([text for text, _ in columns], pa.arange(piece.first_row, row), [n for _, n in columns])
            )
        return blocks, places[0] - 1


def _gap(row: int, until: int, width: int) -> Iterator[Block]:
    """Empty rows from `row` to before `until`."""
    while row < until:
        length = min(until - row, BLOCK_ROWS)
        yield Block([pa.nulls(length, pa.string())] * width, pa.arange(row, row + length), [None] * width)
        row += length
