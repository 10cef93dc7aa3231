"""A door answers what it can; all else reaches the application untouched."""

from __future__ import annotations

import asyncio
from typing import Any

from satudata.doors import Ready, with_door


class Picky:
    """Is for one address, and answers it only while it knows the answer."""

    def __init__(self, knows: bool) -> None:
        self.knows = knows
        self.asked: list[str] = []

    def is_for(self, scope: Any) -> bool:
        return bool(scope["path"] == "/pintu")

    async def answer(self, scope: Any) -> Ready | None:
        self.asked.append(scope["path"])
        return Ready(200, [(b"content-length", b"2")], b"ya") if self.knows else None


def heard(door: Picky, scope: dict[str, Any]) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "application", "scope": scope})

    async def send(message: Any) -> None:
        messages.append(message)

    asyncio.run(with_door(application, door)(scope, None, send))
    return messages


def test_what_the_door_knows_it_answers() -> None:
    start, body = heard(Picky(knows=True), {"type": "http", "path": "/pintu"})
    assert (start["status"], start["headers"], body["body"]) == (200, [(b"content-length", b"2")], b"ya")


def test_what_it_does_not_know_the_application_answers() -> None:
    scope = {"type": "http", "path": "/pintu"}
    assert heard(Picky(knows=False), scope) == [{"type": "application", "scope": scope}]


def test_other_addresses_and_protocols_are_not_asked_of_it() -> None:
    door = Picky(knows=True)
    for scope in ({"type": "http", "path": "/lain"}, {"type": "lifespan"}):
        assert heard(door, scope) == [{"type": "application", "scope": scope}]
    assert door.asked == []
