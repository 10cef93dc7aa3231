"""Connections of the event loop's own: it asks, and serves others until PostgreSQL has answered.

A hop to a thread and back costs as much as a page of rows itself (decision 24). psycopg2 can wait
outside: its socket is watched by the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any
from weakref import WeakKeyDictionary

import psycopg2
from django.db import connection
from psycopg2 import errors, extensions, sql

from datasets.queries.errors import TooSlow
from satudata.sockets import is_silent

#: Connections of one event loop. More would only wait for the same cores.
MOST = 4


class Lines:
    """A few connections to PostgreSQL, opened when first needed, each asked one thing at a time."""

    def __init__(self, most: int = MOST) -> None:
        self._free: list[extensions.connection] = []
        self._room = asyncio.Semaphore(most)

    async def one_row(self, text: str) -> tuple[Any, ...]:
        """The one row of a query. Raises TooSlow, or psycopg2.Error where PostgreSQL is away."""
        async with self._room:
            line = await self._line()
            try:
                row = await _asked(line, text)
            except errors.QueryCanceled as error:
                self._free.append(line)
                raise TooSlow from error
            except BaseException:  # also a reader who left: what is still coming must not reach another
                with contextlib.suppress(psycopg2.Error):
                    line.cancel()
                line.close()
                raise
            self._free.append(line)
            return row

    async def text_of(self, query: sql.Composable) -> str:
        """The text of a composed query, quoted as PostgreSQL wants it here."""
        async with self._room:
            line = await self._line()
            self._free.append(line)
            return str(query.as_string(line))

    def close(self) -> None:
        """Let go of all that nobody is using."""
        while self._free:
            self._free.pop().close()

    async def _line(self) -> extensions.connection:
        """One that lives: what PostgreSQL closed meanwhile reads as ready and is let go."""
        while self._free:
            line = self._free.pop()
            if not line.closed and is_silent(line):
                return line
            line.close()
        return await _opened()


async def _opened() -> extensions.connection:
    given = connection.get_connection_params()
    kept = {name: value for name, value in given.items() if name not in ("cursor_factory", "context")}
    line: extensions.connection = psycopg2.connect(**kept, async_=True)
    await _ready(line)
    return line


async def _asked(line: extensions.connection, text: str) -> tuple[Any, ...]:
    with line.cursor() as cursor:
        cursor.execute(text)
        await _ready(line)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


async def _ready(line: extensions.connection) -> None:
    """Wait until PostgreSQL has answered."""
    loop, number = asyncio.get_running_loop(), line.fileno()
    while (state := line.poll()) != extensions.POLL_OK:
        is_reading = state == extensions.POLL_READ
        woken = loop.create_future()
        (loop.add_reader if is_reading else loop.add_writer)(number, _wake, woken)
        try:
            await woken
        finally:
            (loop.remove_reader if is_reading else loop.remove_writer)(number)


def _wake(woken: asyncio.Future[None]) -> None:
    if not woken.done():
        woken.set_result(None)


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Lines] = WeakKeyDictionary()


def lines() -> Lines:
    """The connections of the loop that runs."""
    loop = asyncio.get_running_loop()
    if loop not in _by_loop:
        _by_loop[loop] = Lines()
    return _by_loop[loop]
