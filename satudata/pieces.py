"""A long PATCH of an upload session, handed to the application in pieces as its bytes come.

Django hears of a body only when the last byte is there. So that a cut costs no more than the last
piece, each full piece becomes a PATCH of its own (`Upload-Offset` moved on) that is durable before
the next; what had come when the line broke is the last one. The sender hears the last answer.
"""

from __future__ import annotations

import asyncio

from satudata.bodies import Application, Message, Receive, Send

PIECE = 1 << 20  # bytes
_MEDIA_TYPE = b"application/offset+octet-stream"
_OFFSET, _LENGTH = b"upload-offset", b"content-length"


def in_pieces(application: Application, size: int = PIECE) -> Application:
    """The application, which gets bodies of the tus protocol `size` bytes at a time."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        offset = _offset_of(scope)
        if offset is None:
            await application(scope, receive, send)
            return
        body = _Body(receive, size)
        while True:
            piece = await body.next_piece()
            answer = await _asked(application, _moved(scope, offset, len(piece)), piece)
            offset += len(piece)
            if body.is_over or answer[0].get("status") != 204:
                break
        await body.drain()
        for message in answer:
            await send(message)

    return serve


class _Body:
    """The bytes of a body as they come; a broken line ends it like any other end."""

    def __init__(self, receive: Receive, size: int) -> None:
        self._receive = receive
        self._size = size
        self._left = b""
        self._has_more = True

    @property
    def is_over(self) -> bool:
        """Whether nothing is left and nothing will come."""
        return not self._left and not self._has_more

    async def next_piece(self) -> bytes:
        """The next `size` bytes, fewer at the end."""
        parts, have = [self._left], len(self._left)
        while have < self._size and self._has_more:
            parts.append(await self._more())
            have += len(parts[-1])
        whole = b"".join(parts)
        self._left = whole[self._size :]
        return whole[: self._size]

    async def drain(self) -> None:
        """Read to the end: a sender who is answered too early sees only a broken connection."""
        self._left = b""
        while self._has_more:
            await self._more()

    async def _more(self) -> bytes:
        message = await self._receive()
        self._has_more = message["type"] == "http.request" and message.get("more_body", False)
        return bytes(message.get("body", b""))


async def _asked(application: Application, scope: Message, piece: bytes) -> list[Message]:
    """What the application answers to one piece."""
    coming = [{"type": "http.request", "body": piece, "more_body": False}]
    answer: list[Message] = []

    async def receive() -> Message:
        return coming.pop() if coming else await asyncio.Future()  # nobody hangs up on a piece

    async def send(message: Message) -> None:
        answer.append(message)

    await application(scope, receive, send)
    return answer


def _offset_of(scope: Message) -> int | None:
    """Where the body belongs; None where it must stay whole (another kind, or hashed as a whole)."""
    if scope["type"] != "http" or scope["method"] not in ("PATCH", "POST"):
        return None
    headers = dict(scope["headers"])
    offset = headers.get(_OFFSET, b"")
    is_piecewise = headers.get(b"content-type") == _MEDIA_TYPE and b"upload-checksum" not in headers
    return int(offset) if is_piecewise and offset.isdigit() and len(offset) < 16 else None


def _moved(scope: Message, offset: int, length: int) -> Message:
    """The same request for a piece of it. An empty one keeps the length it had announced."""
    told = {_OFFSET: b"%d" % offset} | ({_LENGTH: b"%d" % length} if length else {})
    kept = [(name, value) for name, value in scope["headers"] if name not in told]
    return {**scope, "headers": [*kept, *told.items()]}
