"""Where a request of ours may go: public addresses only, for strangers choose the address.

A webhook or a source to harvest could name the database, the router or the cloud's metadata service
(RELIABILITY, threats 43 and 44). So the form of the address is narrow, every address that its name
stands for must be public, and the caller connects to an address that was looked at, not to a name.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Gives the addresses of a name, as texts; raises OSError where there is none.
Resolver = Callable[[str, int], Sequence[str]]

DEFAULT_PORTS = {"http": 80, "https": 443}
#: Where web servers listen; mail, databases and caches listen elsewhere.
PORTS = frozenset({80, 443, 8000, 8080, 8443})
MOST_CHARS = 2_000

#: Not public, or a way around: each stands for addresses of another kind (RFC 6890 and its registries).
_REFUSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"),
    )
)
#: All of IPv6 that is given out to the public; loopback, mapped, NAT64 and local ones lie outside.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
#: A last label that a resolver would read as a number: `127.1`, `0x7f.1`, `2130706433`.
_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*")
_LOCAL_NAMES = frozenset({"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp"})
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")


class Refused(Exception):
    """A request that is not made; `code` says why, for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True)
class Destination:
    """An address taken apart: `host` is a name in lower case or a literal address, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """What stands in the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def destination_of(url: str, allowed: Collection[str] = ()) -> Destination:
    """Take `url` apart. Raises Refused for any form but the plain one, and for a literal that is not public.

    `allowed` are addresses, `ip` or `ip:port`, that the operator opens (`OUTGOING_ALLOW`).
    """
    if len(url) > MOST_CHARS or _CONTROL.search(url):
        raise Refused("bad_url")
    try:
        parts = urlsplit(url)
        host, port = _host_of(parts.hostname or ""), parts.port
    except ValueError:
        raise Refused("bad_url") from None
    if parts.scheme not in DEFAULT_PORTS or parts.username is not None or parts.password is not None:
        raise Refused("bad_url", "http or https without a password")
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    literal = _literal(host)
    if literal is not None:
        check_address(literal, port, allowed)
    elif port not in PORTS and not allowed:
        raise Refused("port_refused", str(port))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else ""
    return Destination(parts.scheme, host, port, path + query)


def addresses_of(
    to: Destination, allowed: Collection[str] = (), resolver: Resolver | None = None, seconds: float = 5
) -> list[Address]:
    """Every address of the destination, resolved once. Raises Refused where one of them is not public."""
    literal = _literal(to.host)
    found = [literal] if literal else _resolved(to, resolver or resolve, seconds)
    for address in found:
        check_address(address, to.port, allowed)
    return found


def check_address(address: Address, port: int, allowed: Collection[str] = ()) -> None:
    """Raises Refused where nobody outside could reach this address, unless the operator opened it."""
    shown = f"[{address}]" if address.version == 6 else str(address)
    if f"{shown}:{port}" in allowed or str(address) in allowed:
        return
    if not is_public(address):
        raise Refused("address_refused", str(address))
    if port not in PORTS:
        raise Refused("port_refused", str(port))


def is_public(address: Address) -> bool:
    """Whether this is an address that anybody may be reached at."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _GIVEN_OUT:
        return False
    return address.is_global and not any(address in net for net in _REFUSED if net.version == address.version)


def resolve(host: str, port: int) -> list[str]:
    """The system's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _resolved(to: Destination, resolver: Resolver, seconds: float) -> list[Address]:
    """Asked in a thread of its own: the system's resolver knows no time limit."""
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(to.host, to.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise Refused("timeout", "name") from None
    if isinstance(answer, Exception) or not answer:
        raise Refused("unknown_host", to.host)
    return [ipaddress.ip_address(text.partition("%")[0]) for text in answer]


def _host_of(given: str) -> str:
    """The host in its one plain form. Raises Refused for numbers in disguise and local names."""
    if "%" in given:
        raise Refused("bad_url", "zone")
    if ":" in given:
        return str(ipaddress.IPv6Address(given))
    try:
        host = given.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Refused("bad_url", "name") from None
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("bad_url", "name")
    if _NUMERIC.fullmatch(labels[-1]):
        return str(ipaddress.IPv4Address(host))  # only four plain numbers; ValueError for the rest
    if len(labels) < 2 or labels[-1] in _LOCAL_NAMES:
        raise Refused("address_refused", host)
    return host


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
