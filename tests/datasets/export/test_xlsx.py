"""The workbook that people download: typed, never a formula, says what it is."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

import openpyxl
import pytest

from datasets.export.sql import Field
from datasets.export.xlsx import _AT_ONCE, MAX_ROWS, MAX_TEXT, write_xlsx
from datasets.vocab import ColumnType

T = ColumnType


def book_of(
    fields: list[Field],
    rows: list[tuple[Any, ...]],
    *,
    title: str = "Judul data",
    most: int | None = None,
    **said: Any,
) -> Any:
    """A workbook of these rows (as text), as openpyxl reads it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    about = {"title": title, "metadata": [("Satuan", "ton")], "mark": "", "most_rows": len(rows)} | said
    job = {"fields": [asdict(field) for field in fields], **about}
    made = io.BytesIO()
    write_xlsx(job, io.BytesIO(text.getvalue().encode()), made, most_rows=most or MAX_ROWS)
    return openpyxl.load_workbook(made)


def written(*columns: tuple[ColumnType, str], **said: Any) -> Any:
    """A workbook of one row with one column a value."""
    fields = [Field(f"k{n}", f"Kolom {n}", kind) for n, (kind, _) in enumerate(columns)]
    return book_of(fields, [tuple(value for _, value in columns)], **said)


def test_it_writes_labels_rows_and_what_the_data_is() -> None:
    book = written((T.TEXT, "Ternate"), (T.INTEGER, "812"))
    assert book.sheetnames == ["Data", "Keterangan"]
    assert [[cell.value for cell in row] for row in book["Data"]] == [
        ["Kolom 0", "Kolom 1"],
        ["Ternate", 812],
    ]
    assert [[cell.value for cell in row] for row in book["Keterangan"]] == [
        ["Judul", "Judul data"],
        ["Satuan", "ton"],
    ]
    assert (book["Data"].freeze_panes, book["Data"].auto_filter.ref) == ("A2", "A1:B2")


@pytest.mark.parametrize(
    ("kind", "value", "shown", "data_type"),
    [
        (T.INTEGER, "812", 812, "n"),
        (T.INTEGER, "8271020110980001", "8271020110980001", "s"),
        (T.DECIMAL, "812.5", 812.5, "n"),
        (T.DECIMAL, "NaN", "NaN", "s"),
        (T.DECIMAL, "12345678901234567.25", "12345678901234567.25", "s"),
        (T.YEAR, "2026", 2026, "n"),
        (T.CODE, "007", "007", "s"),
        (T.CODE, "82.71.02", "82.71.02", "s"),
        (T.MONTH, "2026-10", "2026-10", "s"),
        (T.FISCAL_YEAR, "2025/2026", "2025/2026", "s"),
        (T.BOOLEAN, "true", True, "b"),
        (T.BOOLEAN, "false", False, "b"),
        (T.DATE, "2026-10-31", datetime(2026, 10, 31), "d"),  # noqa: DTZ001
        (T.DATE, "1900-03-01", datetime(1900, 3, 1), "d"),  # noqa: DTZ001
        (T.DATE, "1899-01-02", "1899-01-02", "s"),
        (T.DATETIME, "2026-10-31T09:12:00+09:00", datetime(2026, 10, 31, 9, 12), "d"),  # noqa: DTZ001
        (T.TIME, "09:12:00", time(9, 12), "d"),
        (T.POINT, '{"type": "Point"}', '{"type": "Point"}', "s"),
    ],
)
def test_each_type_keeps_its_kind_of_cell(kind: ColumnType, value: str, shown: Any, data_type: str) -> None:
    cell = written((kind, value))["Data"]["A2"]
    assert (cell.value, cell.data_type) == (shown, data_type)


def test_a_column_whose_first_cells_are_empty_keeps_its_type() -> None:
    fields = [Field("a", "A", T.DATE), Field("b", "B", T.INTEGER)]
    book = book_of(fields, [("", "9999999999999999"), ("2026-10-31", "5"), ("1800-01-01", "")])
    cells = [[cell.value for cell in row] for row in book["Data"].iter_rows(min_row=2)]
    assert cells == [[None, "9999999999999999"], [datetime(2026, 10, 31), 5], ["1800-01-01", None]]  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["=1+1", "+62 812", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.test", "\t=1"]
)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    cell = written((T.TEXT, text))["Data"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink, cell.quotePrefix) == (text, "s", None, True)


