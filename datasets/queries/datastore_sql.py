"""The SQL of the datastore: rows by number and offset, as CKAN's clients ask; composables only.

`_id` is a row's place in its version (the part's offset + `_n`): ascending, unique, never counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from datasets.export.sql import PG_TYPES, Field, PartTable, column_of, table_of
from datasets.models import Version
from datasets.queries.row_sql import condition_of
from datasets.queries.selection import Condition, Operator
from datasets.vocab import ColumnType

ID = Field("_id", "_id", ColumnType.INTEGER)
RANK = "rank"
_SHAPES = frozenset({ColumnType.POINT, ColumnType.GEOMETRY})
_N = sql.Identifier("_n")


@dataclass(frozen=True)
class Level:
    """One level of an order; `nulls` is '', 'first' or 'last'."""

    field: Field
    is_descending: bool = False
    nulls: str = ""


@dataclass(frozen=True)
class Words:
    """Words that a row must hold: anywhere, or in one column."""

    words: tuple[str, ...]
    field: Field | None = None


@dataclass(frozen=True, kw_only=True)
class StoreQuery:
    """Rows of one version as the datastore shows them; `selected` may hold ID.

    `rank_of` are words whose rank is shown beside each row. Without `limit` all rows are meant. A row is
    written as a JSON array, or `with_names` as an object.
    """

    version: Version
    fields: tuple[Field, ...]
    selected: tuple[Field, ...]
    conditions: tuple[Condition, ...] = ()
    words: tuple[Words, ...] = ()
    levels: tuple[Level, ...] = ()
    limit: int | None = 100
    offset: int = 0
    is_distinct: bool = False
    rank_of: str = ""
    with_names: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every row of the version is asked for."""
        return not self.conditions and not self.words

    @property
    def is_in_order(self) -> bool:
        """Whether rows come in their own order."""
        return not self.levels and not self.is_distinct

    @property
    def shown(self) -> list[str]:
        """Names of what is shown, in order."""
        return [*(field.id for field in self.selected), *([RANK] if self.rank_of else [])]


def page_select(parts: Sequence[PartTable], query: StoreQuery, skip: int) -> sql.Composable:
    """One row: the page as JSON rows with commas between, how many were found (one more than the page
    at most), and the `_id` of its last row. `skip` rows are left out before it."""
    order = _order(query)
    found = sql.SQL("WITH found AS MATERIALIZED ({} OFFSET {} LIMIT {}) ").format(
        _ordered(parts, query, skip), sql.Literal(skip), sql.Literal((query.limit or 0) + 1)
    )
    last = sql.SQL("(SELECT _id FROM found ORDER BY {} OFFSET {} LIMIT 1)").format(
        order, sql.Literal(max(0, (query.limit or 0) - 1))
    )
    return found + sql.SQL(
        "SELECT (SELECT string_agg({row}, ',') FROM "
        "(SELECT * FROM found ORDER BY {order} LIMIT {limit}) AS r), "
        "(SELECT count(*) FROM found), {last}"
    ).format(
        row=_row(query),
        order=order,
        limit=sql.Literal(query.limit),
        last=sql.SQL("NULL") if query.is_distinct else last,
    )


def count_select(parts: Sequence[PartTable], query: StoreQuery) -> sql.Composable:
    """One row: how many rows match."""
    if query.is_distinct:
        return sql.SQL("SELECT count(*) FROM ({}) AS d").format(_rows(parts, query))
    counts = [
        sql.SQL("SELECT count(*) AS n FROM {}{}").format(table_of(part.table), _where(part, query))
        for part in parts
    ]
    return sql.SQL("SELECT sum(n)::bigint FROM ({}) AS c").format(sql.SQL(" UNION ALL ").join(counts))


def stream_selects(parts: Sequence[PartTable], query: StoreQuery, skip: int) -> list[sql.Composable]:
    """The whole selection as it is: part after part in their own order, or everything as one."""
    is_cut = query.limit is not None or skip
    if query.is_in_order and not is_cut:
        return [sql.SQL("{} ORDER BY _id").format(_branch(part, query)) for part in parts]
    limit = sql.SQL("ALL") if query.limit is None else sql.Literal(query.limit)
    return [sql.SQL("{} OFFSET {} LIMIT {}").format(_ordered(parts, query, skip), sql.Literal(skip), limit)]


def as_values(select: sql.Composable, query: StoreQuery) -> sql.Composable:
    """What is shown of each row, one column each, for COPY as CSV."""
    shown = sql.SQL(", ").join(_plain(name, query) for name in query.shown)
    return sql.SQL("SELECT {} FROM ({}) AS r").format(shown, select)


def as_json(select: sql.Composable, query: StoreQuery) -> sql.Composable:
    """Each row as its JSON text, for COPY a line each."""
    return sql.SQL("SELECT {} FROM ({}) AS r").format(_row(query), select)


def _ordered(parts: Sequence[PartTable], query: StoreQuery, skip: int) -> sql.Composable:
    """All branches in one order; each gives no more than a page could need of it."""
    if query.is_distinct:
        return sql.SQL("{} ORDER BY {}").format(_rows(parts, query), _order(query))
    branches = [_cut(_branch(part, query), query, skip) for part in parts]
    return sql.SQL("SELECT * FROM ({}) AS b ORDER BY {}").format(
        sql.SQL(" UNION ALL ").join(branches), _order(query)
    )


def _cut(branch: sql.Composable, query: StoreQuery, skip: int) -> sql.Composable:
    if query.limit is None:
        return branch
    most = sql.Literal(skip + query.limit + 1)
    return sql.SQL("(SELECT * FROM ({}) AS p ORDER BY {} LIMIT {})").format(branch, _order(query), most)


