"""Where readers' queries are run: as the reader's role, only reading, within limits of time and memory.

A query over many rows is weighed first: one that is hopeless is refused at once, and of heavy ones
only a few run at a time, whoever asks, so that the staff's desk always finds PostgreSQL free.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2
from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg2 import errors, sql

from datasets.export.pipe import Leaving, Sink
from datasets.queries.errors import NoPlace, TooSlow
from datasets.queries.reader import reader_role

#: Milliseconds a stream may take: a slow reader slows PostgreSQL down, but not for ever.
STREAM_TIMEOUT_MS = 3_600_000
#: Milliseconds that a heavy query waits for another one to end: an answer, and a stream.
PATIENCE_MS, STREAM_PATIENCE_MS = 1_000, 60_000
#: Memory of one sort or hash of a reader's query.
WORK_MEM = "32MB"
#: Versions with fewer rows than this have no heavy queries.
LARGE = 500_000
#: Milliseconds in which most pages are found, however large the version.
QUICK_MS = 250
#: From this cost on, as the planner counts, a query is heavy: about a second on one core.
HEAVY_COST = 100_000
_PLACES = 0x5DA7A  # class of the advisory locks that are the places of heavy queries


def one_row(select: sql.Composable, timeout: int | None = None) -> tuple[Any, ...]:
    """The one row of a query, within a time limit. Raises TooSlow.

    All statements travel together, as one implicit transaction: the limits end with it.
    """
    with _told(), connection.cursor() as cursor, _undone(cursor):
        cursor.execute(_limited(select, timeout))
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def page_row(select: sql.Composable, rows: int) -> tuple[Any, ...]:
    """As `one_row`, for a page out of `rows` rows: most are found at once, the others wait their turn.

    Raises TooSlow, NoPlace.
    """
    if rows < LARGE:
        return one_row(select)
    try:
        return one_row(select, min(QUICK_MS, settings.STATEMENT_TIMEOUT_MS))
    except TooSlow:
        return weighed_row(select)


def group_row(select: sql.Composable, rows: int) -> tuple[Any, ...]:
    """As `one_row`, for a reading of `rows` rows: weighed where they are many. Raises TooSlow, NoPlace."""
    return one_row(select) if rows < LARGE else weighed_row(select)


def weighed_row(select: sql.Composable) -> tuple[Any, ...]:
    """As `one_row`, of a query that may be heavy: refused or made to wait first. Raises TooSlow, NoPlace."""
    with _told(), transaction.atomic(), connection.cursor() as cursor, _undone(cursor):
        cursor.execute(_limited(sql.SQL("EXPLAIN (FORMAT JSON) {}").format(select), None))
        cost = _cost_in(cursor.fetchone()[0])
        if cost > HEAVY_COST:
            _take_place(cursor, PATIENCE_MS)
        cursor.execute(select)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def weigh(select: sql.Composable) -> None:
    """Refuse a query that is hopeless, before a stream of it begins. Raises TooSlow."""
    [plan] = one_row(sql.SQL("EXPLAIN (FORMAT JSON) {}").format(select))
    _cost_in(plan)


def copy_rows(query: sql.Composable, sink: Sink, leaving: Leaving) -> None:
    """COPY on a connection of its own: the writing thread must not share the request's.

    A reader who leaves cancels it: also where it still sorts and has written nothing yet.
    """
    with _own_connection() as own, own.cursor() as cursor, leaving.ends(own.connection.cancel):
        cursor.copy_expert(query.as_string(cursor.cursor), sink)


def copy_in_turn(query: sql.Composable, sink: Sink, leaving: Leaving) -> None:
    """As `copy_rows`, for a query that may be heavy: it waits until another one has ended."""
    with _own_connection() as own, own.cursor() as cursor, leaving.ends(own.connection.cancel):
        _take_place(cursor, STREAM_PATIENCE_MS, lasting=True)
        cursor.copy_expert(query.as_string(cursor.cursor), sink)


def quick_limits() -> str:
    """The limits as text, for a page that is found at once or not at all (`quick_rows`)."""
    with connection.cursor() as cursor:
        return str(_limits(min(QUICK_MS, settings.STATEMENT_TIMEOUT_MS)).as_string(cursor.cursor))


def _limited(select: sql.Composable, timeout: int | None) -> sql.Composable:
    """The query behind its limits; within a transaction they are undone with the savepoint."""
    savepoint = sql.SQL("SAVEPOINT reading; " if connection.in_atomic_block else "")
    return savepoint + _limits(timeout or settings.STATEMENT_TIMEOUT_MS) + select


def _limits(milliseconds: int) -> sql.Composable:
    """Time, memory, only reading, and the reader's role, to the end of the transaction."""
    role = reader_role()
    return sql.SQL(
        "SET LOCAL statement_timeout = {timeout}; SET LOCAL work_mem = {memory};"
        " SET LOCAL transaction_read_only = on; {role}"
    ).format(
        timeout=sql.Literal(str(milliseconds)),
        memory=sql.Literal(WORK_MEM),
        role=sql.SQL("SET LOCAL ROLE {}; ").format(sql.Identifier(role)) if role else _NONE,
    )


_NONE = sql.SQL("")


@contextmanager
def _undone(cursor: Any) -> Iterator[None]:
    """Within a transaction of somebody else nothing of the reader stays behind, whatever happens."""
    is_inside = connection.in_atomic_block
    try:
        yield
    finally:
        if is_inside:
            with suppress(psycopg2.Error):  # the connection is gone, and all with it
                cursor.cursor.execute("ROLLBACK TO SAVEPOINT reading; RELEASE SAVEPOINT reading")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, errors.QueryCanceled):
            raise TooSlow from error
        if isinstance(error.__cause__, errors.LockNotAvailable):
            raise NoPlace from error
        raise


def _cost_in(plan: Any) -> float:
    """What the planner expects a query to cost. Raises TooSlow where that is beyond all patience."""
    cost = float(plan[0]["Plan"]["Total Cost"])
    if cost > settings.QUERY_MOST_COST:
        raise TooSlow
    return cost


def _take_place(cursor: Any, patience: int, *, lasting: bool = False) -> None:
    """Wait for one of the places of heavy queries: held to the end of the transaction, or `lasting`."""
    kind = sql.SQL("" if lasting else "_xact")
    attempt = sql.SQL("SELECT pg_try_advisory{}_lock({}, {})")
    for place in range(settings.HEAVY_QUERIES):
        cursor.execute(attempt.format(kind, sql.Literal(_PLACES), sql.Literal(place)))
        if cursor.fetchone()[0]:
            return
    cursor.execute(
        sql.SQL("SET lock_timeout = {}; SELECT pg_advisory{}_lock({}, pg_backend_pid() % {})").format(
            sql.Literal(str(patience)), kind, sql.Literal(_PLACES), sql.Literal(settings.HEAVY_QUERIES)
        )
    )


@contextmanager
def _own_connection() -> Iterator[Any]:
    """A connection that is closed afterwards: the reader's role, only reading, within the stream's time."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(
                sql.SQL(
                    "SET statement_timeout = {}; SET work_mem = {};"
                    " SET default_transaction_read_only = on; {}"
                ).format(
                    sql.Literal(str(STREAM_TIMEOUT_MS)),
                    sql.Literal(WORK_MEM),
                    sql.SQL("SET ROLE {}").format(sql.Identifier(reader_role())) if reader_role() else _NONE,
                )
            )
        yield own
    finally:
        own.close()
