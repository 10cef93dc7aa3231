"""The shapes that pass between reading and checking: the file found, blocks of text, a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from datasets.intake.schema import Question

#: Rows looked at from the top of a table to find its header, and from its end to find notes.
HEAD_ROWS = 120
TAIL_ROWS = 60


class Kind(StrEnum):
    """What a file is, by its content."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    HTML = "html-as-xls"
    JSON = "json"
    GEOJSON = "geojson"


WORKBOOKS = frozenset({Kind.XLSX, Kind.XLS, Kind.XLSB, Kind.ODS})


@dataclass(frozen=True)
class FileFound:
    """What sniffing learned. `path` is the file to read (unpacked where it came in an archive).

    `quotes` and `nuls` count those bytes in the decoded text; `hint_rows` is 1 where an Excel
    `sep=` line stands above the table.
    """

    kind: Kind
    path: Path
    encoding: str = ""
    delimiter: str = ""
    quotes: int = 0
    nuls: int = 0
    hint_rows: int = 0
    is_encoding_certain: bool = True


@dataclass(frozen=True)
class Block:
    """Some rows of a table, column by column.

    `columns` are text with null for an empty cell. `native[i]` marks the cells that the
    spreadsheet itself typed as numbers (None: none of them): their text is plain notation and is
    never read as `1.234` = 1234. `rows` are row numbers as the spreadsheet shows them (see `turns`).
    """

    columns: list[pa.StringArray]
    rows: pa.Int64Array
    native: list[pa.BooleanArray | None]

    def __len__(self) -> int:
        return len(self.rows)

    def slice(self, start: int, length: int) -> Block:
        """Rows `start` to `start + length` without copying."""
        return Block(
            [column.slice(start, length) for column in self.columns],
            self.rows.slice(start, length),
            [None if mask is None else mask.slice(start, length) for mask in self.native],
        )

    def filter(self, keep: pa.BooleanArray) -> Block:
        """Only the rows where `keep` is true."""
        return Block(
            [column.filter(keep) for column in self.columns],
            self.rows.filter(keep),
            [None if mask is None else mask.filter(keep) for mask in self.native],
        )

    def texts(self, index: int) -> list[str]:
        """Row `index` as text, empty cells as ''."""
        return [column[index].as_py() or "" for column in self.columns]


@dataclass(frozen=True)
class Merge:
    """A merged range of cells, 0-based and inclusive, as the sheet has it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Ragged:
    """A record with another number of fields than the table has columns."""

    row: int
    found: int
    text: str


@dataclass
class SheetInfo:
    """What a reader knows about the sheet beside its cells; counts are of this sheet only.

    `hidden_columns` are ranges of the sheet's columns, from 1, both ends included.
    """

    name: str = ""
    other_sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    hidden_rows: int = 0
    hidden_columns: tuple[tuple[int, int], ...] = ()
    error_cells: dict[str, str] = field(default_factory=dict)
    empty_formulas: tuple[str, ...] = ()
    empty_formula_count: int = 0

    def is_hidden(self, letter: str) -> bool:
        """Whether the sheet's column `letter` (A, AA) is hidden."""
        number = 0
        for one in letter:
            number = number * 26 + ord(one) - 64
        return any(first <= number <= last for first, last in self.hidden_columns)


class Source(Protocol):
    """A table that can be read from the top as often as needed."""

    info: SheetInfo
    ragged: list[Ragged]

    def head(self) -> list[list[str]]:
        """The first rows (at most HEAD_ROWS) as text, ragged ones included."""
        ...

    def blocks(self, first_row: int, width: int) -> Iterator[Block]:
        """Blocks of `width` columns from spreadsheet row `first_row` to the end."""
        ...

    def progress(self) -> tuple[int, int]:
        """How much of the current reading is done: (done, total), in bytes or rows."""
        ...


class Body(Protocol):
    """The data rows of a table: what stands around them is already left out."""

    def blocks(self) -> Iterator[Block]:
        """The rows from the top; each call starts again."""
        ...

    def progress(self) -> tuple[int, int]:
        """How much of the current reading is done: (done, total), in bytes or rows."""
        ...


@dataclass
class BlocksAtHand:
    """A body that lies in memory (small workbooks, JSON, tests)."""

    held: list[Block]
    done: int = 0

    def blocks(self) -> Iterator[Block]:
        """The blocks in order; each call starts again."""
        self.done = 0
        for block in self.held:
            self.done += len(block)
            yield block

    def progress(self) -> tuple[int, int]:
        """Rows given out of rows at hand."""
        return self.done, sum(len(block) for block in self.held)


@dataclass
class Table:
    """One table of a file, ready to be checked: its headers, and its body rows block by block.

    `header_row` is `7`, `4-5` (spread over rows) or `none`. `labels` are the headers as written
    ('' where empty, `Laki-laki / 2023` where joined over several rows) and `letters` the
    spreadsheet letters of the same columns. `notes` are lines such as `Sumber: …`. `folds` are,
    for the letter of each folded column, the letters of the sheet that its rows come from by turn.
    `headers` are the labels before anything was folded; `questions` what reading left to the sender.
    """

    format: str
    sheet: str
    header_row: str
    encoding: str
    delimiter: str
    labels: list[str]
    letters: list[str]
    body: Body
    notes: list[str] = field(default_factory=list)
    info: SheetInfo = field(default_factory=SheetInfo)
    folds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """Body rows only, from the top at each call; the first whole reading tells its findings.

        Left out: titles, headers, number rows, blank rows, notes, signatures and (unless the
        recipe keeps them) total rows. Every block has `len(labels)` columns. Raises Refusal.
        """
        return self.body.blocks()

    def progress(self) -> tuple[int, int]:
        """How much of the current reading is done: (done, total), in bytes or rows."""
        return self.body.progress()


def letter_of(index: int) -> str:
    """The spreadsheet's name of column `index` (0 → A, 26 → AA)."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