def _rows(parts: Sequence[PartTable], query: StoreQuery) -> sql.Composable:
    """Rows of all parts that are told apart by what is shown of them alone."""
    shown = sql.SQL(", ").join(sql.Identifier(name) for name in query.shown)
    branches = sql.SQL(" UNION ALL ").join(_branch(part, query) for part in parts)
    return sql.SQL("SELECT DISTINCT {} FROM ({}) AS b").format(shown, branches)


def _branch(part: PartTable, query: StoreQuery) -> sql.Composable:
    """Rows of one part under their names; a shape as its JSON text."""
    needed = {field.id: field for field in (*query.selected, *(level.field for level in query.levels))}
    columns = [
        sql.SQL("{} AS {}").format(_value(part, field), sql.Identifier(field.id))
        for field in needed.values()
        if field is not ID
    ]
    place = sql.SQL("_n + {} AS _id").format(sql.Literal(part.offset))
    rank = [_rank(part, query)] if query.rank_of else []
    return sql.SQL("SELECT {} FROM {}{}").format(
        sql.SQL(", ").join([place, *columns, *rank]), table_of(part.table), _where(part, query)
    )


def _value(part: PartTable, field: Field) -> sql.Composable:
    column = column_of(part, field)
    return sql.SQL("{}::text").format(column) if field.type in _SHAPES else column


def _where(part: PartTable, query: StoreQuery) -> sql.Composable:
    conditions = [_condition(part, condition) for condition in query.conditions]
    conditions += [_holds(part, query, words, word) for words in query.words for word in words.words]
    return sql.SQL(" WHERE {}").format(sql.SQL(" AND ").join(conditions)) if conditions else sql.SQL("")


def _condition(part: PartTable, condition: Condition) -> sql.Composable:
    """As for pages of rows; of `_id` the part's own number is asked, whose index answers."""
    if condition.field is not ID:
        return condition_of(part, condition)
    values = [sql.Literal(int(value) - part.offset) for value in condition.values]
    if condition.operator is Operator.IN:
        return sql.SQL("_n IN ({})").format(sql.SQL(", ").join(values))
    return sql.SQL("_n {} {}").format(_SIGNS[condition.operator], values[0])


_SIGNS = {
    Operator.EQ: sql.SQL("="),
    Operator.GT: sql.SQL(">"),
    Operator.GTE: sql.SQL(">="),
    Operator.LT: sql.SQL("<"),
    Operator.LTE: sql.SQL("<="),
}


def _holds(part: PartTable, query: StoreQuery, words: Words, word: str) -> sql.Composable:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    where = _text(part, [words.field] if words.field else query.fields)
    return sql.SQL("{} ILIKE {}").format(where, sql.Literal(f"%{escaped}%"))


def _text(part: PartTable, fields: Sequence[Field]) -> sql.Composable:
    """Everything in a row, a line a column. Chained: a function takes a hundred columns at most."""
    texts = [sql.SQL("coalesce({}::text, '')").format(_value(part, field)) for field in fields]
    return sql.SQL("({})").format(sql.SQL(" || E'\\n' || ").join(texts or [sql.SQL("''")]))


def _rank(part: PartTable, query: StoreQuery) -> sql.Composable:
    return sql.SQL("ts_rank(to_tsvector('simple', {}), plainto_tsquery('simple', {})) AS {}").format(
        _text(part, query.fields), sql.Literal(query.rank_of), sql.Identifier(RANK)
    )


def _order(query: StoreQuery) -> sql.Composable:
    """The order asked for, made total: by `_id`, or where rows may repeat by all that is shown."""
    levels = [
        sql.SQL(" ").join(
            [
                sql.Identifier(level.field.id),
                sql.SQL("DESC" if level.is_descending else "ASC"),
                *([sql.SQL(f"NULLS {level.nulls.upper()}")] if level.nulls else []),
            ]
        )
        for level in query.levels
    ]
    last = query.shown if query.is_distinct else [ID.id]
    return sql.SQL(", ").join([*levels, *(sql.Identifier(name) for name in last)])


def _row(query: StoreQuery) -> sql.Composable:
    """The JSON text of what is shown of a row `r`: numbers keep every digit."""
    values = [
        sql.SQL("{}coalesce(to_json({})::text, 'null')").format(
            sql.SQL("{} || ").format(sql.Literal(f'"{name}":')) if query.with_names else sql.SQL(""),
            sql.Identifier("r", name),
        )
        for name in query.shown
    ]
    start, end = ("{", "}") if query.with_names else ("[", "]")
    return sql.SQL("{} || {} || {}").format(
        sql.Literal(start), sql.SQL(" || ',' || ").join(values), sql.Literal(end)
    )


def _plain(name: str, query: StoreQuery) -> sql.Composable:
    column = sql.Identifier("r", name)
    kinds: dict[str, Any] = {field.id: field.type for field in query.selected}
    if kinds.get(name) is ColumnType.BOOLEAN:
        return sql.SQL("CASE {} WHEN true THEN 'true' WHEN false THEN 'false' END").format(column)
    if kinds.get(name) is ColumnType.DATETIME:
        return sql.SQL("to_char({}, {})").format(column, sql.Literal('YYYY-MM-DD"T"HH24:MI:SS'))
    return column


def store_type(field: Field) -> str:
    """What CKAN calls a column's type (INTEROP §5)."""
    if field is ID:
        return "int"
    return _TYPES.get(PG_TYPES[field.type], "text")


_TYPES = {
    "bigint": "int8",
    "integer": "int4",
    "numeric": "numeric",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "bool",
}
