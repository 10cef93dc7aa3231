"""A server of somebody else, for tests: on loopback, answering as told, remembering what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: What is sent back: all bytes, or blocks as long as the other side listens.
Reply = bytes | Iterable[bytes]


@dataclass(frozen=True)
class Asked:
    """One request: `headers` by lower-case name."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """`answer` may be changed while it runs."""

    port: int
    answer: Callable[[Asked], Reply]
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


def plain(body: bytes = b"ok", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; header names with `_` for `-`."""
    told = {"Content-Length": str(len(body)), **{name.replace("_", "-"): v for name, v in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


@contextmanager
def serving(
    answer: Callable[[Asked], Reply] | Reply, trust: ssl.SSLContext | None = None
) -> Iterator[Server]:
    """A server for as long as the block lasts; `trust` makes it speak TLS."""
    listening = socket.create_server(("127.0.0.1", 0))
    given = answer if callable(answer) else lambda asked: answer
    server = Server(listening.getsockname()[1], given)
    thread = threading.Thread(target=_accept, args=(listening, server, trust), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def _accept(listening: socket.socket, server: Server, trust: ssl.SSLContext | None) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(line, server, trust), daemon=True).start()


def _serve(line: socket.socket, server: Server, trust: ssl.SSLContext | None) -> None:
    with suppress(OSError, ValueError), line:
        spoken = trust.wrap_socket(line, server_side=True) if trust else line
        with spoken, spoken.makefile("rb") as file:
            asked = _read(file)
            server.asked.append(asked)
            reply = server.answer(asked)
            for block in [reply] if isinstance(reply, bytes) else reply:
                spoken.sendall(block)


def _read(file: object) -> Asked:
    readline, read = file.readline, file.read  # type: ignore[attr-defined]
    method, path, _ = readline().decode().split(" ", 2)
    headers: dict[str, str] = {}
    while line := readline().decode().strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Asked(method, path, headers, read(int(headers.get("content-length", "0"))))
