"""Streams: block by block under either kind of server, and ended when the reader leaves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

from django.test import AsyncRequestFactory, RequestFactory

from satudata.streams import streamed


def counted(drawn: list[int], ended: threading.Event, most: int = 5) -> Iterator[bytes]:
    try:
        for n in range(most):
            drawn.append(n)
            yield b"%d" % n
    finally:
        ended.set()


def test_under_wsgi_the_blocks_are_passed_on() -> None:
    blocks = counted([], threading.Event())
    response = streamed(RequestFactory().get("/"), blocks, "text/csv")
    assert (response.is_async, b"".join(response)) == (False, b"01234")


def test_under_asgi_one_block_is_drawn_at_a_time() -> None:
    drawn: list[int] = []

    async def read() -> Any:
        response = streamed(AsyncRequestFactory().get("/"), counted(drawn, threading.Event()), "text/csv")
        assert response.is_async
        stream = aiter(response)
        first = await anext(stream)
        seen = list(drawn)
        return first, seen, b"".join([block async for block in stream])

    assert asyncio.run(read()) == (b"0", [0], b"1234")


def test_a_reader_who_leaves_ends_the_blocks() -> None:
    ended = threading.Event()

    async def leave() -> None:
        response = streamed(AsyncRequestFactory().get("/"), counted([], ended, 10**6), "text/csv")
        stream = aiter(response)
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]

    asyncio.run(leave())
    assert ended.wait(60)
