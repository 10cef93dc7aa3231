"""Responses that are made as they are read: under ASGI off the event loop, under WSGI as they are.

Django would read a synchronous iterator whole into memory before an ASGI server sees a byte.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse


def streamed(
    request: HttpRequest,
    blocks: Iterator[bytes],
    content_type: str,
    leave: Callable[[], None] = lambda: None,
) -> StreamingHttpResponse:
    """A response of `blocks`, never more than one of them in memory; closed when the reader leaves.

    `leave` is called then, from another thread: to end what is still being waited for.
    """
    content = _drawn(blocks, leave) if isinstance(request, ASGIRequest) else blocks
    return StreamingHttpResponse(content, content_type=content_type)


async def _drawn(blocks: Iterator[bytes], leave: Callable[[], None]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    try:
        while (block := await loop.run_in_executor(None, _next, blocks)) is not None:
            yield block
    finally:
        # In a thread of its own: those that draw may all be waiting for just what is ended here.
        threading.Thread(target=_close, args=(blocks, leave), name="leave", daemon=True).start()


def _next(blocks: Iterator[bytes]) -> bytes | None:
    return next(blocks, None)


def _close(blocks: Iterator[bytes], leave: Callable[[], None]) -> None:
    """End a generator early. One that is being drawn from just now ends by `leave`, and is let go."""
    leave()
    with contextlib.suppress(AttributeError, ValueError):
        blocks.close()  # type: ignore[attr-defined]
