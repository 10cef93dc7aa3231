"""The SQL of rows: one branch a part, each with its own filter, order and limit, then one order over all.

A row's place in a version (`_k` = the part's offset + `_n`) makes every order total, so that a page
can go on after the last row shown at the same cost as the first (keyset, never OFFSET).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg2 import sql

from datasets.export.sql import (
    PG_TYPES,
    Field,
    PartTable,
    column_of,
    json_value,
    rows_of,
    table_of,
    words_of_row,
)
from datasets.queries.row_keyset import stretches, whole_order
from datasets.queries.row_query import Condition, Operator, RowsQuery, Selection

COMPARISONS = {
    Operator.EQ: sql.SQL("="),
    Operator.NE: sql.SQL("IS DISTINCT FROM"),
    Operator.GT: sql.SQL(">"),
    Operator.GTE: sql.SQL(">="),
    Operator.LT: sql.SQL("<"),
    Operator.LTE: sql.SQL("<="),
}
_K = sql.Identifier("_k")


def page_select(parts: Sequence[PartTable], query: RowsQuery, after: Sequence[Any] | None) -> sql.Composable:
    """One row: JSON text of the page's rows, how many were found (limit + 1 at most), where it ended.

    `after` is the last row of the page before: its sort values as text (or None), then its `_k`.
    """
    fields = _needed(query)
    branches = [branch for part in parts for branch in _branches(part, fields, query, after)]
    order = whole_order(query.sorts, _K)
    return sql.SQL(
        "WITH found AS MATERIALIZED (SELECT * FROM ({branches}) AS b ORDER BY {order} LIMIT {more}) SELECT "
        "(SELECT string_agg(row_to_json(r)::text, ',') FROM "
        "(SELECT {shown} FROM found ORDER BY {order} LIMIT {limit}) AS r), "
        "(SELECT count(*) FROM found), "
        "(SELECT json_build_array({last}) FROM found ORDER BY {order} OFFSET {limit} - 1 LIMIT 1)"
    ).format(
        branches=sql.SQL(" UNION ALL ").join(branches),
        order=order,
        more=sql.Literal(query.limit + 1),
        limit=sql.Literal(query.limit),
        shown=_shown(query.selected),
        last=sql.SQL(", ").join(
            [*(sql.SQL("{}::text").format(sql.Identifier(s.field.id)) for s in query.sorts), _K]
        ),
    )


def count_select(parts: Sequence[PartTable], query: RowsQuery) -> sql.Composable:
    """One row: how many rows match."""
    counts = [sql.SQL("SELECT count(*) AS n FROM {}").format(selection_of(part, query)) for part in parts]
    return sql.SQL("SELECT sum(n)::bigint FROM ({}) AS c").format(sql.SQL(" UNION ALL ").join(counts))


def estimate_select(parts: Sequence[PartTable], query: RowsQuery) -> sql.Composable:
    """One row: the planner's JSON, whose top `Plan Rows` is its guess of how many rows match."""
    found = [sql.SQL("SELECT 1 FROM {}").format(selection_of(part, query)) for part in parts]
    return sql.SQL("EXPLAIN (FORMAT JSON) {}").format(sql.SQL(" UNION ALL ").join(found))


def stream_selects(parts: Sequence[PartTable], query: RowsQuery) -> list[sql.Composable]:
    """The whole selection: part after part in their own order, or all sorted as one."""
    if not query.sorts:
        return [_stream_branch(part, query) for part in parts]
    fields = _needed(query)
    branches = sql.SQL(" UNION ALL ").join(_columns(part, fields, query) for part in parts)
    order = whole_order(query.sorts, _K)
    shown = sql.SQL(", ").join(sql.Identifier(field.id) for field in query.selected)
    return [sql.SQL("SELECT {} FROM ({}) AS b ORDER BY {}").format(shown, branches, order)]


def newest_select(part: PartTable, fields: Sequence[Field], period: Field, limit: int) -> sql.Composable:
    """The rows of the part's last periods first, those of one period in the file's order.

    Rows without a period are left out: so the index on the period is read from its end.
    """
    columns = sql.SQL(", ").join(column_of(part, field) for field in fields)
    return sql.SQL("SELECT {} FROM {} WHERE {by} IS NOT NULL ORDER BY {by} DESC, _n LIMIT {}").format(
        columns, table_of(part.table), sql.Literal(limit), by=column_of(part, period)
    )


