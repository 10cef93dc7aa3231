"""Quick doors: plain public questions that are answered without Django's layers or a thread.

A door only ever answers what it can answer wholly; anything else goes on to the application, which
would have said the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from satudata.bodies import Application, Message, Receive, Send


@dataclass(frozen=True)
class Ready:
    """An answer whole: status, headers and body as they are sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Door(Protocol):
    """Answers one kind of question."""

    def is_for(self, scope: Message) -> bool:
        """Whether the request looks like this door's; asked of every request."""
        ...

    async def answer(self, scope: Message) -> Ready | None:
        """The answer, given without a thread; None for the application to give it."""
        ...


def with_door(application: Application, door: Door) -> Application:
    """The application behind `door`. No body is read for it: its questions have none."""

    async def serve(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and door.is_for(scope):
            ready = await door.answer(scope)
            if ready is not None:
                await send({"type": "http.response.start", "status": ready.status, "headers": ready.headers})
                await send({"type": "http.response.body", "body": ready.body})
                return
        await application(scope, receive, send)

    return serve
