"""The workbook that staff fill in: headers locked, cells typed, choices at hand, each column explained.

Three sheets: `Data` to fill in, `Petunjuk` with what each column means, `Daftar` with what may be
chosen. The last two carry the portal's mark, so that intake never takes them for data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from datasets.own_sheets import GUIDE_MARK, GUIDE_NAME, LISTS_MARK, LISTS_NAME
from datasets.vocab import NUMERIC_TYPES, ColumnType

#: Rows that are unlocked, typed and held to choices.
ROWS = 20_000
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS: dict[ColumnType, str] = {
    ColumnType.INTEGER: "#,##0",
    ColumnType.DECIMAL: "#,##0.########",
    ColumnType.YEAR: "0",
    ColumnType.DATE: "yyyy-mm-dd",
    ColumnType.DATETIME: "yyyy-mm-dd hh:mm:ss",
    ColumnType.TIME: "hh:mm",
}
#: What staff may do with a sheet whose headers are locked.
_FREEDOM = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
#: Longest texts that Excel shows beside a cell.
_MOST_TITLE, _MOST_HINT = 32, 255
_TEXT_TYPES = frozenset({ColumnType.TEXT, ColumnType.CODE})


@dataclass(frozen=True)
class TemplateColumn:
    """One column to fill in. `choices` are (what to write, what it means); bounds are decimal text."""

    label: str
    type: ColumnType
    kind: str
    unit: str = ""
    meaning: str = ""
    example: str = ""
    is_required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    minimum: str | None = None
    maximum: str | None = None


def write_template(title: str, columns: Sequence[TemplateColumn], mark: str = "") -> bytes:
    """The workbook for these columns, in their order; `mark` stands above the headers."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"title": title[:255]})
        styles = _Styles(book)
        data = book.add_worksheet("Data")
        _write_guide(book.add_worksheet(GUIDE_NAME), styles, title, columns)
        lists = _write_lists(book, styles, columns)
        _write_data(data, styles, columns, lists, mark)
    return target.getvalue()


class _Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.mark = book.add_format({"bold": True, "font_color": "#9c2a10"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.head = self._head("#dfeae8")
        self.must = self._head("#f6dcc8")

    def cell(self, column: TemplateColumn) -> Any:
        """Unlocked cells of a column's type."""
        shown = _FORMATS.get(column.type, "@")
        return self._book.add_format({"num_format": shown, "locked": False})

    def _head(self, color: str) -> Any:
        more = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "locked": True}
        return self._book.add_format({"bg_color": color, **more})


def _write_data(
    sheet: Any, styles: _Styles, columns: Sequence[TemplateColumn], lists: dict[int, str], mark: str
) -> None:
    header = 1 if mark else 0
    if mark:
        sheet.write_string(0, 0, mark, styles.mark)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, min(40, max(12, len(column.label) + 2)), styles.cell(column))
        sheet.write_string(header, place, column.label, styles.must if column.is_required else styles.head)
        rules = _validation(column, lists.get(place)) | _hint(column)
        sheet.data_validation(header + 1, place, header + ROWS, place, rules)
    sheet.freeze_panes(header + 1, 0)
    sheet.protect("", _FREEDOM)
    sheet.activate()


def _validation(column: TemplateColumn, source: str | None) -> dict[str, Any]:
    """What Excel lets through: a choice, a number within bounds, a day; anything for other texts."""
    if source is not None:
        return {"validate": "list", "source": source} | _error(gettext("Pilih salah satu dari daftar."))
    if column.type in NUMERIC_TYPES:
        return _number(column)
    if column.type is ColumnType.YEAR:
        return {"validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2100} | _error(
            gettext("Tulis tahun empat angka, misalnya 2026.")
        )
    if column.type in (ColumnType.DATE, ColumnType.DATETIME):
        return {"validate": "date", "criteria": ">=", "value": date(1900, 3, 1)} | _error(
            gettext("Tulis tanggal, misalnya 2026-10-31.")
        )
    return {"validate": "any"}


