"""Arguments: every way a client writes a truth, a number, a list, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from api.ckan.arguments import Arguments
from api.ckan.errors import Invalid


@pytest.mark.parametrize("word", [True, "True", "TRUE", "true", "1", 1, "yes", "on"])
def test_ways_to_say_yes(word: Any) -> None:
    assert Arguments({"a": word}).truth("a") is True


@pytest.mark.parametrize("word", [False, "False", "FALSE", "0", 0, "no", "off", ""])
def test_ways_to_say_no(word: Any) -> None:
    assert Arguments({"a": word}).truth("a", default=True) is False


def test_nothing_given_is_the_default() -> None:
    given = Arguments({"a": None})
    assert given.truth("a", default=True) is True
    assert given.whole("a", 7) == 7
    assert given.text("a", "x") == "x"
    assert given.listed("a") == []
    assert "a" not in given


def test_lists_come_as_json_repeated_or_alone() -> None:
    for value in ('["x", "y"]', ["x", "y"]):
        assert Arguments({"a": value}).listed("a") == ["x", "y"]
    assert Arguments({"a": "x"}).listed("a") == ["x"]


def test_numbers_come_as_text_or_number() -> None:
    assert [Arguments({"a": value}).whole("a") for value in (3, "3", "3.0", " 3 ", "+3")] == [3] * 5


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("truth", "mungkin"),
        ("truth", []),
        ("whole", "-1"),
        ("whole", "x"),
        ("whole", "1e3"),
        ("whole", "9" * 400),
        ("whole", "1.5"),
        ("whole", True),
        ("whole", "١"),
        ("whole", {}),
        ("text", []),
        ("required", ""),
        ("listed", "[1]"),
        ("listed", "[x"),
        ("listed", {"a": 1}),
        ("listed", "[" * 50_000),
        ("parsed", '{"a": NaN}'),
        ("parsed", "[" * 900 + "]" * 900),
        ("parsed", '["\\u0000"]'),
        ("parsed", '{"a": "\\ud800"}'),
    ],
)
def test_what_cannot_be_read_is_named(method: str, value: Any) -> None:
    with pytest.raises(Invalid) as caught:
        getattr(Arguments({"a": value}), method)("a")
    assert list(caught.value.faults) == ["a"]


def test_depth_is_bounded_before_anything_looks_inside() -> None:
    deep: Any = 1
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(Invalid):
        Arguments({"a": deep})
    assert Arguments({"a": [[{"b": [1]}]]}).value("a") == [[{"b": [1]}]]


@pytest.mark.parametrize("value", ["\x00", ["\x00"], {"\x00": 1}, {"a": ["\ud800"]}, "a" * 100_001])
def test_text_that_no_database_holds_is_refused(value: Any) -> None:
    with pytest.raises(Invalid):
        Arguments({"a": value})
