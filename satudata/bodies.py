"""Bodies of requests on their way in: never more of them on disk than may be sent, and a full disk told.

Django's ASGI handler writes a whole body to a temporary file before any view can refuse it. What
comes beyond the limit is read and thrown away here, so that the sender still hears the view's 413.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any

import structlog

from datasets.store import DISK_ERRORS

log = structlog.get_logger("web")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]
_DISK_FULL = "Ruang penyimpanan portal sedang penuh. Tidak ada yang disimpan; coba lagi nanti."


def bounded(application: Application, most: int) -> Application:
    """The application, which sees at most `most` bytes of each body (none of one announced as longer)."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        coming, sent = _Coming(receive, 0 if _announced(scope) > most else most), _Sent(send)
        try:
            await application(scope, coming, sent)
        except OSError as error:
            if error.errno not in DISK_ERRORS or sent.has_begun:
                raise
            log.error("body_not_kept", reason=errno.errorcode.get(error.errno or 0, "OSError"))
            await coming.drain()
            await _tell_full(send)

    return serve


class _Coming:
    """Passes on the first `left` bytes of a body; what comes after them is thrown away."""

    def __init__(self, receive: Receive, left: int) -> None:
        self._receive = receive
        self._left = left
        self._has_more = True

    async def __call__(self) -> Message:
        message = await self._receive()
        self._has_more = message["type"] == "http.request" and message.get("more_body", False)
        if body := message.get("body"):
            kept = body[: self._left]
            self._left -= len(kept)
            return {**message, "body": kept}
        return message

    async def drain(self) -> None:
        """Read to the end: a sender who is answered too early sees only a broken connection."""
        self._left = 0
        while self._has_more:
            await self()


class _Sent:
    """Passes messages on, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)


def _announced(scope: Message) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


async def _tell_full(send: Send) -> None:
    """507 in the API's shape: no view is there any more to make a page of it."""
    problem = {"title": "Insufficient Storage", "status": 507, "code": "disk_full", "detail": _DISK_FULL}
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 507, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(problem).encode()})
