"""CSV: raw for systems, without formulas for people."""

from __future__ import annotations

import pytest

from datasets.export.csv import csv_blocks, csv_line, formula_safe
from datasets.export.sql import Field
from datasets.vocab import ColumnType
from tests.datasets.export.memory import Rows

SOURCE = Rows(
    [Field("a", "=Jumlah", ColumnType.TEXT), Field("b", "Ton, bersih", ColumnType.DECIMAL)], [("x", 1)]
)


def test_systems_get_ids_and_people_labels_that_never_run() -> None:
    assert b"".join(csv_blocks(SOURCE, safe=False)) == b"a,b\nx,1\n"
    assert b"".join(csv_blocks(SOURCE, safe=True)) == b'\'=Jumlah,"Ton, bersih"\nx,1\n'


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\rx", "=", "-1+1", "+62 812"])
def test_what_would_run_gets_a_sign_before_it(text: str) -> None:
    assert formula_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "x", "-12", "+12", "-1.234,5", "-0.5", "a=b", "'x", "82.71.02"])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert formula_safe(text) == text


def test_a_line_quotes_what_it_must() -> None:
    assert csv_line(["a", 'b"c', "d,e", "f\ng", ""]) == b'a,"b""c","d,e","f\ng",\n'
