"""Where the engine speaks SQL itself: the one place of intake that opens cursors.

Loading, profiling, comparing, indicators and downloads build their statements from
`datasets.export.sql` and run them here, on the thread's own connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.db import connection, transaction
from psycopg2 import sql

from datasets.export.pipe import Sink
from datasets.export.sql import SCHEMA, table_of

_FETCH = 2_000


def execute(query: sql.Composable) -> int:
    """Run a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.rowcount)


def rows(query: sql.Composable) -> list[tuple[Any, ...]]:
    """Every row of a small answer."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def stream(query: sql.Composable) -> Iterator[tuple[Any, ...]]:
    """The rows of a large answer, some thousand held at a time; one transaction from first to last."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(_FETCH):
            yield from batch


def copy_in(query: sql.Composable, source: IO[bytes]) -> int:
    """Run a COPY FROM STDIN; the number of rows taken."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(query.as_string(cursor.cursor), source)
        return int(cursor.rowcount)


def copy_out(query: sql.Composable, sink: Sink) -> None:
    """Run a COPY TO STDOUT into `sink`, in this thread."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(query.as_string(cursor.cursor), sink)


def reconnect_if_broken() -> None:
    """After a fault: let go of a connection that no longer answers, so that the next query opens one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def drop_table(name: str) -> None:
    """Drop the table of a part, where it is there."""
    execute(sql.SQL("DROP TABLE IF EXISTS {}").format(table_of(name)))


def part_tables() -> set[str]:
    """The names of all tables of parts that this database holds."""
    query = sql.SQL("SELECT tablename FROM pg_tables WHERE schemaname = {}").format(sql.Literal(SCHEMA))
    return {name for (name,) in rows(query)}


def lock_for_loading(key: int) -> None:
    """Wait until nobody else loads the same upload; held to the end of the transaction."""
    execute(sql.SQL("SELECT pg_advisory_xact_lock({})").format(sql.Literal(key)))
