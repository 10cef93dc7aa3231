"""One request of ours to a stranger's server: guarded address, pinned connection, bounded time and size.

What `destinations` allows is resolved once and connected to by address; the name still stands in the
`Host` header, and TLS still proves it. Nothing of the environment (proxies, `.netrc`) is read, no
redirect is followed unless asked for, and each one is then looked at like a first address
(RELIABILITY, threats 43 to 45).
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, cast
from urllib.parse import urljoin

from django.conf import settings

from satudata.destinations import Address, Destination, Refused, Resolver, addresses_of, destination_of

__all__ = ["Answer", "Limits", "Means", "Refused", "fetch", "opened"]

#: Status line and headers of an answer may take this many bytes.
HEADER_BYTES = 64_000
_BLOCK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODILESS = frozenset({204, 304})
AGENT = "SatuDataKota/1 (+{url})"


@dataclass(frozen=True)
class Limits:
    """`seconds` for everything from the name to the last byte; `size` bytes of body after unpacking."""

    seconds: float = 20
    size: int = 100_000_000


@dataclass(frozen=True)
class Means:
    """What a request is made with; tests give a resolver and trust of their own."""

    resolver: Resolver | None = None
    trust: ssl.SSLContext | None = None


USUAL_LIMITS, USUAL_MEANS = Limits(), Means()


@dataclass
class Answer:
    """An answer whose body is read once by `blocks`; `headers` by lower-case name; `url` after redirects."""

    status: int
    headers: Mapping[str, str]
    url: str
    _response: http.client.HTTPResponse
    _limit: int
    _read: bytes | None = field(default=None)

    def blocks(self) -> Iterator[bytes]:
        """The unpacked body. Raises Refused: too_large, timeout, broken_answer."""
        with _told():
            yield from _bounded(_unpacked(self._response, self.headers), self._limit)

    def body(self) -> bytes:
        """The whole unpacked body; the same again when asked again."""
        if self._read is None:
            self._read = b"".join(self.blocks())
        return self._read

    def head(self, size: int) -> bytes:
        """Its first bytes, or as many as came; never raises, for a log."""
        found = b""
        with suppress(Refused):
            for block in self.blocks():
                found += block
                if len(found) >= size:
                    break
        return found[:size]


def fetch(url: str, limits: Limits = USUAL_LIMITS, hops: int = 0, by: Means = USUAL_MEANS) -> Answer:
    """GET `url` and read the whole answer, whatever its status. Raises Refused."""
    with opened(url, limits=limits, hops=hops, by=by) as answer:
        answer.body()
        return answer


@contextmanager
def opened(
    url: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    *,
    limits: Limits = USUAL_LIMITS,
    hops: int = 0,
    by: Means = USUAL_MEANS,
) -> Iterator[Answer]:
    """The answer to one request, its body still to be read; closed at the end of the block.

    Up to `hops` redirects of a GET are followed, never from https to http. Raises Refused, whose
    `code` is bad_url, address_refused, port_refused, unknown_host, unreachable, tls, timeout,
    broken_answer, redirected or too_large.
    """
    end = time.monotonic() + limits.seconds
    for left in range(hops, -1, -1):
        to = destination_of(url, settings.OUTGOING_ALLOW)
        line = _connected(to, end, by)
        try:
            answer = _asked(line, to, method, headers or {}, body, url, limits)
            following = _redirect(answer)
            if following is None:
                yield answer
                return
            if not left:
                raise Refused("redirected", following[:200])
            url = _next(url, following)
        finally:
            line.close()


def _connected(to: Destination, end: float, by: Means) -> _Line:
    """A connection to the first address that answers, each of them looked at before."""
    addresses = addresses_of(to, settings.OUTGOING_ALLOW, by.resolver, _left(end))
    for address in addresses:
        sock = _socket_to(address, to.port, end)
        if sock is not None:
            return _Line(_secured(sock, to, end, by) if to.scheme == "https" else sock, end)
    raise Refused("unreachable", to.host)


def _socket_to(address: Address, port: int, end: float) -> socket.socket | None:
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(_left(end))
        sock.connect((str(address), port))
    except OSError:
        sock.close()
        return None
    return sock


def _secured(sock: socket.socket, to: Destination, end: float, by: Means) -> ssl.SSLSocket:
    """TLS with the name proved, although the connection is to an address."""
    context = by.trust or ssl.create_default_context()
    try:
        sock.settimeout(_left(end))
        return context.wrap_socket(sock, server_hostname=to.host)
    except TimeoutError:
        sock.close()
        raise Refused("timeout", "tls") from None
    except OSError as error:
        sock.close()
        raise Refused("tls", str(getattr(error, "verify_message", "") or type(error).__name__)) from None


def _asked(
    line: _Line,
    to: Destination,
    method: str,
    headers: Mapping[str, str],
    body: bytes,
    url: str,
    limits: Limits,
) -> Answer:
    sent = {
        "Host": to.netloc,
        "User-Agent": AGENT.format(url=settings.PUBLIC_URL),
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **headers,
    }
    if body or method not in ("GET", "HEAD"):
        sent["Content-Length"] = str(len(body))
    with _told():
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        line.sendall(f"{method} {to.path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)
        response = http.client.HTTPResponse(cast(socket.socket, line), method=method)
        response.begin()
    line.allowed = None
    found = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, found, url, response, limits.size)


def _redirect(answer: Answer) -> str | None:
    return answer.headers.get("location", "") if answer.status in _REDIRECTS else None


def _next(url: str, following: str) -> str:
    target = urljoin(url, following)
    if url.startswith("https:") and not target.startswith("https:"):
        raise Refused("redirected", "https to http")
    return target


def _unpacked(response: http.client.HTTPResponse, headers: Mapping[str, str]) -> Iterator[bytes]:
    packing = headers.get("content-encoding", "identity").strip().lower()
    if response.status in _BODILESS:
        return iter(())
    blocks = _received(response)
    if packing in ("", "identity"):
        return blocks
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise Refused("broken_answer", f"encoding {packing[:40]}")
    return _inflated(blocks)


def _received(response: http.client.HTTPResponse) -> Iterator[bytes]:
    yield from iter(lambda: response.read(_BLOCK), b"")
    if response.length:  # `http.client` says nothing of a body that ends too early
        raise Refused("broken_answer", "body cut off")


def _inflated(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Unpacked in small steps, so that a bomb is never unpacked whole; members may follow each other."""
    unpack = zlib.decompressobj(wbits=47)
    for block in blocks:
        rest = block
        while rest:
            if unpack.eof:
                unpack = zlib.decompressobj(wbits=47)
            found = unpack.decompress(rest, _BLOCK)
            if found:
                yield found
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    if not unpack.eof:
        raise Refused("broken_answer", "packed body cut off")


