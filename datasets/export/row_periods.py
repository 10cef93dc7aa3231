"""SQL for the period that each row of a part counts for, written as `measures.periods` reads it.

Summaries, indicators and the page that proves a figure must all take rows together in this one way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2 import sql

from datasets.vocab import ColumnRole, ColumnType

_MOMENTS = frozenset({ColumnType.DATE, ColumnType.DATETIME})

#: How PostgreSQL writes the period of a day, by the length of the period.
_WRITTEN = {
    "day": "YYYY-MM-DD",
    "week": 'IYYY-"W"IW',
    "month": "YYYY-MM",
    "quarter": 'YYYY-"Q"Q',
    "year": "YYYY",
}


def period_of_rows(columns: Sequence[Mapping[str, Any]], sent_for: str, grain: str) -> sql.Composable:
    """The expression over a part with `columns` ({id, type, role}).

    The column with the role of period says it; days are taken together into periods of length
    `grain` (a `measures.periods.Grain`). Without such a column every row counts for `sent_for`,
    the period that the file was sent for.
    """
    given = next((column for column in columns if column["role"] == ColumnRole.PERIOD), None)
    if given is None:
        return sql.Literal(sent_for) + sql.SQL("::text")
    name, kind = sql.Identifier(given["id"]), ColumnType(given["type"])
    if kind in _MOMENTS:
        text = _written(name, grain)
    elif kind is ColumnType.YEAR:
        text = sql.SQL("lpad({}::text, 4, '0')").format(name)
    elif kind is ColumnType.FISCAL_YEAR:
        text = sql.SQL("left({}, 4)").format(name)
    else:
        text = sql.SQL("left({}::text, 12)").format(name)
    return sql.SQL("coalesce({}, '')").format(text)


def _written(name: sql.Identifier, grain: str) -> sql.Composable:
    if grain == "semester":
        half = "to_char({n}, 'YYYY') || '-S' || (CASE WHEN extract(month FROM {n}) <= 6 THEN 1 ELSE 2 END)"
        return sql.SQL(half).format(n=name)
    return sql.SQL("to_char({}, {})").format(name, sql.Literal(_WRITTEN[grain]))
