"""Where a page of ordered rows goes on: after a place, never after a number of rows.

An index on (column, _n) is read from either end, so rows that are alike stand in the file's order,
and in its reverse where the first column descends. Rows without a value in the first column come last, as
a stretch of their own: a comparison that allowed for them could not be found by an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from datasets.export.sql import PG_TYPES, Field, PartTable, column_of
from datasets.queries.row_query import Sort

_N = sql.Identifier("_n")


@dataclass(frozen=True)
class Stretch:
    """Rows of one part that follow each other in `order`: those that meet every condition."""

    conditions: tuple[sql.Composable, ...]
    order: sql.Composable


def stretches(part: PartTable, sorts: Sequence[Sort], after: Sequence[Any] | None) -> list[Stretch]:
    """What a page that begins after `after` (sort values as text, then `_k`) can hold of a part.

    With a first column: rows that have a value there, and apart from them rows that have none.
    """
    place = None if after is None else after[-1] - part.offset
    if not sorts:
        return [Stretch(() if place is None else (sql.SQL("_n > {}").format(sql.Literal(place)),), _N)]
    first, *others = sorts
    column, is_down = column_of(part, first.field), first.is_descending
    rest = _order(others, [column_of(part, s.field) for s in others], _N, is_down)
    order = sql.SQL("{} {}, {}").format(column, _direction(is_down), rest)
    found = []
    if after is None or after[0] is not None:
        beyond = () if after is None else _beyond(part, sorts, after[:-1], place)
        filled = () if _is_filled(part, first.field) else (sql.SQL("{} IS NOT NULL").format(column),)
        found.append(Stretch((*filled, *beyond), order))
    if not _is_filled(part, first.field):
        is_within = after is not None and after[0] is None
        beyond = (_later(part, others, after[1:-1], place, is_down),) if after and is_within else ()
        found.append(Stretch((sql.SQL("{} IS NULL").format(column), *beyond), order))
    return found


def whole_order(sorts: Sequence[Sort], place: sql.Composable) -> sql.Composable:
    """The order of rows that are told by the ids of their columns; `place` sets apart those alike."""
    names = [sql.Identifier(s.field.id) for s in sorts]
    return _order(sorts, names, place, bool(sorts) and sorts[0].is_descending)


def _is_filled(part: PartTable, field: Field) -> bool:
    return field.lookup is None and field.id in part.filled


def _beyond(
    part: PartTable, sorts: Sequence[Sort], after: Sequence[Any], place: int | None
) -> tuple[sql.Composable, ...]:
    """Rows after a place whose first column has a value, as a range that an index can start at."""
    first, *others = sorts
    column, is_down = column_of(part, first.field), first.is_descending
    value = _typed(after[0], first.field)
    if not others:
        step = sql.SQL("<" if is_down else ">")
        return (sql.SQL("({}, _n) {} ({}, {})").format(column, step, value, sql.Literal(place)),)
    start = sql.SQL("{} {} {}").format(column, sql.SQL("<=" if is_down else ">="), value)
    then = _later(part, others, after[1:], place, is_down)
    return (start, sql.SQL("({} IS DISTINCT FROM {} OR {})").format(column, value, then))


def _later(
    part: PartTable, sorts: Sequence[Sort], after: Sequence[Any], place: int | None, is_down: bool
) -> sql.Composable:
    """Rows after a place among those alike so far, nulls last on every level."""
    later: sql.Composable = sql.SQL("_n {} {}").format(sql.SQL("<" if is_down else ">"), sql.Literal(place))
    for sort, value in reversed(list(zip(sorts, after, strict=True))):
        column = column_of(part, sort.field)
        if value is None:
            later = sql.SQL("({} IS NULL AND {})").format(column, later)
            continue
        step = sql.SQL("<" if sort.is_descending else ">")
        later = sql.SQL("({c} {step} {v} OR {c} IS NULL OR ({c} = {v} AND {then}))").format(
            c=column, step=step, v=_typed(value, sort.field), then=later
        )
    return later


def _order(
    sorts: Sequence[Sort], names: Sequence[sql.Composable], place: sql.Composable, is_down: bool
) -> sql.Composable:
    levels = [
        sql.SQL("{} {} NULLS LAST").format(name, _direction(sort.is_descending))
        for sort, name in zip(sorts, names, strict=True)
    ]
    return sql.SQL(", ").join([*levels, sql.SQL("{} {}").format(place, _direction(is_down))])


def _direction(is_descending: bool) -> sql.SQL:
    return sql.SQL("DESC" if is_descending else "ASC")


def _typed(value: str, field: Field) -> sql.Composable:
    return sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(PG_TYPES[field.type]))
