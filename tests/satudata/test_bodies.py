"""Bodies: whole up to the limit, cut beyond it, and a full disk is an answer."""

from __future__ import annotations

import asyncio
import errno
import json

import pytest

from satudata.bodies import Message, Receive, Send, bounded


def _asked(blocks: list[bytes], fails: OSError | None = None, *headers: tuple[bytes, bytes]) -> list[Message]:
    """What a sender hears from an application that answers with its body, or fails after reading it."""
    coming = [
        {"type": "http.request", "body": block, "more_body": n < len(blocks)}
        for n, block in enumerate(blocks, 1)
    ]
    heard: list[Message] = []

    async def echo(scope: Message, receive: Receive, send: Send) -> None:
        body, more = b"", scope["type"] == "http"
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"] and not fails
        if fails:
            raise fails
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        heard.append(message)

    asyncio.run(bounded(echo, 10)({"type": "http", "headers": list(headers)}, receive, send))
    assert coming == [] or not heard, "all that comes is read before the answer"
    return heard


def test_a_body_within_the_limit_passes_whole() -> None:
    assert _asked([b"12345", b"67890"])[1]["body"] == b"1234567890"


def test_what_comes_beyond_the_limit_is_thrown_away() -> None:
    assert _asked([b"12345", b"678901", b"x" * 100])[1]["body"] == b"1234567890"


def test_nothing_is_kept_of_a_body_announced_as_too_long() -> None:
    assert _asked([b"123"], None, (b"content-length", b"11"))[1]["body"] == b""
    assert _asked([b"123"], None, (b"content-length", b"x"))[1]["body"] == b"123"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_is_told_once_all_is_read(number: int) -> None:
    start, body = _asked([b"123", b"456", b"789"], OSError(number, "full"))
    assert start["status"] == 507
    assert json.loads(body["body"])["code"] == "disk_full"


def test_other_faults_pass() -> None:
    with pytest.raises(OSError, match="broken"):
        _asked([b"123"], OSError(errno.EIO, "broken"))
