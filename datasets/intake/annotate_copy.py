"""Copies the rows of a table as they were read into a workbook, each at its true row and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from datasets.intake import dialect
from datasets.intake.annotate_book import written
from datasets.intake.readers.csv import CsvSource
from datasets.intake.readers.html import open_html
from datasets.intake.readers.json import open_json
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.workbook import open_workbook
from datasets.intake.table import WORKBOOKS, Block, FileFound, Kind, Source

if TYPE_CHECKING:
    from datasets.intake.annotate import Request

#: A table of more cells is copied in part.
MOST_CELLS = 200_000
#: Rows from the top that are always copied: titles and headers stand there.
_HEAD = 20
#: Digits that a spreadsheet keeps of a number: longer ones are copied as text.
_DIGITS = 15
_LAST_ROW = 1_048_576
_NO_TITLE = re.compile(r"[\\*?:/\[\]]")

Cells = list[tuple[str, bool]]


def empty() -> Workbook:
    """A workbook without a sheet: for a file that nobody can read."""
    book = Workbook()
    book.remove(book.active)
    return book


def copied(found: FileFound, request: Request) -> tuple[Workbook, bool]:
    """The rows of the file, and whether they are all there. Raises Refusal.

    Of a large table only its head and the rows found fault with, each with its neighbours: the
    other rows are hidden, so that the sheet shows the true row numbers.
    """
    source, keys = _source(found, request)
    first = source.first_column if isinstance(source, HeldSource) else 0
    width = source.width if isinstance(source, HeldSource) else max(map(len, source.head()), default=1)
    rows, is_whole = _rows(source, width, _wanted(request))
    for ragged in source.ragged:
        if is_whole or ragged.row in _wanted(request):
            fields = dialect.records(ragged.text, found.delimiter, 1)
            rows[ragged.row] = [(text, False) for text in (fields[0] if fields else [])]
    book = empty()
    sheet = book.create_sheet(_NO_TITLE.sub(" ", source.info.name or request.sheet)[:31] or "Data")
    if keys:
        rows.setdefault(1, [(key, False) for key in keys])
    _write(sheet, rows, first)
    sheet.sheet_format.zeroHeight = None if is_whole else True
    return book, is_whole


def _source(found: FileFound, request: Request) -> tuple[Source, list[str]]:
    """The rows to copy; beside them the headers where they are no row of the file (JSON)."""
    if found.kind in (Kind.JSON, Kind.GEOJSON):
        source, _, keys = open_json(found, request.limits)
        return source, keys
    if found.kind is Kind.HTML:
        return open_html(found, request.limits), []
    if found.kind not in WORKBOOKS:
        return CsvSource(found, request.limits), []
    workbook = open_workbook(found, request.limits)
    names = [*workbook.visible, *workbook.hidden]
    return workbook.source(request.sheet if request.sheet in names else names[0]), []


def _wanted(request: Request) -> frozenset[int]:
    faulty = {one.row for one in request.marks if one.row}
    near = {row + step for row in faulty for step in (-1, 0, 1)}
    return frozenset(near | set(range(1, _HEAD + 1)))


def _rows(source: Source, width: int, wanted: frozenset[int]) -> tuple[dict[int, Cells], bool]:
    rows: dict[int, Cells] = {}
    is_whole = True
    chosen = pa.array(sorted(wanted), pa.int64())
    for block in source.blocks(1, width):
        if is_whole and (len(rows) + len(block)) * max(width, 1) > MOST_CELLS:
            is_whole = False
            rows = {row: cells for row, cells in rows.items() if row in wanted}
        if not is_whole:
            block = block.filter(pc.is_in(block.rows, value_set=chosen))
        rows.update(_cells_of(block))
    return rows, is_whole


def _cells_of(block: Block) -> dict[int, Cells]:
    columns = [column.to_pylist() for column in block.columns]
    natives = [
        [False] * len(block) if mask is None else [bool(flag) for flag in mask.to_pylist()]
        for mask in block.native
    ]
    return {
        row: [(column[at] or "", native[at]) for column, native in zip(columns, natives, strict=True)]
        for at, row in enumerate(block.rows.to_pylist())
    }


def _write(sheet: Worksheet, rows: dict[int, Cells], first: int) -> None:
    for row in sorted(rows):
        if row > _LAST_ROW:
            return
        for at, (text, is_number) in enumerate(rows[row], first + 1):
            if not text:
                continue
            cell: Any = sheet.cell(row, at)
            if is_number and len(text) <= _DIGITS:
                cell.value = float(text) if "." in text else int(text)
            else:
                written(cell, text)
                cell.number_format = "@"
