"""Responses that are made as they are read: under ASGI off the event loop, under WSGI as they are.

Django would read a synchronous iterator whole into memory before an ASGI server sees a byte.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def streamed(request: HttpRequest, blocks: Iterator[bytes], content_type: str) -> StreamingHttpResponse:
    """A response of `blocks`, never more than one of them in memory; closed when the reader leaves."""
    content = _drawn(blocks) if isinstance(request, ASGIRequest) else blocks
    return StreamingHttpResponse(content, content_type=content_type)


async def _drawn(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    draw = sync_to_async(_next, thread_sensitive=False)
    try:
        while (block := await draw(blocks)) is not None:
            yield block
    finally:
        asyncio.get_running_loop().run_in_executor(None, _close, blocks)


def _next(blocks: Iterator[bytes]) -> bytes | None:
    return next(blocks, None)


def _close(blocks: Iterator[bytes]) -> None:
    """End a generator early. One that is being drawn from just now ends when it is let go."""
    with contextlib.suppress(AttributeError, ValueError):
        blocks.close()  # type: ignore[attr-defined]
