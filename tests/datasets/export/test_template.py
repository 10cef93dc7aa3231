"""The workbook to fill in, as Excel reads it."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from datasets.export.template import TemplateColumn, write_template
from datasets.vocab import ColumnType as T


def opened(*columns: TemplateColumn, mark: str = "") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(write_template("Judul", columns, mark)))


@pytest.mark.parametrize(
    ("low", "high", "operator", "values"),
    [
        (None, None, "greaterThanOrEqual", ("-1000000000000000", None)),
        ("0", None, "greaterThanOrEqual", ("0", None)),
        (None, "1.5", "lessThanOrEqual", ("1.5", None)),
        ("0", "100", None, ("0", "100")),
    ],
)
def test_numbers_are_held_to_their_bounds(
    low: str | None, high: str | None, operator: str | None, values: tuple[str | None, str | None]
) -> None:
    book = opened(TemplateColumn("Ton", T.DECIMAL, "bilangan", minimum=low, maximum=high))
    [rule] = book["Data"].data_validations.dataValidation
    assert rule.type == "decimal"
    assert (rule.operator, (rule.formula1, rule.formula2)) in ((operator, values), ("between", values))


def test_long_words_fit_what_excel_shows_beside_a_cell() -> None:
    book = opened(TemplateColumn("J" * 300, T.TEXT, "teks", meaning="arti " * 200))
    [rule] = book["Data"].data_validations.dataValidation
    assert (len(rule.promptTitle), len(rule.prompt)) == (32, 255)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    book = opened(TemplateColumn("=1+1", T.TEXT, "teks", choices=(("=HYPERLINK(1)", "x"),)))
    assert (book["Data"]["A1"].value, book["Data"]["A1"].data_type) == ("=1+1", "s")
    assert book["Daftar"]["A4"].data_type == "s"
