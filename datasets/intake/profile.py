"""Sets a loaded part's column statistics and its summaries (measure × area × period).

Statistics that the examination counted exactly are taken from it, the rest is asked of the table.
Both are set, never incremented: a part is immutable, so doing it again gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

from django.db import transaction
from psycopg2 import sql

from datasets.export import row_periods
from datasets.export.sql import PG_TYPES, table_of
from datasets.intake import database
from datasets.intake.schema import MOST_DISTINCT, ColumnProfile
from datasets.intake.shape import Shape, ids_with, measures_in
from datasets.intake.spooled import Sums
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain
from datasets.models import Part, Summary
from datasets.vocab import NUMERIC_TYPES, PERIOD_TYPES, ColumnRole, ColumnType, Frequency

#: Of a part with more groups than this no summaries are kept: they would be as long as its rows.
MOST_SUMMARIES = 100_000

#: Sums that a summary's numeric(38, 8) cannot hold are left out instead of failing the load.
_MOST = 10**29

_ORDERED = NUMERIC_TYPES | PERIOD_TYPES | {ColumnType.DATETIME, ColumnType.TIME}
_COUNTED_ROLES = frozenset({ColumnRole.DIMENSION, ColumnRole.AREA, ColumnRole.PERIOD})


def profile(part: Part, known: Sequence[ColumnProfile] = (), sums: Sums | None = None) -> None:
    """Set `part.profile` and its Summary rows; `known` and `sums` need not be asked of the rows."""
    told = {one.id: _as_kept(one) for one in known}
    with transaction.atomic():
        part.profile = {
            column["id"]: told.get(column["id"]) or _statistics(part, column) for column in part.columns
        }
        part.save(update_fields=["profile"])
        summarise(part, sums)


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


def summarise(part: Part, sums: Sums | None = None) -> None:
    """Replace the part's summaries; none are kept where there would be too many."""
    Summary.objects.filter(part=part).delete()
    measures = measures_in(part.columns)
    if not measures:
        return
    if sums is not None and _are_of(sums, part):
        _take_sums(sums, part)
        database.execute(_grouped(part, _SUMS, _SUMMED, measures))
        database.execute(sql.SQL("DROP TABLE {}").format(_SUMS))
    else:
        database.execute(_grouped(part, table_of(part.table_name), _COUNTED, measures))
    if _groups() * len(measures) <= MOST_SUMMARIES:
        database.execute(_spread(part, measures))
    database.execute(sql.SQL("DROP TABLE {}").format(_GROUPS))


_GROUPS = sql.Identifier("pg_temp", "groups_of_part")
_SUMS = sql.Identifier("pg_temp", "sums_of_spool")


def _are_of(sums: Sums, part: Part) -> bool:
    """Whether the sums were made by the columns that the part has in these roles."""
    areas, periods = (ids_with(part.columns, role) for role in (ColumnRole.AREA, ColumnRole.PERIOD))
    found = (sums.area, sums.period, list(sums.measures))
    return found == ("".join(areas[:1]), "".join(periods[:1]), measures_in(part.columns))


def _take_sums(sums: Sums, part: Part) -> None:
    """The sums as a table, its area and period of the part's types: taken together as rows are."""
    types = {column["id"]: PG_TYPES[ColumnType(column["type"])] for column in part.columns}
    groups = {sums.area or "_no_area": sums.area, sums.period or "_no_period": sums.period}
    columns = [(name, types.get(column, "text")) for name, column in groups.items()]
    columns.append(("row_count", "bigint"))
    for place in range(len(sums.measures)):
        columns.append((f"_count{place}", "bigint"))
        columns += [(f"_{kind}{place}", "numeric") for kind in ("sum", "min", "max")]
    typed = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns]
    create = sql.SQL("CREATE TEMPORARY TABLE {} ({})")
    database.execute(create.format(sql.Identifier(_SUMS.strings[-1]), sql.SQL(", ").join(typed)))
    copy = sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv, NULL '')").format(_SUMS)
    database.copy_in(copy, BytesIO(sums.lines.encode()))


def _grouped(
    part: Part, source: sql.Composable, amounts: Mapping[str, sql.SQL], measures: Sequence[str]
) -> sql.Composable:
    """One reading of the rows for all measures; as CREATE TABLE AS it may use every core."""
    wanted = [
        expression.format(x=sql.Identifier(measure), place=sql.SQL(str(place)), most=_LIMIT)
        for place, measure in enumerate(measures)
        for kind, expression in amounts.items()
        if kind != "row_count"
    ]
    return sql.SQL(
        "CREATE TEMPORARY TABLE {groups} AS SELECT {area} AS area, {period} AS period,"
        " {rows} AS row_count, {amounts} FROM {source} GROUP BY 1, 2 LIMIT {limit}"
    ).format(
        groups=sql.Identifier("groups_of_part"),
        area=_area_of_rows(part.columns),
        period=period_of_rows(part, Frequency(part.dataset.frequency)),
        rows=amounts["row_count"],
        amounts=sql.SQL(", ").join(wanted),
        source=source,
        limit=sql.Literal(MOST_SUMMARIES // len(measures) + 1),
    )


_LIMIT = sql.Literal(_MOST)
_HELD = "CASE WHEN abs({f}({x})) < {{most}} THEN {f}({x}) END AS {f}{{place}}"
_KINDS = ("sum", "min", "max")
#: Figures of a group of rows, and of a group of sums of rows.
_COUNTED = {"row_count": sql.SQL("count(*)"), "count": sql.SQL("count({x}) AS count{place}")} | {
    kind: sql.SQL(_HELD.format(f=kind, x="{x}")) for kind in _KINDS
}
_SUMMED = {
    "row_count": sql.SQL("sum(row_count)::bigint"),
    "count": sql.SQL("sum(_count{place})::bigint AS count{place}"),
} | {kind: sql.SQL(_HELD.format(f=kind, x=f"_{kind}{{place}}")) for kind in _KINDS}


def _groups() -> int:
    [(count,)] = database.rows(sql.SQL("SELECT count(*) FROM {}").format(_GROUPS))
    return int(count)


def _spread(part: Part, measures: Sequence[str]) -> sql.Composable:
    """A summary for each measure of each group."""
    each = [
        sql.SQL("({})").format(
            sql.SQL(", ").join(
                [sql.Literal(measure), *(sql.Identifier(f"{kind}{place}") for kind in ("count", *_KINDS))]
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