def _number(column: TemplateColumn) -> dict[str, Any]:
    kind = "integer" if column.type is ColumnType.INTEGER else "decimal"
    low, high = (None if bound is None else _exact(bound) for bound in (column.minimum, column.maximum))
    shown = {"low": column.minimum or "", "high": column.maximum or ""}
    if low is not None and high is not None:
        told = _error(gettext("Isi angka dari %(low)s sampai %(high)s.") % shown)
        return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high} | told
    if high is not None:
        told = _error(gettext("Isi angka paling besar %(high)s.") % shown)
        return {"validate": kind, "criteria": "<=", "value": high} | told
    if low is not None:
        told = _error(gettext("Isi angka paling kecil %(low)s.") % shown)
        return {"validate": kind, "criteria": ">=", "value": low} | told
    sentence = gettext("Isi bilangan bulat.") if kind == "integer" else gettext("Isi angka.")
    return {"validate": kind, "criteria": ">=", "value": -(10**15)} | _error(sentence)


def _exact(bound: str) -> int | float:
    return float(bound) if "." in bound else int(bound)


def _error(sentence: str) -> dict[str, Any]:
    return {"error_title": gettext("Belum sesuai"), "error_message": sentence[:_MOST_HINT]}


def _hint(column: TemplateColumn) -> dict[str, Any]:
    lines = [column.kind + (f", {column.unit}" if column.unit else ""), column.meaning]
    if column.example:
        lines.append(gettext("Misal: %(example)s") % {"example": column.example})
    text = "\n".join(line for line in lines if line)[:_MOST_HINT]
    return {"input_title": column.label[:_MOST_TITLE], "input_message": text}


def _write_guide(sheet: Any, styles: _Styles, title: str, columns: Sequence[TemplateColumn]) -> None:
    sheet.write_string(0, 0, GUIDE_MARK, styles.title)
    sheet.write_string(1, 0, title, styles.wrap)
    steps = gettext(
        "Isi lembar Data mulai di bawah judul kolom; judulnya terkunci. Kosongkan sel bila datanya tidak ada."
        " Simpan, lalu unggah berkas ini apa adanya."
    )
    sheet.write_string(2, 0, steps, styles.wrap)
    heads = [gettext(word) for word in ("Kolom", "Arti", "Jenis isi", "Satuan", "Wajib", "Misal")]
    for place, (head, width) in enumerate(zip(heads, (28, 60, 18, 14, 8, 24), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(4, place, head, styles.head)
    for row, column in enumerate(columns, 5):
        must = gettext("ya") if column.is_required else ""
        cells = (column.label, column.meaning, column.kind, column.unit, must, column.example)
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, styles.wrap)
    sheet.freeze_panes(5, 1)


def _write_lists(book: Any, styles: _Styles, columns: Sequence[TemplateColumn]) -> dict[int, str]:
    """The choices, two columns for each column that has some; the range of each by the column's place."""
    chosen = [(place, column) for place, column in enumerate(columns) if column.choices]
    if not chosen:
        return {}
    sheet = book.add_worksheet(LISTS_NAME)
    sheet.write_string(0, 0, LISTS_MARK, styles.title)
    ranges = {}
    for number, (place, column) in enumerate(chosen):
        at = number * 3
        sheet.set_column(at, at + 1, 26)
        sheet.write_string(2, at, column.label, styles.head)
        sheet.write_string(2, at + 1, gettext("Artinya"), styles.head)
        for row, (written, meaning) in enumerate(column.choices, 3):
            sheet.write_string(row, at, written)
            sheet.write_string(row, at + 1, meaning if meaning != written else "")
        letter = xlsxwriter.utility.xl_col_to_name(at)
        last = len(column.choices) + 3
        ranges[place] = f"={LISTS_NAME}!${letter}$4:${letter}${last}"
    return ranges


def has_choices(kind: ColumnType) -> bool:
    """Whether a code list can be offered for a column of this type."""
    return kind in _TEXT_TYPES
