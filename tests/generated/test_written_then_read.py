"""A table written in any usual way is read as the same typed table, through reader and checker."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from datasets.intake.schema import Verdict
from tests.dirt.dirty_files import Looked, look
from tests.files.ole import xls
from tests.files.opendocument import ods
from tests.generated import written
from tests.generated.written import HEADERS, TYPES, Row, meant, read_back

#: Fixed, so that no run of the tests meets what another did not.
fixed = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
_TABLES = written.tables()


def looked(content: bytes, kind: str) -> Looked:
    with tempfile.TemporaryDirectory() as folder:
        return look(Path(folder), content, kind)


def hold_same(found: Looked, rows: Sequence[Row]) -> None:
    """The report accepts the table, with its types, and every value came back."""
    told = [(one.code, one.value) for one in found.report.findings]
    assert found.report.verdict is Verdict.ACCEPTED, told
    assert tuple(found.columns.values()) == TYPES, told
    assert [column.label for column in found.report.table.columns] == list(HEADERS)
    assert read_back(found.rows) == meant(rows)


@fixed
@given(
    rows=_TABLES,
    encoding=st.sampled_from(_ENCODINGS),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    number=st.sampled_from(written.NUMBERS),
    day=st.sampled_from(written.DAYS),
)
def test_delimited_text(
    rows: list[Row],
    encoding: str,
    delimiter: str,
    quoting: int,
    line_end: str,
    number: Callable[[Decimal | int], str],
    day: Callable[[date], str],
) -> None:
    text = written.as_text(rows, number, day, delimiter=delimiter, quoting=quoting, line_end=line_end)
    hold_same(looked(text.encode(encoding), "csv"), rows)


@fixed
@given(rows=_TABLES, number=st.sampled_from(written.NUMBERS), day=st.sampled_from(written.DAYS))
def test_workbooks_of_texts(
    rows: list[Row], number: Callable[[Decimal | int], str], day: Callable[[date], str]
) -> None:
    cells = [[row.code, row.name, number(row.count), number(row.value), day(row.day)] for row in rows]
    for kind, content in (("xls", xls([HEADERS, *cells])), ("ods", ods([HEADERS, *cells], blank_rows=9))):
        if kind == "xls" or not any("\t" in row.name for row in rows):  # ODS makes one space of a tab
            hold_same(looked(content, kind), rows)


@fixed
@given(
    rows=_TABLES,
    in_memory=st.booleans(),
    style=st.sampled_from(["dd/mm/yyyy", "d mmmm yyyy", "[$-421]dd-mmm-yy"]),
)
def test_typed_cells_by_xlsxwriter(rows: list[Row], in_memory: bool, style: str) -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"constant_memory": not in_memory, "in_memory": True}) as book:
        day = book.add_format({"num_format": style})
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, HEADERS)
        for at, row in enumerate(rows, start=1):
            sheet.write_string(at, 0, row.code)
            sheet.write_string(at, 1, row.name)
            sheet.write_number(at, 2, row.count)
            sheet.write_number(at, 3, float(row.value))
            sheet.write_datetime(at, 4, row.day, day)
    hold_same(looked(held.getvalue(), "xlsx"), rows)


@fixed
@given(rows=_TABLES, is_streamed=st.booleans())
def test_typed_cells_by_openpyxl(rows: list[Row], is_streamed: bool) -> None:
    book = openpyxl.Workbook(write_only=is_streamed)
    sheet: Any = book.create_sheet("Data", 0)
    sheet.append(HEADERS)
    for row in rows:
        sheet.append([row.code, row.name, row.count, float(row.value), row.day])
    held = io.BytesIO()
    book.save(held)
    book.close()
    hold_same(looked(held.getvalue(), "xlsx"), rows)
