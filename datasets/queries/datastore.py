"""The datastore: rows of a dataset's table, a page at a time or whole, as CKAN's clients read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from psycopg2 import sql

from datasets.export.pipe import Leaving, Sink, blocks_from
from datasets.export.sql import PLAIN_LINES, PartTable
from datasets.models import Column, Version
from datasets.queries.datastore_sql import (
    StoreQuery,
    as_json,
    as_values,
    count_select,
    page_select,
    stream_selects,
)
from datasets.queries.reading import copy_in_turn, copy_rows, group_row, page_row, weigh
from datasets.queries.resources import Resource, resource_of
from datasets.queries.versions import parts_of
from datasets.rules.access import Viewer
from datasets.rules.errors import Hidden
from datasets.vocab import Format


@dataclass(frozen=True)
class StorePage:
    """One page: `text` is that of JSON rows with commas between them, '' for none.

    `last` is the `_id` of the last row where more rows follow in their own order, else None.
    """

    text: str
    total: int | None
    last: int | None


def store_of(viewer: Viewer, key: str) -> Resource:
    """The resource whose rows the datastore holds: a dataset's table. Raises Hidden, Gone, Denied."""
    resource = resource_of(viewer, key)
    if resource.file.format != Format.CSV:
        raise Hidden(gettext("Sumber data ini tidak punya tabel di datastore."))
    return resource


def definitions_of(version: Version) -> dict[str, str]:
    """What the dictionary says of each column, by id."""
    return dict(Column.objects.filter(dataset=version.dataset_id).values_list("name", "definition"))


def store_page(query: StoreQuery, *, with_total: bool) -> StorePage:
    """The page asked for; who may read it was asked before. Raises TooSlow, NoPlace."""
    parts = parts_of(query.version)
    total = _total(parts, query) if with_total else None
    tables, skip = _ahead(parts, query)
    if not tables or not query.limit:
        return StorePage("", total, None)
    text, found, last = page_row(page_select(tables, query, skip), query.version.row_count)
    has_more = found > query.limit and query.is_in_order
    return StorePage(text or "", total, last if has_more else None)


def store_values(query: StoreQuery, delimiter: str) -> Iterator[bytes]:
    """The whole selection as lines of CSV without a header. Raises TooSlow before the first of them."""
    form = sql.SQL("WITH (FORMAT csv, DELIMITER {})").format(sql.Literal(delimiter))
    return _copied(query, as_values, form)


def store_rows(query: StoreQuery) -> Iterator[bytes]:
    """The whole selection as JSON rows, one a line; blocks need not end at a line."""
    return _copied(query, as_json, sql.SQL(PLAIN_LINES))


def _copied(
    query: StoreQuery, shown: Callable[[sql.Composable, StoreQuery], sql.Composable], form: sql.Composable
) -> Iterator[bytes]:
    tables, skip = _ahead(parts_of(query.version), query)
    selects = stream_selects(tables, query, skip) if tables and query.limit != 0 else []
    copies = [sql.SQL("COPY ({}) TO STDOUT {}").format(shown(select, query), form) for select in selects]
    copy_one, leaving = (copy_rows if query.is_in_order else copy_in_turn), Leaving()
    for select in () if query.is_in_order else selects:
        weigh(select)

    def write(sink: Sink) -> None:
        for copy in copies:
            copy_one(copy, sink, leaving)

    return blocks_from(write, leaving)


def _total(parts: Sequence[tuple[PartTable, int]], query: StoreQuery) -> int:
    if query.is_whole and not query.is_distinct:
        return query.version.row_count
    tables = [table for table, _ in parts]
    return int(group_row(count_select(tables, query), query.version.row_count)[0] or 0) if tables else 0


def _ahead(parts: Sequence[tuple[PartTable, int]], query: StoreQuery) -> tuple[list[PartTable], int]:
    """The parts a page has to look into, and how many of their rows come before it.

    Of all rows in their own order, parts that lie before `offset` are passed over unread.
    """
    skip = query.offset
    tables = list(parts)
    while tables and query.is_whole and query.is_in_order and tables[0][1] <= skip:
        skip -= tables.pop(0)[1]
    return [table for table, _ in tables], skip
