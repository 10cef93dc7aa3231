"""Where readers' queries are run: each within a time limit, streams on a connection of their own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from psycopg2 import errors, sql

from datasets.export.pipe import Leaving, Sink
from datasets.queries.errors import TooSlow

#: Milliseconds a stream may take: a slow reader slows PostgreSQL down, but not for ever.
STREAM_TIMEOUT_MS = 3_600_000


def one_row(select: sql.Composable, timeout: int | None = None) -> tuple[Any, ...]:
    """The one row of a query, within a time limit. Raises TooSlow.

    Both statements travel together, as one implicit transaction: the limit ends with it.
    """
    limit = sql.Literal(str(timeout or settings.STATEMENT_TIMEOUT_MS))
    timed = sql.SQL("SET LOCAL statement_timeout = {}; {}").format(limit, select)
    with connection.cursor() as cursor:
        try:
            cursor.execute(timed)
        except OperationalError as error:
            if isinstance(error.__cause__, errors.QueryCanceled):
                raise TooSlow from error
            raise
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def copy_rows(query: sql.Composable, sink: Sink, leaving: Leaving) -> None:
    """COPY on a connection of its own: the writing thread must not share the request's.

    A reader who leaves cancels it: also where it still sorts and has written nothing yet.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor, leaving.ends(own.connection.cancel):
            cursor.execute(f"SET statement_timeout = {STREAM_TIMEOUT_MS}")
            cursor.copy_expert(query.as_string(cursor.cursor), sink)
    finally:
        own.close()
