"""Computes a loaded part's column statistics and its summaries (measure × area × period), in SQL.

Both are set, never incremented: a part is immutable, so doing it again gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from psycopg2 import sql

from datasets.export import row_periods
from datasets.export.sql import table_of
from datasets.intake import database
from datasets.intake.shape import Shape, ids_with, measures_in
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain
from datasets.models import Part, Summary
from datasets.vocab import NUMERIC_TYPES, PERIOD_TYPES, ColumnRole, ColumnType, Frequency

#: Distinct values are counted up to here; one more says "more than that".
MOST_DISTINCT = 1_000

#: Of a part with more groups than this no summaries are kept: they would be as long as its rows.
MOST_SUMMARIES = 100_000

#: Sums that a summary's numeric(38, 8) cannot hold are left out instead of failing the load.
_MOST = 10**29

_ORDERED = NUMERIC_TYPES | PERIOD_TYPES | {ColumnType.DATETIME, ColumnType.TIME}
_COUNTED_ROLES = frozenset({ColumnRole.DIMENSION, ColumnRole.AREA, ColumnRole.PERIOD})


def profile(part: Part) -> None:
    """Set `part.profile` and its Summary rows."""
    with transaction.atomic():
        part.profile = {column["id"]: _statistics(part, column) for column in part.columns}
        part.save(update_fields=["profile"])
        summarise(part)


def _statistics(part: Part, column: Shape) -> dict[str, Any]:
    """`{non_null, distinct, minimum, maximum, total, scale}`; None where a value makes no sense."""
    kind = ColumnType(column["type"])
    name, table = sql.Identifier(column["id"]), table_of(part.table_name)
    wanted = [sql.SQL("count({})")]
    wanted += [sql.SQL("min({})::text"), sql.SQL("max({})::text")] if kind in _ORDERED else _NOTHING * 2
    wanted += [sql.SQL("sum({})::text")] if kind in NUMERIC_TYPES else _NOTHING
    wanted += [sql.SQL("max(scale({}))")] if kind is ColumnType.DECIMAL else _NOTHING
    query = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(w.format(name) for w in wanted), table)
    [(non_null, minimum, maximum, total, scale)] = database.rows(query)
    return {
        "non_null": non_null,
        "distinct": _distinct(part, column) if column["role"] in _COUNTED_ROLES else None,
        "minimum": minimum,
        "maximum": maximum,
        "total": total,
        "scale": scale,
    }


_NOTHING = [sql.SQL("NULL")]


def _distinct(part: Part, column: Shape) -> int:
    query = sql.SQL(
        "SELECT count(*) FROM (SELECT DISTINCT {c} FROM {t} WHERE {c} IS NOT NULL LIMIT {n}) AS d"
    )
    chosen = query.format(
        c=sql.Identifier(column["id"]), t=table_of(part.table_name), n=sql.Literal(MOST_DISTINCT + 1)
    )
    [(count,)] = database.rows(chosen)
    return int(count)


def summarise(part: Part) -> None:
    """Replace the part's summaries; none are kept where there would be too many."""
    Summary.objects.filter(part=part).delete()
    frequency = Frequency(part.dataset.frequency)
    period, area = period_of_rows(part, frequency), _area_of_rows(part.columns)
    measures = measures_in(part.columns)
    if not measures or _groups(part, area, period) * len(measures) > MOST_SUMMARIES:
        return
    for measure in measures:
        database.execute(_summary(part, measure, area, period))


def _groups(part: Part, area: sql.Composable, period: sql.Composable) -> int:
    query = sql.SQL("SELECT count(*) FROM (SELECT DISTINCT {}, {} FROM {} LIMIT {}) AS g")
    most = sql.Literal(MOST_SUMMARIES + 1)
    [(count,)] = database.rows(query.format(area, period, table_of(part.table_name), most))
    return int(count)


def _summary(part: Part, measure: str, area: sql.Composable, period: sql.Composable) -> sql.Composable:
    column = sql.Identifier(measure)
    held = sql.SQL("CASE WHEN abs({x}) < {most} THEN {x} END")
    most = sql.Literal(_MOST)
    amounts = [
        held.format(x=sql.SQL("{}({})").format(sql.SQL(name), column), most=most)
        for name in ("sum", "min", "max")
    ]
    return sql.SQL(
        "INSERT INTO {summary} (part_id, measure, area, period, row_count, value_count,"
        " total, minimum, maximum)"
        " SELECT {part}, {measure}, {area}, {period}, count(*), count({column}), {amounts}"
        " FROM {table} GROUP BY 3, 4"
    ).format(
        summary=sql.Identifier(Summary._meta.db_table),
        part=sql.Literal(str(part.id)),
        measure=sql.Literal(measure),
        area=area,
        period=period,
        column=column,
        amounts=sql.SQL(", ").join(amounts),
        table=table_of(part.table_name),
    )


def _area_of_rows(shape: Sequence[Shape]) -> sql.Composable:
    areas = ids_with(shape, ColumnRole.AREA)
    if not areas:
        return sql.SQL("''::text")
    return sql.SQL("left(coalesce({}::text, ''), 40)").format(sql.Identifier(areas[0]))


def period_of_rows(part: Part, frequency: Frequency) -> sql.Composable:
    """SQL for the period that each row of a part counts for (`export.row_periods`)."""
    grain = GRAIN_OF_FREQUENCY.get(frequency, Grain.MONTH)
    return row_periods.period_of_rows(part.columns, part.period, grain)
