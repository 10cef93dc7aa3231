"""Rows of CSV as an Excel workbook: typed cells, text that stays text, a sheet that says what it is.

Runs in a child only (`datasets.export.convert`): rows pass through one by one, so that a workbook of
any length takes the same memory.
"""

from __future__ import annotations

import csv
import io
import math
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from itertools import chain, islice
from operator import length_hint
from typing import IO, Any

from rustpy_xlsxwriter import Format, write_worksheets

from datasets.vocab import ColumnType

#: What a sheet of Excel holds.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
#: From here on Excel's numbers (doubles) no longer hold every digit: such numbers become text.
_EXACT = 10**15
_FIRST_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_ZERO = date(1899, 12, 30)
_DAY = 24 * 60 * 60  # seconds
_AT_ONCE = 2_000  # rows

_NUMBER_FORMATS: dict[ColumnType, str] = {
    ColumnType.INTEGER: "#,##0",
    ColumnType.YEAR: "0",
    ColumnType.DATE: "dd/mm/yyyy",
    ColumnType.DATETIME: "dd/mm/yyyy hh:mm:ss",
    ColumnType.TIME: "hh:mm:ss",
}
_DATA, _ABOUT, _TITLE = "Data", "Keterangan", "Judul"

Cell = str | float | bool
Row = dict[str, Cell | None]
Column = Sequence[str]
Cells = list[Cell | None]


def write_xlsx(
    job: Mapping[str, Any], rows: IO[bytes], target: IO[bytes], *, most_rows: int = MAX_ROWS
) -> None:
    """Write what `job` ({fields, title, metadata, mark, most_rows}) says of `rows` to `target`.

    First the data, header with labels, over as many sheets as Excel's limit needs; last the sheet
    `Keterangan` with title and metadata. The mark stands above each header.
    """
    csv.field_size_limit(sys.maxsize)
    heads = _heads(job["fields"])
    per_sheet = most_rows - (2 if job["mark"] else 1)
    with tempfile.TemporaryFile() as spool, tempfile.TemporaryFile() as book:
        count = job["most_rows"]
        if count is None or count > per_sheet:
            count = _spooled(rows, spool)
            rows = spool
        lines = _records(job["fields"], heads, rows)
        names = [_DATA, *(f"{_DATA} {n}" for n in range(2, math.ceil(count / per_sheet) + 1))]
        sheets = [islice(lines, per_sheet) for _ in names]
        _write(job, heads, dict(zip(names, sheets, strict=True)), f"/proc/self/fd/{book.fileno()}")
        book.seek(0)
        shutil.copyfileobj(book, target, 1 << 18)


def _write(job: Mapping[str, Any], heads: Sequence[str], sheets: dict[str, Iterator[Row]], path: str) -> None:
    fields, mark, names = job["fields"], job["mark"], list(sheets)
    widths = {head: float(min(40, max(12, len(head) + 2))) for head in heads}
    formats = {head: form for head, field in zip(heads, fields, strict=True) if (form := _format(field))}
    header = Format().set_bold().set_text_wrap().set_quote_prefix()
    marked = (0, 0, 0, max(1, len(heads) - 1), mark, Format().set_bold().set_font_color("#9C2A10"))
    about = Format().set_text_wrap().set_quote_prefix().set_align("top")
    write_worksheets(
        [*(sheets | {_DATA: _never_none(heads, sheets[_DATA])}).items(), (_ABOUT, _about(job))],
        path,
        freeze_panes={name: {"row": 2 if mark else 1, "col": 0} for name in names},
        header_row=dict.fromkeys(names, 1 if mark else 0),
        merge_ranges={name: [marked] for name in names} if mark else None,
        autofilter=dict.fromkeys(names, True),
        column_widths={**dict.fromkeys(names, widths), _ABOUT: [28.0, 90.0]},
        column_formats={**dict.fromkeys(names, formats), _ABOUT: [about, about]},
        header_format={**dict.fromkeys(names, header), _ABOUT: about},
    )


