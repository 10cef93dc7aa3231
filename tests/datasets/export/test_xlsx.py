"""The workbook that people download: typed, never a formula, says what it is."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from datasets.export.sql import Field
from datasets.export.xlsx import MAX_TEXT, write_xlsx
from datasets.vocab import ColumnType
from tests.datasets.export.memory import Rows

T = ColumnType


def written(path: Path, *columns: tuple[ColumnType, Any], **options: Any) -> Any:
    """Write one row with one column a value; the workbook as openpyxl reads it."""
    fields = [Field(f"k{n}", f"Kolom {n}", kind) for n, (kind, _) in enumerate(columns)]
    source = Rows(fields, [tuple(value for _, value in columns)])
    write_xlsx(source, path, "Judul", [("Satuan", "ton")], **options)
    return openpyxl.load_workbook(path)


def test_it_writes_labels_rows_and_what_the_data_is(tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", (T.TEXT, "Ternate"), (T.INTEGER, 812))
    assert book.sheetnames == ["Data", "Keterangan"]
    assert [[cell.value for cell in row] for row in book["Data"]] == [
        ["Kolom 0", "Kolom 1"],
        ["Ternate", 812],
    ]
    assert [[cell.value for cell in row] for row in book["Keterangan"]] == [
        ["Judul", "Judul"],
        ["Satuan", "ton"],
    ]


@pytest.mark.parametrize(
    ("kind", "value", "shown", "data_type"),
    [
        (T.INTEGER, 812, 812, "n"),
        (T.INTEGER, 8271020110980001, "8271020110980001", "s"),
        (T.DECIMAL, Decimal("812.5"), 812.5, "n"),
        (T.DECIMAL, Decimal("NaN"), "NaN", "s"),
        (T.YEAR, 2026, 2026, "n"),
        (T.CODE, "007", "007", "s"),
        (T.CODE, "82.71.02", "82.71.02", "s"),
        (T.MONTH, "2026-10", "2026-10", "s"),
        (T.FISCAL_YEAR, "2025/2026", "2025/2026", "s"),
        (T.BOOLEAN, True, True, "b"),
        (T.DATE, date(2026, 10, 31), datetime(2026, 10, 31), "d"),  # noqa: DTZ001
        (T.DATE, date(1899, 1, 2), "1899-01-02", "s"),
        (T.DATETIME, datetime(2026, 10, 31, 9, 12), datetime(2026, 10, 31, 9, 12), "d"),  # noqa: DTZ001
        (T.TIME, time(9, 12), time(9, 12), "d"),
        (
            T.POINT,
            {"type": "Point", "coordinates": [127.3, 0.8]},
            '{"type": "Point", "coordinates": [127.3, 0.8]}',
            "s",
        ),
    ],
)
def test_each_type_keeps_its_kind_of_cell(
    tmp_path: Path, kind: ColumnType, value: Any, shown: Any, data_type: str
) -> None:
    cell = written(tmp_path / "a.xlsx", (kind, value))["Data"]["A2"]
    assert (cell.value, cell.data_type) == (shown, data_type)


@pytest.mark.parametrize(
    "text", ["=1+1", "+62 812", "-x", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.test"]
)
def test_text_never_becomes_a_formula_or_a_link(tmp_path: Path, text: str) -> None:
    cell = written(tmp_path / "a.xlsx", (T.TEXT, text))["Data"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_label_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_xlsx(Rows([Field("a", "=A1", T.TEXT)], []), tmp_path / "a.xlsx", "=1", [("=2", "=3")])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Data"]["A1"].data_type == "s"
    assert {cell.data_type for row in book["Keterangan"] for cell in row} == {"s"}


def test_sample_data_is_marked_above_the_header_and_never_as_a_row(tmp_path: Path) -> None:
    book = written(tmp_path / "a.xlsx", (T.INTEGER, 1), mark="DATA CONTOH")
    assert [row[0].value for row in book["Data"]] == ["DATA CONTOH", "Kolom 0", 1]
    assert book["Keterangan"]["B2"].value == "DATA CONTOH"


def test_more_rows_than_a_sheet_holds_go_on_a_second_sheet(tmp_path: Path) -> None:
    source = Rows([Field("a", "A", T.INTEGER)], [(n,) for n in range(5)])
    assert write_xlsx(source, tmp_path / "a.xlsx", "J", [], most_rows=4) == 5
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Data", "Data 2", "Keterangan"]
    assert [[row[0].value for row in book[name]] for name in book.sheetnames[:2]] == [
        ["A", 0, 1, 2],
        ["A", 3, 4],
    ]


def test_a_sheet_filled_to_the_last_row_needs_no_second_one(tmp_path: Path) -> None:
    source = Rows([Field("a", "A", T.INTEGER)], [(n,) for n in range(3)])
    write_xlsx(source, tmp_path / "a.xlsx", "J", [], most_rows=4)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["Data", "Keterangan"]


def test_an_empty_cell_stays_empty(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", (T.INTEGER, None), (T.INTEGER, 1))["Data"]["A2"].value is None


def test_a_text_longer_than_excel_holds_is_cut_with_a_sign(tmp_path: Path) -> None:
    value = written(tmp_path / "a.xlsx", (T.TEXT, "x" * (MAX_TEXT + 5)))["Data"]["A2"].value
    assert (len(value), value[-1]) == (MAX_TEXT, "…")


def test_decimals_show_as_many_places_as_the_column_has(tmp_path: Path) -> None:
    source = Rows([Field("a", "A", T.DECIMAL, scale=2)], [(Decimal("1.5"),)])
    write_xlsx(source, tmp_path / "a.xlsx", "J", [])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["Data"]["A2"].number_format == "#,##0.00"
