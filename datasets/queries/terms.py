"""Conditions over published datasets as catalogues of other make ask them: `field:value`, ranges, OR, NOT.

The tree comes from whoever read the text; here it becomes SQL. Fields whose values are few are
decided in Python, so that nothing a stranger typed becomes an identifier or a pattern of ours.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from datasets.models import Distribution
from datasets.queries.matching import word_condition
from datasets.queries.moments import read_moment
from datasets.vocab import Format, License, Topic


class Wild(StrEnum):
    """What stands for other letters: any number of them, or one."""

    ANY = "*"
    ONE = "?"


@dataclass(frozen=True)
class Term:
    """`field:value`; free words have no field. `pieces` where the value holds wildcards."""

    field: str
    value: str
    pieces: tuple[str, ...] = ()

    @property
    def is_anything(self) -> bool:
        """`field:*`."""
        return self.pieces == (Wild.ANY,)


@dataclass(frozen=True)
class Range:
    """`field:[low TO high]`; None is open, `{` and `}` leave their end out."""

    field: str
    low: str | None
    high: str | None
    is_low_in: bool = True
    is_high_in: bool = True


@dataclass(frozen=True)
class Both:
    """All of `parts`; none of them is everything."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Either:
    """Any of `parts`."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Without:
    """Not `part`."""

    part: Node


Node = Term | Range | Both | Either | Without
_Test = Callable[[str], bool]


class BadTerm(ValueError):
    """A field that is none, or a value that its field cannot have."""


#: Fields with values of the database's own, compared as text, letter by letter.
_TEXTS: dict[str, Any] = {
    "id": Cast("pk", TextField()),
    "name": F("slug"),
    "organization": F("organization__slug"),
    "owner_org": Cast("organization_id", TextField()),
    "title_string": F("title"),
}
_MOMENTS: dict[str, Any] = {"metadata_modified": F("modified"), "metadata_created": F("created_at")}
#: Fields of which every value is known: the value as it is told → as it is kept.
_CODES: dict[str, tuple[str, dict[str, str]]] = {
    "groups": ("topic", {topic.value: topic.value for topic in Topic}),
    "license_id": ("license", {license_.value: license_.value for license_ in License}),
}
#: What all that is published has in common.
_SAME = {
    "dataset_type": "dataset",
    "type": "dataset",
    "entity_type": "package",
    "state": "active",
    "capacity": "public",
    "private": "false",
}
_WORDS = {"title": "title", "notes": "description", "text": ""}
FIELDS = frozenset({*_TEXTS, *_MOMENTS, *_CODES, *_SAME, *_WORDS, "tags", "res_format"})


#: Never `Q()`: Django forgets an empty condition under OR and NOT, and would answer something else.
_EVERYTHING = ~Q(pk__in=())


def condition_of(node: Node, tags: Callable[[], Mapping[str, Sequence[str]]]) -> Q:
    """The condition over `packages.listed`. `tags` gives our tags by name, where they are asked for.

    Raises BadTerm.
    """
    if isinstance(node, Both):
        return Q(*(condition_of(part, tags) for part in node.parts)) if node.parts else _EVERYTHING
    if isinstance(node, Either):
        return Q(*(condition_of(part, tags) for part in node.parts), _connector=Q.OR)
    if isinstance(node, Without):
        return ~condition_of(node.part, tags)
    if node.field == "tags":
        return _tagged(node, tags())
    return _of_field(node)


def _of_field(node: Term | Range) -> Q:
    name = node.field
    if name in _TEXTS:
        return _compared(_TEXTS[name], node)
    if name in _MOMENTS:
        return _at(_MOMENTS[name], node)
    if name in _CODES:
        path, known = _CODES[name]
        return Q(**{f"{path}__in": [kept for told, kept in known.items() if _test(node)(told)]})
    if name in _SAME:
        return _EVERYTHING if _test(node)(_SAME[name]) else Q(pk__in=())
    if name == "res_format":
        return _with_file(node)
    return _worded(node)


def _compared(expression: Any, node: Term | Range) -> Q:
    """As text, by the code of its letters."""
    if isinstance(node, Range):
        return _within(expression, node, node.low, node.high)
    if node.is_anything:
        return _EVERYTHING
    if node.pieces:
        like = Value("".join(_LIKE(piece) for piece in node.pieces))
        return Q(Func(expression, like, arg_joiner=" LIKE ", template="%(expressions)s", output_field=_TRUTH))
    return Q(Exact(expression, node.value))


def _at(expression: Any, node: Term | Range) -> Q:
    """Moments: one, or a range."""
    if isinstance(node, Range):
        return _within(expression, node, _moment(node.low), _moment(node.high))
    if node.is_anything:
        return _EVERYTHING
    return Q(Exact(expression, _moment(node.value)))


def _within(expression: Any, node: Range, low: Any, high: Any) -> Q:
    conditions = _EVERYTHING
    if low is not None:
        conditions &= Q((GreaterThanOrEqual if node.is_low_in else GreaterThan)(expression, low))
    if high is not None:
        conditions &= Q((LessThanOrEqual if node.is_high_in else LessThan)(expression, high))
    return conditions


def _tagged(node: Term | Range, tags: Mapping[str, Sequence[str]]) -> Q:
    test = _test(node)
    ours = [tag for name, written in tags.items() if test(name) for tag in written]
    return Q(tags__overlap=ours) if ours else Q(pk__in=())


def _with_file(node: Term | Range) -> Q:
    """Formats are told in capitals; either way is understood."""
    test = _test(node)
    formats = [form.value for form in Format if test(form.value.upper()) or test(form.value)]
    files = Distribution.objects.filter(version=OuterRef("live_version"), format__in=formats)
    return Q(Exists(files), is_readable=True)


def _worded(node: Term | Range) -> Q:
    """Words within a text; without a field, anywhere."""
    if node.field and node.field not in _WORDS:
        raise BadTerm(f"undefined field {node.field[:60]}")
    if isinstance(node, Range):
        raise BadTerm(f"no range over {node.field[:60]}")
    if node.is_anything:
        return _EVERYTHING
    words = node.value.replace(Wild.ANY, " ").replace(Wild.ONE, " ").strip()
    if not words:
        raise BadTerm("no words")
    path = _WORDS.get(node.field)
    return Q(**{f"{path}__icontains": words}) if path else word_condition(words)


def _test(node: Term | Range) -> _Test:
    """Whether a value, as it is told, is the one asked for."""
    if isinstance(node, Range):
        return lambda told: _is_above(told, node) and _is_below(told, node)
    if node.pieces:
        shape = re.compile(fnmatch.translate("".join(_GLOB(piece) for piece in node.pieces)))
        return lambda told: shape.match(told) is not None
    return lambda told: told == node.value


def _is_above(told: str, node: Range) -> bool:
    return node.low is None or told > node.low or (node.is_low_in and told == node.low)


def _is_below(told: str, node: Range) -> bool:
    return node.high is None or told < node.high or (node.is_high_in and told == node.high)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return read_moment(text, datetime.now(UTC))
    except ValueError:
        raise BadTerm(f"invalid date {text[:60]}") from None


def _escaped(any_: str, one: str, special: str, mark: Callable[[str], str]) -> Callable[[str], str]:
    """How a piece is written in a pattern: wildcards as theirs, letters that mean something there marked."""

    def written(piece: str) -> str:
        if isinstance(piece, Wild):
            return any_ if piece is Wild.ANY else one
        return "".join(mark(letter) if letter in special else letter for letter in piece)

    return written


_LIKE = _escaped("%", "_", "%_\\", lambda letter: f"\\{letter}")
_GLOB = _escaped("*", "?", "*?[", lambda letter: f"[{letter}]")
_TRUTH = BooleanField()
