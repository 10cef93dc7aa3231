"""Where the engine speaks SQL itself: the one place of intake that opens cursors.

Loading, profiling, comparing, indicators and downloads build their statements from
`datasets.export.sql` and run them here, on the thread's own connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from django.db import connection, transaction
from psycopg2 import sql

from datasets.export.pipe import Sink
from datasets.export.sql import SCHEMA, table_of

_FETCH = 2_000


class Rows(Protocol):
    """Rows as COPY takes them, piece by piece."""

    def read(self, size: int = -1, /) -> bytes:
        """Some bytes; b'' at the end."""
        ...


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


def copy_in(query: sql.Composable, source: Rows) -> int:
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


def interrupter() -> Callable[[], None]:
    """What another thread may call to cancel the statement that this thread's connection runs."""
    connection.ensure_connection()
    cancel: Callable[[], None] = connection.connection.cancel
    return cancel


def leave() -> None:
    """Let go of this thread's connection: what was not committed is rolled back."""
    connection.close()


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
