"""Reading the environment: each kind of value, and each refusal with the variable's name in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from satudata import env


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the variable X."""
    monkeypatch.delenv("X", raising=False)
    return lambda value: monkeypatch.setenv("X", value)


def test_it_works(given: Callable[[str], None]) -> None:
    given(" 12 ")
    assert (env.text("X"), env.whole("X", 1), env.several("X", [])) == ("12", 12, ["12"])


def test_what_is_unset_or_empty_is_the_default(given: Callable[[str], None]) -> None:
    given("  ")
    assert env.text("X", "a") == "a"
    assert env.whole("X", 3) == 3
    assert env.flag("X", default=True)
    assert env.several("X", ["a"]) == ["a"]
    assert env.email("X") == {}


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "satu", "0x10", "4"])
def test_a_number_that_is_none_or_too_small_is_refused(given: Callable[[str], None], value: str) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match="X="):
        env.whole("X", 9, least=5)


@pytest.mark.parametrize("value", ["no", "yes", "true", "2"])
def test_a_flag_is_one_or_nought(given: Callable[[str], None], value: str) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match="X="):
        env.flag("X", default=True)


def test_a_choice_must_be_known(given: Callable[[str], None]) -> None:
    given("xml")
    with pytest.raises(ImproperlyConfigured, match="json, text"):
        env.choice("X", "text", ("json", "text"))


def test_several_are_split_at_commas(given: Callable[[str], None]) -> None:
    given("a.id, b.id,,")
    assert env.several("X", []) == ["a.id", "b.id"]


def test_a_folder_is_absolute(given: Callable[[str], None]) -> None:
    given("data kota")
    assert env.folder("X", Path("/")) == Path.cwd() / "data kota"


@pytest.mark.parametrize(
    "value", ["data.kota.id", "ftp://data.kota.id", "https://", "https://a.id/jalur", "https://a.id?x=1"]
)
def test_a_public_address_is_scheme_and_host_only(given: Callable[[str], None], value: str) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match="X="):
        env.public_url("X", "")


def test_a_public_address_loses_its_last_slash(given: Callable[[str], None]) -> None:
    given("https://data.kota.id/")
    assert env.public_url("X", "") == "https://data.kota.id"


def test_a_database_over_the_network(given: Callable[[str], None]) -> None:
    given("postgresql://u%40:p%2F@db:5433/kota?sslmode=require")
    read = env.database("X", "")
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "u@", "p/", "db", "5433", "kota",
    ]  # fmt: skip
    assert read["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("value", ["sqlite:///x", "mysql://u@h/x", "postgresql://host", "postgresql://host/"])
def test_another_database_is_refused_without_telling_the_password(
    given: Callable[[str], None], value: str
) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match="X harus"):
        env.database("X", "")


def test_a_redis_that_is_none_is_refused(given: Callable[[str], None]) -> None:
    given("amqp://host")
    with pytest.raises(ImproperlyConfigured, match="X harus"):
        env.redis_url("X", "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://mail", (25, False, False)),
        ("smtp+tls://mail", (587, True, False)),
        ("smtps://mail:4650", (4650, False, True)),
    ],
)
def test_mail_goes_as_its_scheme_says(given: Callable[[str], None], value: str, expected: Any) -> None:
    given(value)
    read = env.email("X")
    assert (read["port"], read["starttls"], read["tls"]) == expected


@pytest.mark.parametrize("value", ["mail", "http://mail", "smtp://"])
def test_mail_that_cannot_be_sent_is_refused(given: Callable[[str], None], value: str) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match="X harus"):
        env.email("X")


def test_addresses_that_are_opened_are_read_and_anything_else_is_refused(
    given: Callable[[str], None],
) -> None:
    given("10.1.2.3, 10.1.2.3:8080, fd00::1, [fd00::2]:443")
    assert env.addresses("X") == {"10.1.2.3", "10.1.2.3:8080", "fd00::1", "[fd00::2]:443"}
    given("")
    assert env.addresses("X") == frozenset()
    for wrong in ("localhost", "10.1.2.0/24", "10.1.2.3:", "10.1.2.3:x", "127.1", "*"):
        given(wrong)
        with pytest.raises(ImproperlyConfigured, match="X"):
            env.addresses("X")
