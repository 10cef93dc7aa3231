"""The application behind ASGI: one answer, streams that end with their reader, pools, connections that died."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import override_settings
from django.urls import path

from satudata import handler
from satudata.handler import Portal, kind_of
from satudata.streams import streamed

_ended = threading.Event()
_names: list[str] = []


def plain(request: HttpRequest) -> HttpResponse:
    _names.append(threading.current_thread().name)
    return HttpResponse(request.body or b"ya")


def broken(request: HttpRequest) -> HttpResponse:
    raise KeyError("sengaja")


def endless(request: HttpRequest) -> HttpResponseBase:
    def blocks() -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 1000
        finally:
            _ended.set()

    return streamed(request, blocks(), "text/csv")


urlpatterns = [
    path("polos", plain),
    path("kerja/polos", plain),
    path("rusak", broken),
    path("terus", endless),
]


class Asker:
    """A client of one request, which leaves once it has heard `patience` messages (0: never)."""

    def __init__(self, address: str, pieces: tuple[bytes, ...] = (b"",), patience: int = 0) -> None:
        self.scope = {
            "type": "http", "method": "POST" if any(pieces) else "GET", "path": address, "raw_path": address.encode(),
            "query_string": b"", "root_path": "", "headers": [(b"host", b"testserver")],
            "client": ("127.0.0.1", 1), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
        }  # fmt: skip
        self.heard: list[dict[str, Any]] = []
        self._coming = [
            {"type": "http.request", "body": piece, "more_body": place + 1 < len(pieces)}
            for place, piece in enumerate(pieces)
        ]
        self._patience = patience
        self._has_left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if self._coming:
            return self._coming.pop(0)
        await self._has_left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.heard.append(message)
        if self._patience and len(self.heard) >= self._patience:
            self._has_left.set()
            await asyncio.sleep(0)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.heard[1:])


def asked(address: str, *pieces: bytes, patience: int = 0) -> Asker:
    async def ask() -> Asker:
        asker = Asker(address, pieces or (b"",), patience)
        await Portal()(asker.scope, asker.receive, asker.send)
        return asker

    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        return asyncio.run(ask())


def test_an_answer_is_sent_once() -> None:
    asker = asked("/polos")
    assert (asker.heard[0]["status"], asker.body) == (200, b"ya")


def test_a_body_in_pieces_reaches_the_view_whole() -> None:
    with override_settings(MIDDLEWARE=[]):
        assert asked("/polos", b"satu ", b"dua").body == b"satu dua"


def test_an_asker_who_leaves_before_the_end_of_the_body_is_not_answered() -> None:
    async def leave() -> list[dict[str, Any]]:
        asker = Asker("/polos")
        asker._coming = [{"type": "http.request", "body": b"a", "more_body": True}]
        asker._has_left.set()
        await Portal()(asker.scope, asker.receive, asker.send)
        return asker.heard

    assert asyncio.run(leave()) == []


def test_a_fault_of_a_view_is_answered_too() -> None:
    with override_settings(DEBUG=False):
        assert asked("/rusak").heard[0]["status"] == 500


def test_a_stream_ends_when_its_reader_leaves() -> None:
    _ended.clear()
    asker = asked("/terus", patience=3)
    assert asker.heard[0]["status"] == 200
    assert _ended.wait(60)


def test_only_http_is_served() -> None:
    with pytest.raises(ValueError, match="lifespan"):
        asyncio.run(
            Portal()({"type": "lifespan"}, lambda: asyncio.sleep(0), lambda message: asyncio.sleep(0))
        )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "pages"), ("/dataset/kerja", "pages"), ("/en/dataset/x", "pages"), ("/kinerja", "pages"),
        ("/api/v1/datasets", "api"), ("/api/3/action/package_list", "api"), ("/mcp", "api"),
        ("/catalog.ttl", "api"), ("/dataset/x.jsonld", "api"), ("/oai", "api"), ("/sitemap.xml", "api"),
        ("/kerja", "desk"), ("/kerja/unggahan/1", "desk"), ("/en/kerja", "desk"), ("/masuk", "desk"),
        ("/akun/token", "desk"), ("/english", "pages"),
    ],
)  # fmt: skip
def test_each_kind_of_asker_has_threads_of_its_own(address: str, kind: str) -> None:
    assert kind_of(address) == kind


def test_the_desk_answers_while_every_thread_of_the_pages_is_busy() -> None:
    async def both() -> tuple[bool, int]:
        portal, free = Portal(), threading.Event()
        pages = handler._pools["pages"]
        waiting = [pages.submit(free.wait, 60) for _ in range(handler.THREADS["pages"])]
        asker = Asker("/kerja/polos")
        await portal(asker.scope, asker.receive, asker.send)
        was_busy = not any(future.done() for future in waiting)
        free.set()
        return was_busy, asker.heard[0]["status"]

    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        assert asyncio.run(both()) == (True, 200)
    assert _names[-1].startswith("desk")


@pytest.mark.django_db
def test_a_thread_lets_go_of_a_connection_that_postgresql_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = ThreadPoolExecutor(1)  # of several, another one might answer the second time
    monkeypatch.setattr(handler, "_pools", {"desk": alone})

    async def number() -> int:
        found: int = await handler.in_thread("desk", backend)
        return found

    try:
        first = asyncio.run(number())
        assert asyncio.run(number()) == first
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])
            assert cursor.fetchone() == (True,)
        assert asyncio.run(number()) != first
    finally:
        alone.submit(connections.close_all).result()
        alone.shutdown()


def backend() -> int:
    """The number of this thread's process in PostgreSQL."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