def _bounded(blocks: Iterator[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > limit:
            raise Refused("too_large", f"more than {limit} bytes")
        yield block


@contextmanager
def _told() -> Iterator[None]:
    """What sockets, HTTP and zlib raise, as Refused."""
    try:
        yield
    except TimeoutError:
        raise Refused("timeout") from None
    except (http.client.HTTPException, zlib.error, ValueError) as error:
        raise Refused("broken_answer", type(error).__name__) from None
    except OSError as error:
        raise Refused("unreachable", type(error).__name__) from None


def _left(end: float) -> float:
    """Seconds left. Raises Refused where there are none."""
    left = end - time.monotonic()
    if left <= 0:
        raise Refused("timeout")
    return left


class _Plug(Protocol):
    """What is used of a socket, secured or not."""

    def settimeout(self, value: float | None, /) -> None: ...
    def sendall(self, data: Any, /) -> None: ...
    def recv_into(self, buffer: Any, /) -> int: ...
    def close(self) -> None: ...


class _Line:
    """A socket whose every step counts against one end; `allowed` bytes may come, None for any number."""

    def __init__(self, sock: _Plug, end: float) -> None:
        self._sock, self._end = sock, end
        self.allowed: int | None = HEADER_BYTES

    def sendall(self, data: bytes) -> None:
        """Send all of it, within the time left."""
        self._sock.settimeout(_left(self._end))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What `http.client` reads from."""
        del mode
        return io.BufferedReader(_Incoming(self), 8_192)

    def read_into(self, buffer: Any) -> int:
        """The next bytes, within the time left and the number allowed."""
        self._sock.settimeout(_left(self._end))
        count = self._sock.recv_into(buffer)
        if self.allowed is not None:
            self.allowed -= count
            if self.allowed < 0:
                raise Refused("broken_answer", "headers too long")
        return count

    def close(self) -> None:
        """Hang up."""
        self._sock.close()


class _Incoming(io.RawIOBase):
    """A `_Line` as a raw stream."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """One receive."""
        return self._line.read_into(buffer)
