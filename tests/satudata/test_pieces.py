"""A long body comes in pieces that follow each other; a broken line loses none that came."""

from __future__ import annotations

import asyncio

import pytest

from satudata.bodies import Message, Receive, Send
from satudata.pieces import in_pieces

_TUS = [
    (b"content-type", b"application/offset+octet-stream"),
    (b"upload-offset", b"7"),
    (b"content-length", b"99"),
]


def _sent(
    blocks: list[bytes],
    *,
    is_cut: bool = False,
    refuses_at: int = -1,
    extra: tuple[bytes, bytes] | None = None,
) -> tuple[list[tuple[bytes, bytes, bytes]], list[Message]]:
    """What the application sees of `blocks` (offset, announced length, body), and what the sender hears."""
    coming: list[Message] = [
        {"type": "http.request", "body": block, "more_body": is_cut or n < len(blocks)}
        for n, block in enumerate(blocks, 1)
    ]
    coming += [{"type": "http.disconnect"}] if is_cut else []
    seen: list[tuple[bytes, bytes, bytes]] = []
    heard: list[Message] = []

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        headers, body, more = dict(scope["headers"]), b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        seen.append((headers.get(b"upload-offset", b""), headers[b"content-length"], body))
        status = 409 if len(seen) == refuses_at else 204
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        heard.append(message)

    scope = {"type": "http", "method": "PATCH", "headers": [*_TUS, *([extra] if extra else [])]}
    asyncio.run(in_pieces(application, 10)(scope, receive, send))
    assert coming == []
    return seen, heard


def test_pieces_follow_each_other_and_one_answer_is_heard() -> None:
    seen, heard = _sent([b"abcd", b"efghijklmnopqrst", b"uvw"])
    assert seen == [(b"7", b"10", b"abcdefghij"), (b"17", b"10", b"klmnopqrst"), (b"27", b"3", b"uvw")]
    assert [message["type"] for message in heard] == ["http.response.start", "http.response.body"]


def test_what_came_before_the_line_broke_is_a_piece() -> None:
    seen, _ = _sent([b"abcdefghij", b"klm"], is_cut=True)
    assert [(at, body) for at, _, body in seen] == [(b"7", b"abcdefghij"), (b"17", b"klm")]


def test_after_a_refusal_no_more_is_asked_and_all_is_read() -> None:
    seen, heard = _sent([b"a" * 10, b"b" * 10, b"c" * 10], refuses_at=2)
    assert len(seen) == 2
    assert heard[0]["status"] == 409


def test_an_empty_body_keeps_its_announced_length() -> None:
    assert _sent([b""])[0] == [(b"7", b"99", b"")]


@pytest.mark.parametrize(
    "extra", [(b"upload-checksum", b"sha1 x"), (b"content-type", b"text/csv"), (b"upload-offset", b"x")]
)
def test_other_bodies_stay_whole(extra: tuple[bytes, bytes]) -> None:
    seen, _ = _sent([b"a" * 10, b"b" * 10], extra=extra)
    assert [body for _, _, body in seen] == [b"a" * 10 + b"b" * 10]
