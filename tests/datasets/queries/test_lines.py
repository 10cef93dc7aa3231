"""The event loop's connections: one row, a limit that cuts, a line that died, readers who leave."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import psycopg2
import pytest
from django.db import connection
from psycopg2 import sql

from datasets.queries.errors import TooSlow
from datasets.queries.lines import Lines, lines

pytestmark = pytest.mark.django_db


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a loop of its own, whose lines are closed afterwards."""

    async def whole() -> Any:
        try:
            return await work
        finally:
            lines().close()

    return asyncio.run(whole())


PID = "SELECT pg_backend_pid()"


def test_a_row_comes_and_the_line_is_kept() -> None:
    async def twice() -> list[Any]:
        return [await lines().one_row(PID), await lines().one_row(PID)]

    first, second = run(twice())
    assert first == second


def test_questions_at_once_take_lines_of_their_own_up_to_the_most() -> None:
    async def many() -> set[Any]:
        mine = Lines(2)
        found = await asyncio.gather(
            *(mine.one_row("SELECT pg_sleep(0.05), pg_backend_pid()") for _ in range(6))
        )
        mine.close()
        return {number for _, number in found}

    assert len(run(many())) == 2


def test_a_limit_cuts_and_the_line_lives_on() -> None:
    async def cut() -> tuple[Any, ...]:
        with pytest.raises(TooSlow):
            await lines().one_row("SET LOCAL statement_timeout = 20; SELECT pg_sleep(30)")
        return await lines().one_row("SELECT current_setting('statement_timeout')")

    assert run(cut()) == ("0",)


def test_a_fault_is_raised_and_the_next_question_has_a_sound_line() -> None:
    async def wrong() -> tuple[Any, ...]:
        with pytest.raises(psycopg2.Error):
            await lines().one_row("SELECT tidak_ada")
        return await lines().one_row("SELECT 1")

    assert run(wrong()) == (1,)


def test_a_line_that_postgresql_closed_is_replaced() -> None:
    def end(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [number])

    async def restarted() -> tuple[int, int]:
        [first] = await lines().one_row(PID)
        await asyncio.get_running_loop().run_in_executor(None, _in_own_connection, end, first)
        [second] = await lines().one_row(PID)
        return first, second

    first, second = run(restarted())
    assert first != second


def _in_own_connection(work: Any, *arguments: Any) -> None:
    try:
        work(*arguments)
    finally:
        connection.close()


def test_a_reader_who_leaves_takes_the_line_along() -> None:
    async def leave() -> tuple[Any, ...]:
        waiting = asyncio.ensure_future(lines().one_row("SELECT pg_sleep(30)"))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return await lines().one_row("SELECT 1")

    assert run(leave()) == (1,)


def test_names_are_quoted_as_postgresql_wants() -> None:
    assert run(lines_text(sql.Identifier('a"b'))) == '"a""b"'


async def lines_text(query: sql.Composable) -> str:
    return await lines().text_of(query)
