"""The period of a row, whatever column says it, as PostgreSQL computes it."""

from __future__ import annotations

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.export.row_periods import period_of_rows
from datasets.vocab import ColumnRole, ColumnType

pytestmark = pytest.mark.django_db


def period_of(value: str, kind: ColumnType, grain: str) -> str:
    expression = period_of_rows([{"id": "p", "type": kind, "role": ColumnRole.PERIOD}], "", grain)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {} FROM (SELECT {} AS p) AS t").format(expression, sql.SQL(value)))
        found: str = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize(
    ("value", "kind", "grain", "expected"),
    [
        ("date '2026-11-09'", ColumnType.DATE, "day", "2026-11-09"),
        ("date '2026-11-09'", ColumnType.DATE, "week", "2026-W46"),
        ("date '2026-11-09'", ColumnType.DATE, "month", "2026-11"),
        ("date '2026-11-09'", ColumnType.DATE, "quarter", "2026-Q4"),
        ("date '2026-06-30'", ColumnType.DATE, "semester", "2026-S1"),
        ("date '2026-07-01'", ColumnType.DATE, "semester", "2026-S2"),
        ("timestamp '2026-11-09 08:00'", ColumnType.DATETIME, "year", "2026"),
        ("2026", ColumnType.YEAR, "month", "2026"),
        ("'2025/2026'::text", ColumnType.FISCAL_YEAR, "year", "2025"),
        ("'2026-10'::text", ColumnType.MONTH, "month", "2026-10"),
        ("NULL::date", ColumnType.DATE, "month", ""),
    ],
)
def test_each_column_type_gives_its_period(value: str, kind: ColumnType, grain: str, expected: str) -> None:
    assert period_of(value, kind, grain) == expected


def test_without_a_column_the_file_says_it() -> None:
    expression = period_of_rows([], "2026-10", "month")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(expression))
        assert cursor.fetchone()[0] == "2026-10"
