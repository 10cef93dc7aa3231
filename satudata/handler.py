"""Django behind ASGI: bodies and slow readers wait in the event loop, answers are made by threads that stay.

Django's own handler gives each request a thread of its own, and with it a new connection to PostgreSQL:
four fifths of the time of a short answer (decision 24). Here each kind of asker has its own few threads,
which keep their connections, so that a crowd of heavy questions never stands before the staff's desk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import IO, Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.core.signals import request_started
from django.db import connections
from django.http import HttpResponseBase
from django.urls import set_script_prefix

from satudata.bodies import Message, Receive
from satudata.sockets import is_silent

#: Threads of each kind in one web process. They mostly wait for PostgreSQL.
THREADS = {"api": 4, "desk": 4, "pages": 4}
#: How addresses of feeds end: programs ask them, and one answer may hold a hundred datasets.
_FEEDS = (".ttl", ".jsonld", ".rdf", ".xml", ".json")
#: Addresses whose first part leads to the desk: people who work here, and signing in.
_DESK = ("kerja", "masuk", "keluar", "akun")


_pools = {name: ThreadPoolExecutor(count, name) for name, count in THREADS.items()}


class Portal(ASGIHandler):
    """The Django application: one hop to a thread for each answer, none for sending it."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"{scope['type']} is not served")
        body = await self._body(receive)
        if body is None:
            return
        with closing(body):
            kind = kind_of(scope["path"])
            response = await in_thread(kind, self._answer, scope, body)
            if not response.streaming:
                await self.send_response(response, send)
                return
            try:
                await self._stream(response, receive, send)
            finally:
                await in_thread(kind, response.close)

    async def _body(self, receive: Receive) -> IO[bytes] | None:
        """The whole body; None where the asker left before its end."""
        try:
            body: IO[bytes] = await self.read_body(receive)
        except RequestAborted:
            return None
        return body

    def _answer(self, scope: Message, body: IO[bytes]) -> HttpResponseBase:
        """In a thread: the answer, closed already unless it is a stream."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self._response(request)
        if not response.streaming:
            response.close()
        return response  # type: ignore[no-any-return]  # one of both is always there

    def _response(self, request: ASGIRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response._handler_class = self.__class__  # type: ignore[attr-defined]  # whom `close` tells
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Any) -> None:
        """Send until all is said or the reader has left."""
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (leaving, sending):
                task.cancel()
            said = await asyncio.gather(sending, leaving, return_exceptions=True)
        if isinstance(said[0], Exception):
            raise said[0]


def in_thread(kind: str, work: Callable[..., Any], *arguments: Any) -> asyncio.Future[Any]:
    """Have `work` done by a thread of this kind, whose connections are alive when it begins."""
    return asyncio.get_running_loop().run_in_executor(_pools[kind], _worked, work, arguments)


def _worked(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    _let_go_of_dead_connections()
    return work(*arguments)


def kind_of(path: str) -> str:
    """Whose threads answer at this address: `api`, `desk` or `pages`."""
    first = path.removeprefix("/en").lstrip("/").partition("/")[0]
    if first in ("api", "mcp", "datastore", "oai") or path.endswith(_FEEDS):
        return "api"
    return "desk" if first in _DESK else "pages"


async def _left(receive: Receive) -> None:
    """Returns when the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        continue


def _let_go_of_dead_connections() -> None:
    """Forget connections that PostgreSQL has closed since this thread's last request.

    A closed socket reads as ready; asking it costs no round trip. Without this, a restart of
    PostgreSQL would cost each thread one answer.
    """
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and not is_silent(connection.connection):
            connection.close()
