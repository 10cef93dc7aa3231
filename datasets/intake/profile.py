"""Sets a loaded part's column statistics and its summaries (measure × area × period).

Statistics that the examination counted exactly are taken from it, the rest is asked of the table.
Both are set, never incremented: a part is immutable, so doing it again gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from psycopg2 import sql

from datasets.export import row_periods
from datasets.export.sql import table_of
from datasets.intake import database
from datasets.intake.schema import MOST_DISTINCT, ColumnProfile
from datasets.intake.shape import Shape, ids_with, measures_in
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain
from datasets.models import Part, Summary
from datasets.vocab import NUMERIC_TYPES, PERIOD_TYPES, ColumnRole, ColumnType, Frequency

#: Of a part with more groups than this no summaries are kept: they would be as long as its rows.
MOST_SUMMARIES = 100_000

#: Sums that a summary's numeric(38, 8) cannot hold are left out instead of failing the load.
_MOST = 10**29

_ORDERED = NUMERIC_TYPES | PERIOD_TYPES | {ColumnType.DATETIME, ColumnType.TIME}
_COUNTED_ROLES = frozenset({ColumnRole.DIMENSION, ColumnRole.AREA, ColumnRole.PERIOD})


def profile(part: Part, known: Sequence[ColumnProfile] = ()) -> None:
    """Set `part.profile` and its Summary rows; `known` are statistics that need not be asked for."""
    told = {one.id: _as_kept(one) for one in known}
    with transaction.atomic():
        part.profile = {
            column["id"]: told.get(column["id"]) or _statistics(part, column) for column in part.columns
        }
        part.save(update_fields=["profile"])
        summarise(part)


def _as_kept(known: ColumnProfile) -> dict[str, Any]:
    kept = asdict(known)
    del kept["id"]
    return kept


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
    measures = measures_in(part.columns)
    if not measures:
        return
    database.execute(_grouped(part, measures))
    if _groups() * len(measures) <= MOST_SUMMARIES:
        database.execute(_spread(part, measures))
    database.execute(sql.SQL("DROP TABLE {}").format(_GROUPS))


_GROUPS = sql.Identifier("pg_temp", "groups_of_part")


def _grouped(part: Part, measures: Sequence[str]) -> sql.Composable:
    """One reading of the rows for all measures; as CREATE TABLE AS it may use every core."""
    amounts = [
        expression.format(x=sql.Identifier(measure), name=sql.Identifier(f"{kind}{place}"), most=_LIMIT)
        for place, measure in enumerate(measures)
        for kind, expression in _AMOUNTS.items()
    ]
    return sql.SQL(
        "CREATE TEMPORARY TABLE {groups} AS SELECT {area} AS area, {period} AS period,"
        " count(*) AS row_count, {amounts} FROM {table} GROUP BY 1, 2 LIMIT {limit}"
    ).format(
        groups=sql.Identifier("groups_of_part"),
        area=_area_of_rows(part.columns),
        period=period_of_rows(part, Frequency(part.dataset.frequency)),
        amounts=sql.SQL(", ").join(amounts),
        table=table_of(part.table_name),
        limit=sql.Literal(MOST_SUMMARIES // len(measures) + 1),
    )


_LIMIT = sql.Literal(_MOST)
_HELD = "CASE WHEN abs({f}({{x}})) < {{most}} THEN {f}({{x}}) END AS {{name}}"
_AMOUNTS = {"count": sql.SQL("count({x}) AS {name}")} | {
    name: sql.SQL(_HELD.format(f=name)) for name in ("sum", "min", "max")
}


def _groups() -> int:
    [(count,)] = database.rows(sql.SQL("SELECT count(*) FROM {}").format(_GROUPS))
    return int(count)


def _spread(part: Part, measures: Sequence[str]) -> sql.Composable:
    """A summary for each measure of each group."""
    each = [
        sql.SQL("({})").format(
            sql.SQL(", ").join(
                [sql.Literal(measure), *(sql.Identifier(f"{kind}{place}") for kind in _AMOUNTS)]
            )
        )
        for place, measure in enumerate(measures)
    ]
    return sql.SQL(
        "INSERT INTO {summary} (part_id, measure, area, period, row_count, value_count,"
        " total, minimum, maximum)"
        " SELECT {part}, v.measure, area, period, row_count, v.filled, v.total, v.low, v.high"
        " FROM {groups}, LATERAL (VALUES {each}) AS v (measure, filled, total, low, high)"
    ).format(
        summary=sql.Identifier(Summary._meta.db_table),
        part=sql.Literal(str(part.id)),
        groups=_GROUPS,
        each=sql.SQL(", ").join(each),
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
