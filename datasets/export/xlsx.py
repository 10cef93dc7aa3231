"""Rows as an Excel workbook: typed cells, text that stays text, a sheet that says what the data is."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

import xlsxwriter

from datasets.export.csv import formula_safe
from datasets.export.source import RowSource
from datasets.export.sql import Field
from datasets.vocab import ColumnType

#: What a sheet of Excel holds.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
#: From here on Excel's numbers (doubles) no longer hold every digit: such integers become text.
_EXACT = 10**15
_FIRST_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NUMBER_FORMATS: dict[ColumnType, str] = {
    ColumnType.INTEGER: "#,##0",
    ColumnType.YEAR: "0",
    ColumnType.DATE: "dd/mm/yyyy",
    ColumnType.DATETIME: "dd/mm/yyyy hh:mm:ss",
    ColumnType.TIME: "hh:mm:ss",
}
Write = Callable[[int, int, Any], None]


def write_xlsx(
    source: RowSource,
    path: Path,
    title: str,
    metadata: Sequence[tuple[str, str]],
    mark: str = "",
    *,
    most_rows: int = MAX_ROWS,
) -> int:
    """Write the workbook to `path` and return the number of rows.

    First the data, header with labels, over as many sheets as Excel's limit needs; last the sheet
    `Keterangan` with `title` and `metadata` as (name, value). `mark` stands above each header.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": title[:255]})
        styles = _Styles(book)
        written = _write_data(book, styles, source, mark, most_rows)
        _write_metadata(book, styles, title, metadata, mark)
    return written


class _Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.mark = book.add_format({"bold": True, "font_color": "#9c2a10"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})

    def of(self, field: Field) -> Any:
        """The format of a column."""
        shown = _NUMBER_FORMATS.get(field.type)
        if field.type is ColumnType.DECIMAL and field.scale is not None:
            shown = "#,##0" + ("." + "0" * field.scale if field.scale else "")
        if shown is None:
            return None if field.type is ColumnType.DECIMAL else self.text
        return self._book.add_format({"num_format": shown})


def _write_data(book: Any, styles: _Styles, source: RowSource, mark: str, most_rows: int) -> int:
    rows = source.rows()
    top = 2 if mark else 1
    ahead = list(islice(rows, 1))
    written, number = 0, 1
    while ahead or number == 1:
        sheet = book.add_worksheet("Data" if number == 1 else f"Data {number}")
        writers = _open_sheet(sheet, styles, source.fields, mark)
        count = _write_rows(sheet, writers, chain(ahead, islice(rows, most_rows - top - len(ahead))), top)
        if count and source.fields:
            sheet.autofilter(top - 1, 0, top - 1 + count, len(source.fields) - 1)
        written, number = written + count, number + 1
        ahead = list(islice(rows, 1))
    return written


def _open_sheet(sheet: Any, styles: _Styles, fields: Sequence[Field], mark: str) -> list[Write]:
    """Write what stands above the rows, and give one writer a column."""
    for place, field in enumerate(fields):
        sheet.set_column(place, place, min(40, max(12, len(field.label) + 2)))
    header = 0
    if mark:
        sheet.write_string(0, 0, mark, styles.mark)
        header = 1
    for place, field in enumerate(fields):
        sheet.write_string(header, place, field.label or field.id, styles.bold)
    sheet.freeze_panes(header + 1, 0)
    return [_writer_of(sheet, field, styles) for field in fields]


def _write_rows(sheet: Any, writers: Sequence[Write], rows: Iterator[tuple[Any, ...]], top: int) -> int:
    count = 0
    for row in rows:
        for place, value in enumerate(row):
            if value is not None:
                writers[place](top + count, place, value)
        count += 1
    return count


def _writer_of(sheet: Any, field: Field, styles: _Styles) -> Write:
    """The function that writes a value of this column at (row, column)."""
    style = styles.of(field)

    def text(row: int, place: int, value: Any) -> None:
        shown = _text(value)
        is_risky = formula_safe(shown) != shown
        sheet.write_string(row, place, shown, styles.quoted if is_risky else styles.text)

    def number(row: int, place: int, value: Any) -> None:
        if _is_exact(value):
            sheet.write_number(row, place, value, style)
        else:
            text(row, place, value)

    def moment(row: int, place: int, value: date | datetime | time) -> None:
        if isinstance(value, time) or _as_date(value) >= _FIRST_DATE:
            sheet.write_datetime(row, place, value, style)
        else:
            text(row, place, value.isoformat())

    def truth(row: int, place: int, value: bool) -> None:
        sheet.write_boolean(row, place, value)

    if field.type in (ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.YEAR):
        return number
    if field.type in (ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIME):
        return moment
    return truth if field.type is ColumnType.BOOLEAN else text


def _is_exact(value: float | Decimal) -> bool:
    """Whether Excel can hold the value as a number without losing whole digits."""
    return math.isfinite(value) and -_EXACT < value < _EXACT


def _as_date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _text(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return shown if len(shown) <= MAX_TEXT else shown[: MAX_TEXT - 1] + "…"


def _write_metadata(
    book: Any, styles: _Styles, title: str, metadata: Sequence[tuple[str, str]], mark: str
) -> None:
    sheet = book.add_worksheet("Keterangan")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    lines = [("Judul", title), *([("Catatan", mark)] if mark else []), *metadata]
    for place, (name, value) in enumerate(lines):
        sheet.write_string(place, 0, name, styles.bold)
        sheet.write_string(place, 1, _text(value), styles.wrap)
