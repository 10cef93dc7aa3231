"""Columns of a row against each other: order, parts of a total, filled together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from datasets.intake.check import check_table
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnRule, Dictionary, Finding, Job, RowRule
from datasets.vocab import ColumnType as T
from datasets.vocab import FindingCode as F
from datasets.vocab import RowRuleKind as K
from tests.datasets.intake.tables import rule, table

Rows = Sequence[Sequence[str | None]]


def found(kinds: dict[str, T], rows: Rows, *rules: RowRule, **more: Any) -> list[Finding]:
    """What is told about columns of these kinds, in blocks of two rows, under these rules."""
    findings = Findings(places=more.pop("places", 1_000))
    columns: tuple[ColumnRule, ...] = tuple(rule(name, kind) for name, kind in kinds.items())
    job = Job("", "", dictionary=Dictionary(columns, rules=rules), **more)
    check_table(table(list(kinds), rows, block_rows=2), job, findings, lambda *_: None)
    return [one for one in findings.listed() if one.code in (F.ORDER_BROKEN, F.SUM_DIFFERS, F.REQUIRED_WITH)]


@pytest.mark.parametrize(
    ("kinds", "good", "bad"),
    [
        ((T.DATE, T.DATE), ("31 Januari 2026", "2026-02-01"), ("01/03/2026", "2026-02-01")),
        ((T.DATE, T.MONTH), ("2026-02-27", "2026-02"), ("2026-03-01", "2026-02")),
        ((T.MONTH, T.MONTH), ("Januari 2026", "2026-01"), ("2026-12", "2026-01")),
        ((T.YEAR, T.YEAR), ("2025", "2026"), ("2027", "2026")),
        ((T.TIME, T.TIME), ("08:00", "10:00"), ("11:00", "10:00")),
        ((T.INTEGER, T.INTEGER), ("9", "10"), ("10", "9")),
        ((T.INTEGER, T.DECIMAL), ("9", "9,5"), ("10", "9,5")),
        ((T.DECIMAL, T.DECIMAL), ("1,10", "1,1"), ("1,101", "1,1")),
    ],
)
def test_the_first_does_not_exceed_the_second(
    kinds: tuple[T, T], good: tuple[str, str], bad: tuple[str, str]
) -> None:
    rows: Rows = [good, (None, good[1]), bad, (bad[0], None), ("xx", good[1])]
    [told] = found(dict(zip(("a", "b"), kinds, strict=True)), rows, RowRule(K.ORDER, ("a",), "b"))
    assert (told.code, told.row, told.column, told.cell, told.value) == (F.ORDER_BROKEN, 4, "a", "A4", bad[0])
    assert told.params == {"beside": ["b"], "other": "b", "other_cell": "B4", "other_value": bad[1]}


PARTS = {"pria": T.INTEGER, "wanita": T.INTEGER, "jumlah": T.INTEGER}


def test_parts_add_up_to_the_total() -> None:
    rows: Rows = [
        ("1", "2", "3"),
        ("1.000", "2", "1.003"),
        ("1", None, "9"),
        ("1", "dua", "9"),
        ("0", "0", "0"),
    ]
    [told] = found(PARTS, rows, RowRule(K.SUM, ("pria", "wanita"), "jumlah"))
    assert (told.code, told.cell, told.value) == (F.SUM_DIFFERS, "C3", "1.003")
    assert told.params == {
        "beside": ["pria", "wanita"],
        "parts": "“pria” + “wanita”",
        "part_cells": "A3, B3",
        "sum": "1002",
        "difference": "1",
    }


@pytest.mark.parametrize(
    ("tolerance", "wrong"), [("0", ["C3", "C4"]), ("0.05", ["C4"]), ("0.5", []), ("2", [])]
)
def test_a_rounded_total_is_within_the_tolerance(tolerance: str, wrong: list[str]) -> None:
    kinds = {"a": T.DECIMAL, "b": T.INTEGER, "c": T.DECIMAL}
    rows: Rows = [("1,25", "2", "3,25"), ("1,25", "2", "3,2"), ("1,25", "2", "3,7")]
    told = found(kinds, rows, RowRule(K.SUM, ("a", "b"), "c", tolerance=tolerance))
    assert [one.cell for one in told] == wrong


@pytest.mark.parametrize(("tolerance", "wrong"), [("0", 2), ("1", 1), ("1.5", 1), ("2", 0)])
def test_whole_numbers_are_held_to_a_tolerance_too(tolerance: str, wrong: int) -> None:
    rows: Rows = [("1", "2", "3"), ("1", "2", "4"), ("1", "2", "1")]
    assert len(found(PARTS, rows, RowRule(K.SUM, ("pria", "wanita"), "jumlah", tolerance=tolerance))) == wrong


def test_numbers_beyond_what_floats_hold_are_added_exactly() -> None:
    big = "9007199254740993"
    [told] = found(
        PARTS,
        [(big, "0", big), (big, "1", big), ("9223372036854775807", "1", "9223372036854775807")],
        RowRule(K.SUM, ("pria", "wanita"), "jumlah"),
    )[:1]
    assert told.params["difference"] == "1"
    assert told.count == 2


def test_numbers_with_exponents_are_added_nearly() -> None:
    kinds = {"a": T.DECIMAL, "b": T.DECIMAL, "c": T.DECIMAL}
    rows: Rows = [("1e-3", "0.1", "0.101"), ("1e-3", "0.1", "0.2")]
    told = found(kinds, rows, RowRule(K.SUM, ("a", "b"), "c"))
    assert [one.cell for one in told] == ["C3"]


def test_what_must_be_filled_together_is() -> None:
    kinds = {"status": T.TEXT, "alasan": T.TEXT, "tanggal": T.DATE}
    rows: Rows = [
        ("ditolak", "berkas kurang", "2026-01-01"),
        ("ditolak", None, "2026-01-01"),
        ("diterima", None, "-"),
        ("ditolak", "x", "-"),
        ("ditolak", "x", "kemarin"),
        (None, None, None),
    ]
    rules = RowRule(K.REQUIRED_WITH, ("alasan", "tanggal"), "status", values=("ditolak",))
    told = found(kinds, rows, rules)
    assert [(one.cell, one.value) for one in told] == [("B3", ""), ("C5", "-")]
    assert told[0].params == {
        "beside": ["status"],
        "other": "status",
        "other_cell": "A3",
        "other_value": "ditolak",
    }
    anything = found(kinds, rows, RowRule(K.REQUIRED_WITH, ("alasan",), "status"))
    assert [one.cell for one in anything] == ["B3", "B4"]


def test_a_rule_about_a_column_that_the_file_lacks_is_left_aside() -> None:
    assert not found({"a": T.INTEGER}, [("1",)], RowRule(K.ORDER, ("a",), "b"))


def test_many_broken_rows_are_counted_and_a_few_kept() -> None:
    rows: Rows = [("2", "1")] * 50
    told = found({"a": T.INTEGER, "b": T.INTEGER}, rows, RowRule(K.ORDER, ("a",), "b"), places=5)
    assert (len(told), told[0].count) == (5, 50)