def _never_none(heads: Sequence[str], rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, or one empty row: a sheet without rows would have no header either."""
    first = next(rows, None)
    return chain([dict.fromkeys(heads)] if first is None else [first], rows)


def _heads(fields: Sequence[Mapping[str, Any]]) -> list[str]:
    """Labels; one that comes twice is told apart by its column's id."""
    labels = [field["label"] or field["id"] for field in fields]
    return [
        label if labels.count(label) == 1 else f"{label} ({field['id']})"
        for label, field in zip(labels, fields, strict=True)
    ]


def _format(field: Mapping[str, Any]) -> Any:
    """The format of a column. Text carries Excel's own `'`: typed into again, it stays text."""
    kind = ColumnType(field["type"])
    shown = _NUMBER_FORMATS.get(kind)
    if kind is ColumnType.DECIMAL:
        scale = field["scale"]
        shown = None if scale is None else "#,##0" + ("." + "0" * scale if scale else "")
    if shown is not None:
        return Format().set_num_format(shown)
    if kind in (ColumnType.DECIMAL, ColumnType.BOOLEAN):
        return None
    return Format().set_num_format("@").set_quote_prefix()


def _records(fields: Sequence[Mapping[str, Any]], heads: Sequence[str], rows: IO[bytes]) -> Iterator[Row]:
    """Each row as {head: value}; an empty cell stays empty. Read a column of some rows at a time: quicker."""
    reads = [_READS.get(ColumnType(field["type"]), _texts) for field in fields]
    text = io.TextIOWrapper(rows, "utf-8", newline="\n")
    while some := _lines(text):
        # A line without anything is a row of one empty cell.
        columns = zip(*(line or [""] for line in some), strict=True)
        values = [read(column) for read, column in zip(reads, columns, strict=True)]
        for row in zip(*values, strict=True):
            yield dict(zip(heads, row, strict=True))
    text.detach()  # else it would close what is not its own


def _lines(text: IO[str]) -> list[list[str]]:
    """The next rows, some thousand. Lines without a quote are split where they stand, three times as fast."""
    some = list(islice(text, _AT_ONCE))
    if '"' not in "".join(some):
        return [line.removesuffix("\n").split(",") for line in some]
    rest = iter(some)
    reader = csv.reader(chain(rest, text))  # a cell may hold line feeds, also beyond the last of these lines
    rows = []
    while length_hint(rest):
        rows.append(next(reader))
    return rows


def _spooled(rows: IO[bytes], spool: IO[bytes]) -> int:
    """Keep the rows for a second reading; how many they are."""
    shutil.copyfileobj(rows, spool, 1 << 18)
    spool.seek(0)
    text = io.TextIOWrapper(spool, "utf-8", newline="")
    count = sum(1 for _ in csv.reader(text))
    text.detach()
    spool.seek(0)
    return count


def _integers(column: Column) -> Cells:
    return [_exact(int(text), text) if text else None for text in column]


def _decimals(column: Column) -> Cells:
    return [_exact(float(text), text) if text else None for text in column]


def _exact(value: float, text: str) -> Cell:
    return value if -_EXACT < value < _EXACT else text


def _truths(column: Column) -> Cells:
    return [text == "true" if text else None for text in column]


def _texts(column: Column) -> Cells:
    return (
        [text or None for text in map(_cut, column)]
        if max(map(len, column)) > MAX_TEXT
        else [text or None for text in column]
    )


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _moments(column: Column) -> Cells:
    return [_moment(text) if text else None for text in column]


@lru_cache(maxsize=1 << 14)
def _moment(text: str) -> Cell:
    """A date, time or both as Excel counts: days since the end of 1899, and a fraction of a day."""
    if text[2] == ":":
        value, day = time.fromisoformat(text), 0
    else:
        moment = datetime.fromisoformat(text)
        value, day = moment.time(), (moment.date() - _ZERO).days
        if moment.date() < _FIRST_DATE:
            return text
    return day + (value.hour * 3600 + value.minute * 60 + value.second) / _DAY


_READS: dict[ColumnType, Callable[[Column], Cells]] = {
    ColumnType.INTEGER: _integers,
    ColumnType.YEAR: _integers,
    ColumnType.DECIMAL: _decimals,
    ColumnType.DATE: _moments,
    ColumnType.DATETIME: _moments,
    ColumnType.TIME: _moments,
    ColumnType.BOOLEAN: _truths,
}


def _about(job: Mapping[str, Any]) -> list[Row]:
    """The sheet's lines, below the title as its header."""
    mark = [("Catatan", job["mark"])] if job["mark"] else []
    title = f"{job['title']} " if job["title"] in ("", _TITLE) else job["title"]
    return [{_TITLE: _cut(name), title: _cut(value)} for name, value in (*mark, *job["metadata"])] or [
        {_TITLE: None, title: None}
    ]
