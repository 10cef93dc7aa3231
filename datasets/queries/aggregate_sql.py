"""The SQL of groups: the rows of all parts as one, taken together once, told by name.

Within a query keys are called `g0, g1 …` and measures `m0, m1 …`; their names come last. Dates are
taken together as dates and written as text only once for each group.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg2 import sql

from datasets.export.sql import PG_TYPES, Field, PartTable, column_of, json_value
from datasets.queries.aggregate_query import AggregateQuery, Having, Key, Measure
from datasets.queries.aggregate_words import DatePart, Function
from datasets.queries.row_sql import COMPARISONS, selection_of
from datasets.queries.selection import Operator
from datasets.vocab import ColumnType

#: Decimals of a mean or median; a whole one has none.
DECIMALS = 10

_FUNCTIONS: dict[Function, str] = {
    Function.SUM: "sum({x})",
    # Not avg(): with ten decimals whatever the size, as from sums (`aggregate_summaries`).
    Function.AVG: "sum({x}) * 1.0000000000 / nullif(count({x}), 0)",
    Function.COUNT: "count({x})",
    Function.MIN: "min({x})",
    Function.MAX: "max({x})",
    Function.MEDIAN: "percentile_cont(0.5) WITHIN GROUP (ORDER BY ({x})::double precision)",
}


def groups_of(parts: Sequence[PartTable], query: AggregateQuery) -> sql.Composable:
    """Every group of the selected rows that `having` leaves: `g0 … m0 …`, in no order."""
    rows = sql.SQL(" UNION ALL ").join([_rows(part, query) for part in parts])
    return groups_over(rows, query, [_measured(measure, query) for measure in query.measures])


def groups_over(
    rows: sql.Composable, query: AggregateQuery, measured: Sequence[sql.Composable]
) -> sql.Composable:
    """The groups of `rows`, which hold `g0 …`; `measured` says each measure of the query."""
    told = [sql.SQL("{} AS {}").format(measure, measure_name(n)) for n, measure in enumerate(measured)]
    return sql.SQL("SELECT {} FROM ({}) AS r{}{}").format(
        sql.SQL(", ").join([*_keys(query), *told]),
        rows,
        sql.SQL(" GROUP BY {}").format(sql.SQL(", ").join(_keys(query))) if query.keys else sql.SQL(""),
        _having(query, measured),
    )


def page_select(groups: sql.Composable, query: AggregateQuery, most: int) -> sql.Composable:
    """One row: JSON text of the first `most` groups, and how many there are in all."""
    fields = [*(key.field for key in query.keys), *(measure.field for measure in query.measures)]
    return _page(_named(groups, query), fields, _order(query), most)


def stream_select(groups: sql.Composable, query: AggregateQuery) -> sql.Composable:
    """Every group (or the first `query.limit`) in order, each column by its name."""
    fields = [*(key.field for key in query.keys), *(measure.field for measure in query.measures)]
    return _all(_named(groups, query), fields, query)


def values_select(groups: sql.Composable, query: AggregateQuery, most: int) -> sql.Composable:
    """One row: a JSON array of the first `most` values of the pivot, as text, in order."""
    assert query.pivot is not None
    pivot = query.keys.index(query.pivot)
    return sql.SQL(
        "SELECT json_agg(value) FROM (SELECT {value}::text AS value FROM ({groups}) AS g"
        " GROUP BY {g} ORDER BY {g} LIMIT {most}) AS v"
    ).format(
        value=_told(query.pivot, key_name(pivot)), groups=groups, g=key_name(pivot), most=sql.Literal(most)
    )


def pivoted_page(
    groups: sql.Composable,
    query: AggregateQuery,
    values: Sequence[str | None],
    fields: Sequence[Field],
    most: int,
) -> sql.Composable:
    """As `page_select`, with a column for each measure of each value of the pivot; `fields` name them all."""
    return _page(_pivoted(groups, query, values, fields), fields, _order(query), most)


def pivoted_stream(
    groups: sql.Composable, query: AggregateQuery, values: Sequence[str | None], fields: Sequence[Field]
) -> sql.Composable:
    """As `stream_select`, with the columns of `pivoted_page`."""
    return _all(_pivoted(groups, query, values, fields), fields, query)


def _having(query: AggregateQuery, measured: Sequence[sql.Composable]) -> sql.Composable:
    if not query.having:
        return sql.SQL("")
    met = [_met(one, measured[query.measures.index(one.measure)]) for one in query.having]
    return sql.SQL(" HAVING {}").format(sql.SQL(" AND ").join(met))


def _rows(part: PartTable, query: AggregateQuery) -> sql.Composable:
    keys = [
        sql.SQL("{} AS {}").format(grouped(key, column_of(part, key.column)), key_name(n))
        for n, key in enumerate(query.keys)
    ]
    values = [
        sql.SQL("{} AS {}").format(column_of(part, field), sql.Identifier(f"v{n}"))
        for n, field in enumerate(query.columns)
    ]
    return sql.SQL("SELECT {} FROM {}").format(
        sql.SQL(", ").join([*keys, *values]), selection_of(part, query, query.columns)
    )


def grouped(key: Key, column: sql.Composable) -> sql.Composable:
    """What rows of one group have in common: cheap to say for each row, told well by `_told`."""
    kind, part = key.column.type, key.part
    if part is None or (kind is ColumnType.YEAR and part is DatePart.YEAR):
        return column
    if kind in (ColumnType.DATE, ColumnType.DATETIME):
        if part is DatePart.WEEKDAY:
            return sql.SQL("date_part('isodow', {})").format(column)
        return sql.SQL("date_trunc({}, ({})::timestamp)").format(sql.Literal(part.value), column)
    if part is DatePart.YEAR:
        return sql.SQL("left({}, 4)").format(column)
    if part is DatePart.QUARTER and kind is ColumnType.MONTH:
        return sql.SQL(
            "left({c}, 4) || CASE WHEN {c} LIKE '____-__' THEN '-Q' || CASE WHEN right({c}, 2) <= '03' THEN 1"
            " WHEN right({c}, 2) <= '06' THEN 2 WHEN right({c}, 2) <= '09' THEN 3 ELSE 4 END ELSE '' END"
        ).format(c=column)
    return column


_WRITTEN = {
    DatePart.YEAR: "date_part('year', {g})::integer",
    DatePart.QUARTER: "to_char({g}, 'YYYY-\"Q\"Q')",
    DatePart.MONTH: "to_char({g}, 'YYYY-MM')",
    DatePart.WEEK: "to_char({g}, 'IYYY-\"W\"IW')",
    DatePart.DAY: "({g})::date",
    DatePart.WEEKDAY: "({g})::integer",
}


def _told(key: Key, grouped: sql.Composable) -> sql.Composable:
    if key.part is None:
        return grouped
    if key.column.type in (ColumnType.DATE, ColumnType.DATETIME):
        return sql.SQL(_WRITTEN[key.part]).format(g=grouped)
    return sql.SQL("{}::{}").format(grouped, sql.SQL(PG_TYPES[key.field.type]))


def _measured(measure: Measure, query: AggregateQuery) -> sql.Composable:
    if measure.column is None:
        return sql.SQL("count(*)")
    value = sql.Identifier(f"v{query.columns.index(measure.column)}")
    return sql.SQL(_FUNCTIONS[measure.function]).format(x=value)


def _rounded(measure: Measure, value: sql.Composable) -> sql.Composable:
    """As it is told: without zeros at its end, a mean with ten decimals at most."""
    if measure.field.type is not ColumnType.DECIMAL:
        return value
    if measure.function in (Function.AVG, Function.MEDIAN):
        return sql.SQL("trim_scale(round(({})::numeric, {}))").format(value, sql.Literal(DECIMALS))
    return sql.SQL("trim_scale({})").format(value)


def _met(having: Having, measured: sql.Composable) -> sql.Composable:
    if having.operator is Operator.ISNULL:
        return sql.SQL("{} {}").format(
            measured, sql.SQL("IS NULL" if having.value == "true" else "IS NOT NULL")
        )
    kind = having.measure.field.type
    wanted = "numeric" if kind is ColumnType.INTEGER else PG_TYPES[kind]
    return sql.SQL("{} {} {}::{}").format(
        _rounded(having.measure, measured),
        COMPARISONS[having.operator],
        sql.Literal(having.value),
        sql.SQL(wanted),
    )


def _named(groups: sql.Composable, query: AggregateQuery) -> sql.Composable:
    """The groups by the names they are told under, and beside them `g0 …` for the order."""
    told = [
        *((_told(key, key_name(n)), key.field) for n, key in enumerate(query.keys)),
        *((_rounded(measure, measure_name(n)), measure.field) for n, measure in enumerate(query.measures)),
    ]
    shown = [sql.SQL("{} AS {}").format(value, sql.Identifier(field.id)) for value, field in told]
    placed = [_placed(n) for n in range(len(query.keys))]
    return sql.SQL("SELECT {} FROM ({}) AS g").format(sql.SQL(", ").join([*shown, *placed]), groups)


def _pivoted(
    groups: sql.Composable, query: AggregateQuery, values: Sequence[str | None], fields: Sequence[Field]
) -> sql.Composable:
    assert query.pivot is not None
    pivot = query.keys.index(query.pivot)
    stay = [(n, key) for n, key in enumerate(query.keys) if n != pivot]
    keys = [sql.SQL("{} AS {}").format(_told(k, key_name(n)), sql.Identifier(k.field.id)) for n, k in stay]
    cells = [
        sql.SQL("max({}) FILTER (WHERE {}::text IS NOT DISTINCT FROM {})").format(
            _rounded(measure, measure_name(n)), _told(query.pivot, key_name(pivot)), sql.Literal(value)
        )
        for n, measure in enumerate(query.measures)
        for value in values
    ]
    named = [
        sql.SQL("{} AS {}").format(cell, sql.Identifier(field.id))
        for cell, field in zip(cells, fields[len(stay) :], strict=True)
    ]
    by = sql.SQL(", ").join([key_name(n) for n, _ in stay])
    return sql.SQL("SELECT {} FROM ({}) AS g{}").format(
        sql.SQL(", ").join([*keys, *named, *(_placed(n) for n, _ in stay)]),
        groups,
        sql.SQL(" GROUP BY {}").format(by) if stay else sql.SQL(""),
    )


def _page(named: sql.Composable, fields: Sequence[Field], order: sql.Composable, most: int) -> sql.Composable:
    shown = [sql.SQL("{} AS {}").format(json_value(field), sql.Identifier(field.id)) for field in fields]
    return sql.SQL(
        "WITH found AS MATERIALIZED (SELECT *, count(*) OVER () AS _all FROM ({named}) AS n{order}"
        " LIMIT {most}) SELECT (SELECT string_agg(row_to_json(r)::text, ',') FROM (SELECT {shown} FROM found"
        "{order}) AS r), (SELECT coalesce(max(_all), 0) FROM found)"
    ).format(named=named, order=order, most=sql.Literal(most), shown=sql.SQL(", ").join(shown))


def _all(named: sql.Composable, fields: Sequence[Field], query: AggregateQuery) -> sql.Composable:
    cut = sql.SQL("") if query.limit is None else sql.SQL(" LIMIT {}").format(sql.Literal(query.limit))
    shown = sql.SQL(", ").join(sql.Identifier(field.id) for field in fields)
    return sql.SQL("SELECT {} FROM ({}) AS n{}{}").format(shown, named, _order(query), cut)


def _order(query: AggregateQuery) -> sql.Composable:
    """What was asked for, then the keys that stay: so the order is total."""
    keys = [(n, key) for n, key in enumerate(query.keys) if key != query.pivot]
    places: dict[str, sql.Composable] = {key.field.id: _place(n) for n, key in keys}
    levels = [
        sql.SQL("{} {} NULLS LAST").format(
            places.get(level.name, sql.Identifier(level.name)),
            sql.SQL("DESC" if level.is_descending else "ASC"),
        )
        for level in query.levels
    ]
    levels += [places[key.field.id] for _, key in keys]
    return sql.SQL(" ORDER BY {}").format(sql.SQL(", ").join(levels)) if levels else sql.SQL("")


def _placed(n: int) -> sql.Composable:
    return sql.SQL("{} AS {}").format(key_name(n), _place(n))


def _place(n: int) -> sql.Identifier:
    """The key as rows are ordered by it; no column's id begins with a low line."""
    return sql.Identifier(f"_g{n}")


def _keys(query: AggregateQuery) -> list[sql.Identifier]:
    return [key_name(n) for n in range(len(query.keys))]


def key_name(n: int) -> sql.Identifier:
    """What the n-th key is called within a query."""
    return sql.Identifier(f"g{n}")


def measure_name(n: int) -> sql.Identifier:
    """What the n-th measure is called within a query."""
    return sql.Identifier(f"m{n}")
