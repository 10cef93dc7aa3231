"""A request to a stranger: pinned, proved, bounded; each kind of bad answer is one refusal, soon."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from satudata.outgoing import Limits, Means, Refused, fetch, opened
from tests.receiver import plain, serving

SOON = Limits(seconds=0.3, size=100_000)


@pytest.fixture(autouse=True)
def loopback_open(settings: Settings) -> None:
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        ask()
    return caught.value.code


def test_it_asks_and_reads(settings: Settings) -> None:
    with serving(plain(b"isi", Content_Type="text/csv")) as server:
        answer = fetch(f"{server.url}/a?b=c")
    assert (answer.status, answer.body(), answer.headers["content-type"]) == (200, b"isi", "text/csv")
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("GET", "/a?b=c")
    assert asked.headers["host"] == f"127.0.0.1:{server.port}"
    assert settings.PUBLIC_URL in asked.headers["user-agent"]


def test_it_sends_a_body_and_headers() -> None:
    with serving(plain(b"", "204 No Content")) as server, opened(
        server.url, "POST", {"X-A": "b"}, b'{"a":1}'
    ) as answer:  # fmt: skip
        assert (answer.status, answer.head(100)) == (204, b"")
    assert (server.asked[0].headers["x-a"], server.asked[0].body) == ("b", b'{"a":1}')


def test_nothing_is_reached_unless_the_operator_opened_it(settings: Settings) -> None:
    settings.OUTGOING_ALLOW = frozenset()
    with serving(plain()) as server:
        assert code_of(lambda: fetch(server.url)) == "address_refused"
        private = Means(resolver=lambda host, port: ["127.0.0.1"])
        assert code_of(lambda: fetch("http://a.example/", by=private)) == "address_refused"
    assert server.asked == []


def test_a_name_that_changes_its_address_is_asked_once_and_the_first_answer_holds() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with serving(plain(b"isi")) as server:
        rebinding = Means(resolver=lambda host, port: next(answers))
        assert fetch(f"http://a.example:{server.port}/", by=rebinding).body() == b"isi"
        assert server.asked[0].headers["host"] == f"a.example:{server.port}"
        assert code_of(lambda: fetch(f"http://a.example:{server.port}/", by=rebinding)) == "address_refused"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest", "file:///etc/passwd", ""]
)
def test_a_redirect_to_where_nobody_may_go_is_refused(target: str) -> None:
    with serving(plain(b"", "302 Found", Location=target)) as server:
        assert code_of(lambda: fetch(server.url)) == "redirected"
        assert code_of(lambda: fetch(server.url, hops=2)) in ("address_refused", "bad_url", "redirected")


def test_redirects_are_followed_as_often_as_allowed() -> None:
    with serving(plain(b"isi")) as last, serving(
        plain(b"", "301 Moved", Location=f"{last.url}/b")
    ) as first:  # fmt: skip
        answer = fetch(first.url, hops=1)
        assert (answer.body(), answer.url) == (b"isi", f"{last.url}/b")
        assert code_of(lambda: fetch(first.url)) == "redirected"


def test_a_body_without_end_is_cut() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    with serving(lambda asked: itertools.chain([head], itertools.repeat(b"x" * 10_000))) as server:
        assert code_of(lambda: fetch(server.url, Limits(size=50_000))) == "too_large"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    with serving(plain(bomb, Content_Encoding="gzip")) as server:
        assert code_of(lambda: fetch(server.url, Limits(size=1_000_000))) == "too_large"
        assert len(fetch(server.url).body()) == 5_000_000


def test_packed_bodies_are_read_whole_or_refused() -> None:
    packed = gzip.compress(b"satu") + gzip.compress(b"dua")
    bodies = [
        plain(packed, Content_Encoding="gzip"),
        plain(zlib.compress(b"satudua"), Content_Encoding="deflate"),
    ]
    for body in bodies:
        with serving(body) as server:
            assert fetch(server.url).body() == b"satudua"
    for broken in (plain(packed[:30], Content_Encoding="gzip"), plain(b"x", Content_Encoding="gzip"),
                   plain(b"x", Content_Encoding="br")):  # fmt: skip
        with serving(broken) as server:
            assert code_of(lambda server=server: fetch(server.url)) == "broken_answer"  # type: ignore[misc]


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"halo\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", b"HTTP/1.1 abc OK\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_refused(answer: bytes) -> None:
    with serving(answer) as server:
        assert code_of(lambda: fetch(server.url)) in ("broken_answer", "unreachable")


def test_headers_without_end_are_cut() -> None:
    lines = itertools.chain(
        [b"HTTP/1.1 200 OK\r\n"], (b"X-%d: %s\r\n" % (n, b"y" * 2_000) for n in itertools.count())
    )
    again = itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")
    for endless in (lines, again):
        with serving(lambda asked, endless=endless: endless) as server:  # type: ignore[misc]
            assert code_of(lambda server=server: fetch(server.url)) == "broken_answer"  # type: ignore[misc]


def test_who_says_nothing_or_dribbles_is_left() -> None:
    over = threading.Event()

    def silent(asked: object) -> Iterator[bytes]:
        over.wait(20)
        yield b""

    def dribbling(asked: object) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while not over.wait(0.02):
            yield b"x"

    for answer in (silent, dribbling):
        with serving(answer) as server:
            assert code_of(lambda server=server: fetch(server.url, SOON)) == "timeout"  # type: ignore[misc]
    over.set()


def test_a_resolver_that_never_answers_is_left() -> None:
    over = threading.Event()

    def stuck(host: str, port: int) -> list[str]:
        over.wait(20)
        return []

    assert code_of(lambda: fetch("http://a.example/", SOON, by=Means(resolver=stuck))) == "timeout"
    over.set()


def test_a_closed_port_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert code_of(lambda: fetch(f"http://127.0.0.1:{port}/")) == "unreachable"


def test_tls_proves_the_name_although_the_address_is_pinned(tmp_path: Path) -> None:
    server_side, trust = _certified(tmp_path, "a.example")
    home = lambda host, port: ["127.0.0.1"]  # noqa: E731
    with serving(plain(b"isi"), server_side) as server:
        right = f"https://a.example:{server.port}/"
        assert fetch(right, by=Means(home, trust)).body() == b"isi"
        assert code_of(lambda: fetch(f"https://b.example:{server.port}/", by=Means(home, trust))) == "tls"
        assert code_of(lambda: fetch(right, by=Means(home))) == "tls"
    assert len(server.asked) == 1


def _certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side and a client's, for a certificate made now."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    kept = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(kept + certificate.public_bytes(serialization.Encoding.PEM))
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(pem)
    return server_side, ssl.create_default_context(cafile=str(pem))
