"""Rows of a version: a page as JSON text, or everything as a stream; PostgreSQL writes both."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2 import sql

from datasets.export.measured import measured
from datasets.export.source import SqlSource
from datasets.export.sql import Field, PartTable
from datasets.models import Dataset, Version
from datasets.queries import cursors
from datasets.queries.counts import counted, is_counted
from datasets.queries.errors import BadParameter, NoPlace, TooSlow
from datasets.queries.reading import copy_rows, one_row, page_row
from datasets.queries.row_query import RowsQuery, fields_of, parse_rows_query
from datasets.queries.row_sql import count_select, estimate_select, newest_select, page_select, stream_selects
from datasets.queries.versions import parts_of, profiles_of, version_of
from datasets.rules.access import Viewer, check_rows
from datasets.vocab import ColumnRole

__all__ = ["RowsPage", "newest_by", "page_of", "parse_rows_query", "preview_of", "source_of", "version_asked"]

#: Milliseconds that counting may take before the planner's guess is given instead.
COUNT_TIMEOUT_MS = 1_000


@dataclass(frozen=True)
class RowsPage:
    """One page: `json` is the text of an array of objects; `next` a cursor, None at the end.

    `total` is the number of rows that match: counted, or the planner's guess (`is_exact` False).
    """

    version: Version
    total: int
    is_exact: bool
    json: str
    next: str | None


def version_asked(viewer: Viewer, dataset: Dataset, params: Mapping[str, Sequence[str]]) -> Version:
    """The version that `version=` names, or the one a cursor began in, else the live one.

    Raises BadParameter, Hidden, Gone.
    """
    given = params.get("version", ())
    number: int | None = None
    if given:
        if len(given) > 1 or not (given[0].isascii() and given[0].isdecimal() and len(given[0]) <= 9):
            raise BadParameter("version", "unreadable", "“version” adalah bilangan bulat, misalnya 3.")
        number = int(given[0])
    elif cursor := "".join(params.get("cursor", ())):
        number = _version_in(cursor)
    return version_of(viewer, dataset, number)


def _version_in(cursor: str) -> int:
    place = cursors.peek(cursor)
    if not isinstance(place, dict):
        raise cursors.refusal("cursor_of_another_query")
    return int(place["version"])


def page_of(viewer: Viewer, dataset: Dataset, query: RowsQuery) -> RowsPage:
    """The page that `query` asks for. Raises Denied, Hidden, Gone, BadParameter (cursor), TooSlow."""
    check_rows(viewer, dataset)
    asked = asked_of(parts_of(query.version), query)
    if asked.select is None:
        return asked.empty
    try:
        row = page_row(asked.select, query.version.row_count)
    except NoPlace:
        raise
    except TooSlow as error:
        raise TooSlow(is_search=bool(query.words) and not dataset.has_row_search) from error
    return asked.page(row)


@dataclass(frozen=True)
class AskedPage:
    """A page before it is read: its SQL (None where no part holds any of it), and where it starts."""

    query: RowsQuery
    parts: Sequence[tuple[PartTable, int]]
    start: Mapping[str, Any] | None
    select: sql.Composable | None

    @property
    def empty(self) -> RowsPage:
        """What a page is that no part holds any of."""
        return RowsPage(self.query.version, 0, True, "[]", None)

    def page(self, row: Sequence[Any]) -> RowsPage:
        """The page made of what `select` gave. Raises TooSlow where counting has to be given up."""
        text, found, last = row
        has_more = found > self.query.limit
        total, is_exact = self._total(found, has_more)
        place = {"version": self.query.version.number, "after": last, "total": total, "exact": is_exact}
        following = cursors.seal(place, self.query.question) if has_more else None
        return RowsPage(self.query.version, total, is_exact, f"[{text or ''}]", following)

    def is_cheap(self, row: Sequence[Any]) -> bool:
        """Whether `page` needs no more of PostgreSQL."""
        is_told = self.start is not None or self.query.is_whole or row[1] <= self.query.limit
        return is_told or is_counted(self.query)

    def _total(self, found: int, has_more: bool) -> tuple[int, bool]:
        if self.start:
            return self.start["total"], self.start["exact"]
        if self.query.is_whole:
            return self.query.version.row_count, True
        if not has_more:
            return found, True
        return counted(self.query, lambda: _count([table for table, _ in self.parts], self.query))


def asked_of(parts: Sequence[tuple[PartTable, int]], query: RowsQuery) -> AskedPage:
    """The page of a version made of `parts`. Raises BadParameter (cursor).

    Whether it may be read is asked elsewhere.
    """
    start = cursors.unseal(query.cursor, query.question) if query.cursor else None
    after = start["after"] if start else None
    tables = _tables(parts, query, after[-1] if after else 0)
    return AskedPage(query, parts, start, page_select(tables, query, after) if tables else None)


def source_of(viewer: Viewer, dataset: Dataset, query: RowsQuery) -> SqlSource:
    """The whole selection as a stream. Raises Denied, Hidden, Gone before anything is read."""
    check_rows(viewer, dataset)
    tables = [table for table, _ in parts_of(query.version)]
    fields = measured(query.selected, profiles_of(query.version))
    return SqlSource(fields, stream_selects(tables, query) if tables else [], copy_rows)


def newest_by(version: Version) -> Field | None:
    """The column that says which rows are the newest; None where no column tells a period."""
    periods = [column["id"] for column in version.columns if column.get("role") == ColumnRole.PERIOD]
    return next((field for field in fields_of(version) if field.id in periods), None)


def preview_of(version: Version, limit: int = 25) -> list[tuple[Any, ...]]:
    """A few rows of a version, typed: the newest where `newest_by` tells, else the first.

    The caller has checked that they may be read.
    """
    period = newest_by(version)
    return (_newest(version, period, limit) if period else []) or _first(version, limit)


def _newest(version: Version, period: Field, limit: int) -> list[tuple[Any, ...]]:
    """From the last part backwards: parts stand in the order of their periods."""
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for table, _ in reversed(parts_of(version)):
            if len(rows) < limit and period.id in table.types:
                cursor.execute(newest_select(table, fields_of(version), period, limit - len(rows)))
                rows += cursor.fetchall()
    return rows


def _first(version: Version, limit: int) -> list[tuple[Any, ...]]:
    fields = fields_of(version)
    query = RowsQuery(version=version, fields=fields, selected=fields, limit=limit)
    tables = _tables(parts_of(version), query, 0)
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for select in stream_selects(tables, query):
            cursor.execute(sql.SQL("{} LIMIT {}").format(select, sql.Literal(limit - len(rows))))
            rows += cursor.fetchall()
    return rows


def _tables(parts: Sequence[tuple[PartTable, int]], query: RowsQuery, after: int) -> list[PartTable]:
    """The parts a page has to look into: all, or, in the rows' own order, only those it can reach."""
    if query.sorts:
        return [table for table, _ in parts]
    ahead = [(table, rows) for table, rows in parts if table.offset + rows > after]
    if not query.is_whole:
        return [table for table, _ in ahead]
    reached = itertools.accumulate(
        (table.offset + rows - max(after, table.offset) for table, rows in ahead), initial=0
    )
    return [table for (table, _), before in zip(ahead, reached, strict=False) if before <= query.limit]


def _count(tables: Sequence[PartTable], query: RowsQuery) -> tuple[int, bool]:
    try:
        return int(one_row(count_select(tables, query), COUNT_TIMEOUT_MS)[0]), True
    except TooSlow:
        plan = one_row(estimate_select(tables, query))[0]
        return int(plan[0]["Plan"]["Plan Rows"]), False