def condition_of(part: PartTable, condition: Condition) -> sql.Composable:
    """A condition over one part; a column that the part lacks is null in all its rows."""
    return condition_on(column_of(part, condition.field), condition)


def condition_on(column: sql.Composable, condition: Condition) -> sql.Composable:
    """A condition on what stands for its column."""
    kind = PG_TYPES[condition.field.type]
    if condition.operator is Operator.ISNULL:
        asked = "IS NULL" if condition.values == ("true",) else "IS NOT NULL"
        return sql.SQL("{} {}").format(column, sql.SQL(asked))
    if condition.operator is Operator.CONTAINS:
        return _contains(column, condition.values[0])
    if condition.operator is Operator.IN:
        values = sql.SQL(", ").join(_typed(value, kind) for value in condition.values)
        return sql.SQL("{} IN ({})").format(column, values)
    return sql.SQL("{} {} {}").format(
        column, COMPARISONS[condition.operator], _typed(condition.values[0], kind)
    )


def _branches(
    part: PartTable, fields: Sequence[Field], query: RowsQuery, after: Sequence[Any] | None
) -> list[sql.Composable]:
    return [
        sql.SQL("({} ORDER BY {} LIMIT {})").format(
            _columns(part, fields, query, stretch.conditions), stretch.order, sql.Literal(query.limit + 1)
        )
        for stretch in stretches(part, query.sorts, after)
    ]


def _columns(
    part: PartTable, fields: Sequence[Field], query: RowsQuery, also: Sequence[sql.Composable] = ()
) -> sql.Composable:
    columns = [
        sql.SQL("{} AS {}").format(column_of(part, field), sql.Identifier(field.id)) for field in fields
    ]
    place = sql.SQL("_n + {} AS _k").format(sql.Literal(part.offset))
    return sql.SQL("SELECT {} FROM {}").format(
        sql.SQL(", ").join([*columns, place]), selection_of(part, query, fields, also)
    )


def _stream_branch(part: PartTable, query: RowsQuery) -> sql.Composable:
    columns = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(column_of(part, field), sql.Identifier(field.id))
        for field in query.selected
    )
    return sql.SQL("SELECT {} FROM {} ORDER BY _n").format(columns, selection_of(part, query, query.selected))


def selection_of(
    part: PartTable, query: Selection, shown: Sequence[Field] = (), also: Sequence[sql.Composable] = ()
) -> sql.Composable:
    """What stands behind FROM: the part, the code lists that are looked into, the conditions."""
    looked = [*shown, *(condition.field for condition in query.conditions)]
    return rows_of(part, looked) + _where(part, query, also)


def _where(part: PartTable, query: Selection, also: Sequence[sql.Composable]) -> sql.Composable:
    conditions = [condition_of(part, condition) for condition in query.conditions]
    conditions += [_anywhere(part, query.fields, word) for word in query.words]
    conditions += also
    if not conditions:
        return sql.SQL("")
    return sql.SQL(" WHERE {}").format(sql.SQL(" AND ").join(conditions))


def _anywhere(part: PartTable, fields: Sequence[Field], word: str) -> sql.Composable:
    """Whether any text of the row holds `word`: said as the index of words says it, where there is one."""
    own = words_of_row(part)
    cast = [
        f for f in fields if PG_TYPES[f.type] == "text" and PG_TYPES[part.types.get(f.id, f.type)] != "text"
    ]
    found = [_contains(sql.SQL("({})").format(own), word)] if own is not None else []
    found += [_contains(column_of(part, field), word) for field in cast]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(found)) if found else sql.SQL("FALSE")


def _contains(column: sql.Composable, text: str) -> sql.Composable:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return sql.SQL("{} ILIKE {}").format(column, sql.Literal(f"%{escaped}%"))


def _needed(query: RowsQuery) -> list[Field]:
    return list({field.id: field for field in (*query.selected, *(s.field for s in query.sorts))}.values())


def _shown(fields: Sequence[Field]) -> sql.Composable:
    return sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(json_value(field), sql.Identifier(field.id)) for field in fields
    )


def _typed(value: str, kind: str) -> sql.Composable:
    return sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(kind))
