"""Where a request may go: public names and addresses; then every way to a private one, refused."""

from __future__ import annotations

import ipaddress

import pytest

from satudata.destinations import Refused, Resolver, addresses_of, check_address, destination_of, is_public

PUBLIC = "93.184.216.34"


def code_of(url: str, *allowed: str) -> str:
    with pytest.raises(Refused) as caught:
        addresses_of(destination_of(url, allowed), allowed, lambda host, port: [PUBLIC])
    return caught.value.code


def test_a_plain_address_is_taken_apart() -> None:
    to = destination_of("https://Data.Kota.go.id/hook?a=b c".replace(" ", "%20"))
    assert (to.scheme, to.host, to.port, to.path) == ("https", "data.kota.go.id", 443, "/hook?a=b%20c")
    assert to.netloc == "data.kota.go.id"
    assert destination_of("http://a.example:8080").netloc == "a.example:8080"
    assert destination_of("http://[2606:4700::1111]/").netloc == "[2606:4700::1111]"
    assert destination_of("http://kótá.example/jalan ké".replace(" ", "%20")).host == "xn--kt-nia4e.example"


def test_it_is_resolved_once_and_every_address_is_given() -> None:
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [PUBLIC, "2606:4700::1111"]

    found = addresses_of(destination_of("https://a.example/"), (), resolver)
    assert [str(one) for one in found] == [PUBLIC, "2606:4700::1111"]
    assert asked == [("a.example", 443)]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "[::1]", "[::]", "[::ffff:10.0.0.1]", "[::ffff:8.8.8.8]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001:0:4136:e378::]", "[2001:db8::1]",
        "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[100::1]", "[3fff::1]",
        "localhost", "app.localhost", "db.internal", "router.lan", "redis", "１２７.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    assert code_of(f"http://{host}/") == "address_refused"


@pytest.mark.parametrize(
    "url",
    [
        "", "hook", "//a.example/", "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "javascript:1",
        "http://", "http:///hook", "http://a.example.", "http://localhost./", "http://127.0.0.1./", "http://127.1/",
        "http://2130706433/", "http://0x7f.1/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.0.0.1.0x1/",
        "http://127.0.0.01/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://[fe80::1%25eth0]/", "http://[::1/",
        "http://u:p@a.example/", "http://a.example@127.0.0.1/", "http://a.example\\@127.0.0.1/", "http://a b/",
        "http://a.example/\r\nX: y", "http://a.example/\x00", "http://a..b/", "http://-a.b/", "http://a.example:x/",
        "http://a.example:99999/", "http://%31%32%37.0.0.1/", "http://" + "a" * 64 + ".id/",
        "http://a.example/" + "x" * 2_000,
    ],
)  # fmt: skip
def test_any_but_the_plain_form_is_refused(url: str) -> None:
    assert code_of(url) == "bad_url"


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 11211])
def test_ports_of_other_services_are_refused(port: int) -> None:
    assert code_of(f"http://a.example:{port}/") == "port_refused"
    assert code_of(f"http://{PUBLIC}:{port}/") == "port_refused"


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    to = destination_of("http://a.example/")
    for bad in ("127.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0"):
        with pytest.raises(Refused) as caught:
            addresses_of(to, (), lambda host, port, bad=bad: [PUBLIC, bad])  # type: ignore[misc]
        assert caught.value.code == "address_refused"


def test_a_name_without_address_is_told() -> None:
    def nothing(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    resolvers: tuple[Resolver, ...] = (nothing, lambda host, port: [])
    for resolver in resolvers:
        with pytest.raises(Refused) as caught:
            addresses_of(destination_of("http://a.example/"), (), resolver)
        assert caught.value.code == "unknown_host"


def test_what_the_operator_opens_is_reached_and_nothing_beside() -> None:
    opened = {"10.1.2.3:9000", "fd00::5"}
    check_address(ipaddress.ip_address("10.1.2.3"), 9000, opened)
    check_address(ipaddress.ip_address("fd00::5"), 1234, opened)
    assert code_of("http://10.1.2.3:9001/", *opened) == "address_refused"
    assert code_of("http://10.1.2.4:9000/", *opened) == "address_refused"


@pytest.mark.parametrize("text", [PUBLIC, "8.8.8.8", "2606:4700::1111", "2001:4860:4860::8888"])
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))