def test_a_label_that_looks_like_a_formula_stays_text() -> None:
    book = book_of([Field("a", "=A1", T.TEXT)], [("x",)], title="=1", metadata=[("=2", "=3")])
    assert {cell.data_type for sheet in book for row in sheet for cell in row} == {"s"}


def test_a_label_that_comes_twice_is_told_apart() -> None:
    fields = [Field("jumlah", "Jumlah", T.INTEGER), Field("jumlah_2", "Jumlah", T.INTEGER)]
    head = [cell.value for cell in book_of(fields, [("1", "2")])["Data"][1]]
    assert head == ["Jumlah (jumlah)", "Jumlah (jumlah_2)"]


@pytest.mark.parametrize("title", ["Judul", ""])
def test_a_title_that_is_called_so_or_missing_spoils_nothing(title: str) -> None:
    about = written((T.INTEGER, "1"), title=title)["Keterangan"]
    assert [(row[0].value, (row[1].value or "").strip()) for row in about] == [
        ("Judul", title),
        ("Satuan", "ton"),
    ]


def test_sample_data_is_marked_above_the_header_and_never_as_a_row() -> None:
    book = written((T.INTEGER, "1"), mark="DATA CONTOH")
    assert [row[0].value for row in book["Data"]] == ["DATA CONTOH", "Kolom 0", 1]
    assert book["Keterangan"]["B2"].value == "DATA CONTOH"


@pytest.mark.parametrize("known", [5, 900, None])
def test_more_rows_than_a_sheet_holds_go_on_a_second_sheet(known: int | None) -> None:
    rows = [(str(n),) for n in range(5)]
    book = book_of([Field("a", "A", T.INTEGER)], rows, most=4, most_rows=known)
    assert book.sheetnames == ["Data", "Data 2", "Keterangan"]
    assert [[row[0].value for row in book[name]] for name in book.sheetnames[:2]] == [
        ["A", 0, 1, 2],
        ["A", 3, 4],
    ]


def test_a_sheet_filled_to_the_last_row_needs_no_second_one() -> None:
    book = book_of([Field("a", "A", T.INTEGER)], [(str(n),) for n in range(3)], most=4, most_rows=None)
    assert book.sheetnames == ["Data", "Keterangan"]


@pytest.mark.parametrize("known", [0, None])
def test_no_rows_still_have_a_header(known: int | None) -> None:
    book = book_of([Field("a", "A", T.INTEGER)], [], most=4, most_rows=known)
    assert [row[0].value for row in book["Data"]] == ["A"]


def test_an_empty_cell_stays_empty() -> None:
    assert written((T.INTEGER, ""), (T.INTEGER, "1"))["Data"]["A2"].value is None


def test_a_line_without_anything_is_a_row() -> None:
    made = io.BytesIO()
    job = {
        "fields": [asdict(Field("a", "A", T.TEXT))],
        "title": "J",
        "metadata": [],
        "mark": "",
        "most_rows": 3,
    }
    write_xlsx(job, io.BytesIO(b"x\n\ny\n"), made)
    assert [row[0].value for row in openpyxl.load_workbook(made)["Data"]] == ["A", "x", None, "y"]


def test_a_text_longer_than_excel_holds_is_cut_with_a_sign() -> None:
    value = written((T.TEXT, "x" * (MAX_TEXT + 5)))["Data"]["A2"].value
    assert (len(value), value[-1]) == (MAX_TEXT, "…")


def test_decimals_show_as_many_places_as_the_column_has() -> None:
    book = book_of([Field("a", "A", T.DECIMAL, scale=2)], [("1.5",)])
    assert book["Data"]["A2"].number_format == "#,##0.00"


def test_a_cell_may_hold_line_feeds_commas_and_quotes_wherever_rows_are_taken_together() -> None:
    texts = ["a\nb", 'c","d', "e\n\nf", "biasa"] * (_AT_ONCE // 2)
    book = book_of([Field("a", "A", T.TEXT), Field("b", "B", T.INTEGER)], [(t, "7") for t in texts])
    found = [row[0].value for row in book["Data"].iter_rows(min_row=2)]
    assert found == texts
