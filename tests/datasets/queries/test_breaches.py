"""How live rows would fare under a dictionary."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from datasets.models import CodeList, Column, Dataset, RowRule
from datasets.queries import breaches
from datasets.queries.breaches import breaches_of
from datasets.vocab import ColumnRole as R
from datasets.vocab import ColumnType as T
from datasets.vocab import RowRuleKind as K
from tests import factories

pytestmark = pytest.mark.django_db

GIVEN = (
    ("mulai", T.DATE, R.PERIOD),
    ("selesai", T.DATE, R.DIMENSION),
    ("kode", T.CODE, R.AREA),
    ("pria", T.INTEGER, R.MEASURE),
    ("jumlah", T.DECIMAL, R.MEASURE),
    ("wanita", T.INTEGER, R.MEASURE),
)
ROWS = (
    ("2026-01-01", "2026-01-05", "82", 1, "3", 2),
    ("2026-01-09", "2026-01-05", "83", 1, "3.4", 2),
    ("2026-01-01", None, None, None, "9", 2),
)


def live() -> Dataset:
    made = factories.dataset()
    factories.published(made, ROWS, GIVEN)
    return Dataset.objects.select_related("live_version").get(pk=made.pk)


@pytest.mark.parametrize(
    ("name", "rules", "count"),
    [
        ("pria", {"is_required": True}, 1),
        ("jumlah", {"minimum": Decimal(3), "maximum": Decimal(5)}, 1),
        ("kode", {"pattern": "8[0-2]"}, 1),
        ("kode", {"allowed": ["83"]}, 1),
        ("kode", {"is_required": True, "allowed": ["9"]}, 3),
        ("selesai", {"minimum": Decimal(3)}, 0),
    ],
)
def test_rows_that_break_a_columns_rule_are_counted(name: str, rules: dict[str, Any], count: int) -> None:
    of = live()
    column = of.columns.get(name=name)
    for rule, value in rules.items():
        setattr(column, rule, value)
    found = breaches_of(of, [column], [])
    assert found is not None
    assert (found.rows, found.columns.get(name, 0)) == (3, count)


def test_codes_that_the_list_does_not_know_are_counted() -> None:
    of = live()
    areas = CodeList.objects.create(slug="w", title="W", version="1")
    areas.codes.create(code="82", name="Ternate")
    column: Column = of.columns.get(name="kode")
    column.code_list = areas
    found = breaches_of(of, [column], [])
    assert found is not None
    assert found.columns == {"kode": 1}


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        (RowRule(kind=K.ORDER, columns=["mulai"], target="selesai"), 1),
        (RowRule(kind=K.ORDER, columns=["pria"], target="wanita"), 0),
        (RowRule(kind=K.SUM, columns=["pria", "wanita"], target="jumlah"), 1),
        (RowRule(kind=K.SUM, columns=["pria", "wanita"], target="jumlah", tolerance=Decimal("0.5")), 0),
        (RowRule(kind=K.REQUIRED_WITH, columns=["selesai"], target="mulai"), 1),
        (RowRule(kind=K.REQUIRED_WITH, columns=["selesai"], target="kode", values=["82"]), 0),
    ],
)
def test_rows_that_break_a_rule_between_columns_are_counted(rule: RowRule, count: int) -> None:
    found = breaches_of(live(), [], [rule])
    assert found is not None
    assert found.rules == {0: count}


def test_what_cannot_be_counted_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    of = live()
    column = of.columns.get(name="kode")
    column.pattern = "(?P<x>8)"
    assert breaches_of(of, [column], []) is None
    assert breaches_of(factories.dataset("lain", title="Lain"), [], []) is None
    monkeypatch.setattr(breaches, "MOST_ROWS", 2)
    assert breaches_of(of, [], []) is None
