"""The SQL of what differs between two versions: one row a row added, removed or changed.

Only parts that one of the versions has and the other has not are read: what both share is equal. Rows
find each other by a fingerprint, of the key where there is one, else of the whole row; of equal ones the
first stands against the first, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from datasets.export.sql import PG_TYPES, Field, PartTable, column_of, json_value, table_of
from datasets.vocab import ColumnType

#: Columns of a difference beside those of the rows; no column's id begins with a low line.
CHANGE = Field("_change", "_change", ColumnType.TEXT)
CELLS = Field("_cells", "_cells", ColumnType.TEXT)

#: The order in which differences are told.
KINDS = ("removed", "changed", "added")

_COUNTS = sql.SQL(", ").join(
    sql.SQL("count(*) FILTER (WHERE _rank = {})").format(sql.Literal(rank)) for rank in range(len(KINDS))
)
_N, _O = sql.Identifier("n"), sql.Identifier("o")
_PLACE = sql.SQL("coalesce(n._k, o._k)")
_RANK = sql.SQL("CASE WHEN n._k IS NULL THEN 0 WHEN o._k IS NULL THEN 2 ELSE 1 END")


@dataclass(frozen=True)
class Sides:
    """What is compared: the parts that only one side has, the columns to show and to compare by.

    `fields` are all columns of both sides, `common` those that both have, `key` is empty where rows are
    told apart as wholes. `is_unique` says that no key comes twice on a side, and none is empty.
    """

    new: Sequence[PartTable]
    old: Sequence[PartTable]
    fields: Sequence[Field]
    common: Sequence[Field]
    key: Sequence[Field]
    is_unique: bool = False


def page_select(sides: Sides, after: tuple[int, int] | None, limit: int) -> sql.Composable:
    """One row: JSON text of the page's differences, how many were found (limit + 1 at most), the last place,
    and on the first page (`after` None) how many there are of each of `KINDS`.

    `after` is the place of the last one shown: its kind's rank, its row's number.
    """
    beyond, counts = sql.SQL(""), sql.SQL("(SELECT json_build_array({}) FROM every)").format(_COUNTS)
    if after is not None:
        beyond = sql.SQL("WHERE (_rank, _place) > ({}, {})").format(*map(sql.Literal, after))
        counts = sql.SQL("NULL")
    shown = [sql.SQL("{} AS {}").format(json_value(f), sql.Identifier(f.id)) for f in shown_fields(sides)]
    return sql.SQL(
        "WITH every AS MATERIALIZED ({all}), found AS MATERIALIZED"
        " (SELECT * FROM every {beyond} ORDER BY _rank, _place LIMIT {more}),"
        " page AS (SELECT * FROM found ORDER BY _rank, _place LIMIT {limit}) SELECT"
        " (SELECT string_agg(row_to_json(r)::text, ',') FROM (SELECT {shown} FROM page) AS r),"
        " (SELECT count(*) FROM found),"
        " (SELECT json_build_array(_rank, _place) FROM page ORDER BY _rank DESC, _place DESC LIMIT 1),"
        " {counts}"
    ).format(
        all=_differences(sides),
        beyond=beyond,
        more=sql.Literal(limit + 1),
        limit=sql.Literal(limit),
        shown=sql.SQL(", ").join(shown),
        counts=counts,
    )


def stream_select(sides: Sides) -> sql.Composable:
    """Every difference in order, giving `shown_fields`."""
    shown = sql.SQL(", ").join(sql.Identifier(field.id) for field in shown_fields(sides))
    return sql.SQL("SELECT {} FROM ({}) AS a ORDER BY _rank, _place").format(shown, _differences(sides))


def shown_fields(sides: Sides) -> list[Field]:
    """The columns of a difference: its kind, the row (as it was where it was removed), the changed cells."""
    return [CHANGE, *sides.fields, CELLS]


def _differences(sides: Sides) -> sql.Composable:
    kinds = sql.SQL("(ARRAY[{}])[{} + 1]").format(sql.SQL(", ").join(map(sql.Literal, KINDS)), _RANK)
    columns = [
        sql.SQL("CASE WHEN n._k IS NULL THEN o.{c} ELSE n.{c} END AS {c}").format(c=sql.Identifier(f.id))
        for f in sides.fields
    ]
    shown = [
        sql.SQL("{} AS _rank").format(_RANK),
        sql.SQL("{} AS _place").format(_PLACE),
        sql.SQL("{} AS _change").format(kinds),
        *columns,
        sql.SQL("CASE WHEN n._k IS NOT NULL AND o._k IS NOT NULL THEN {} END AS _cells").format(
            _cells(sides)
        ),
    ]
    return sql.SQL("SELECT {} FROM {} WHERE d").format(sql.SQL(", ").join(shown), _both(sides))


def _cells(sides: Sides) -> sql.Composable:
    """`{column: {before, after}}` of the cells that differ."""
    cells = [
        sql.SQL(
            "CASE WHEN n.{c} IS DISTINCT FROM o.{c} THEN"
            " jsonb_build_object({name}, jsonb_build_object('before', {old}, 'after', {new})) ELSE '{{}}' END"
        ).format(
            c=sql.Identifier(field.id), name=sql.Literal(field.id), old=_json(_O, field), new=_json(_N, field)
        )
        for field in _compared(sides)
    ]
    return sql.SQL(" || ").join(cells) if cells else sql.SQL("'{}'::jsonb")


def _json(side: sql.Identifier, field: Field) -> sql.Composable:
    """A cell of one side as JSON shows it elsewhere."""
    alone = sql.SQL("SELECT {}.{} AS {}").format(side, sql.Identifier(field.id), sql.Identifier(field.id))
    return sql.SQL("(SELECT {} FROM ({}) AS c)").format(json_value(field), alone)


def _both(sides: Sides) -> sql.Composable:
    """Both sides joined by fingerprint; `d` tells whether there is a difference."""
    compared = [
        sql.SQL("n.{c} IS DISTINCT FROM o.{c}").format(c=sql.Identifier(field.id))
        for field in _compared(sides)
    ]
    differs = sql.SQL(" OR ").join([sql.SQL("n._k IS NULL OR o._k IS NULL"), *compared])
    return sql.SQL("({}) AS n FULL JOIN ({}) AS o ON {} CROSS JOIN LATERAL (SELECT {} AS d) AS x").format(
        _side(sides.new, sides), _side(sides.old, sides), _met(sides), differs
    )


def _met(sides: Sides) -> sql.Composable:
    """When two rows are the same one: by the key itself where it is unique, which costs a third."""
    if not sides.is_unique:
        return sql.SQL("n._f = o._f AND n._o = o._o")
    return sql.SQL(" AND ").join(
        sql.SQL("n.{c} = o.{c}").format(c=sql.Identifier(field.id)) for field in sides.key
    )


def _compared(sides: Sides) -> list[Field]:
    """What may differ between two rows of one key; without a key, nothing: other rows are other rows."""
    names = {field.id for field in sides.key}
    return [field for field in sides.common if field.id not in names] if names else []


def _side(parts: Sequence[PartTable], sides: Sides) -> sql.Composable:
    rows = sql.SQL(" UNION ALL ").join(_rows(part, sides) for part in parts) if parts else _nothing(sides)
    if sides.is_unique:
        return rows
    told = sql.SQL(", ").join(_told(field) for field in sides.key or sides.common)
    return sql.SQL(
        "SELECT *, row_number() OVER (PARTITION BY _f ORDER BY _k) AS _o"
        " FROM (SELECT *, md5(ROW({})::text)::uuid AS _f FROM ({}) AS r) AS f"
    ).format(told, rows)


def _told(field: Field) -> sql.Composable:
    """Numbers without the zeros at their end: 1.5 is 1.50."""
    name = sql.Identifier(field.id)
    return sql.SQL("trim_scale({})").format(name) if field.type is ColumnType.DECIMAL else name


def _rows(part: PartTable, sides: Sides) -> sql.Composable:
    columns = [
        sql.SQL("{} AS {}").format(column_of(part, field), sql.Identifier(field.id)) for field in sides.fields
    ]
    place = sql.SQL("_n + {} AS _k").format(sql.Literal(part.offset))
    return sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join([*columns, place]), table_of(part.table))


def _nothing(sides: Sides) -> sql.Composable:
    columns: list[Any] = [
        sql.SQL("NULL::{} AS {}").format(sql.SQL(PG_TYPES[field.type]), sql.Identifier(field.id))
        for field in sides.fields
    ]
    return sql.SQL("SELECT {}, NULL::bigint AS _k WHERE false").format(sql.SQL(", ").join(columns))
