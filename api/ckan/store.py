"""What a call asks of the datastore, read into a query: every name and value is checked before any SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from api.ckan.arguments import Arguments, fault
from datasets.export.sql import Field
from datasets.models import Version
from datasets.queries.datastore_sql import ID, RANK, Level, StoreQuery, Words
from datasets.queries.row_values import read_value
from datasets.queries.selection import Condition, Operator, fields_of
from datasets.vocab import ColumnType

DEFAULT_LIMIT, MOST_ROWS = 100, 32_000
MOST_CONDITIONS, MOST_VALUES, MOST_WORDS, MOST_LEVELS = 50, 1_000, 20, 20
_RANGES = {"gt": Operator.GT, "gte": Operator.GTE, "lt": Operator.LT, "lte": Operator.LTE}
_LEVEL = re.compile(
    r'\s*"?(?P<name>\w{1,63})"?(?:\s+(?P<way>asc|desc))?(?:\s+nulls\s+(?P<nulls>first|last))?\s*', re.I
)
_SHAPES = frozenset({ColumnType.POINT, ColumnType.GEOMETRY})


def read_store_query(version: Version, arguments: Arguments) -> StoreQuery:
    """Conditions, words, order and columns that are asked for; the page is the caller's. Raises Invalid."""
    fields = fields_of(version)
    known = {ID.id: ID} | {field.id: field for field in fields}
    selected = _selected(arguments, known)
    is_distinct = arguments.truth("distinct")
    levels = _levels(arguments, known)
    if is_distinct and not {level.field.id for level in levels} <= {field.id for field in selected}:
        raise fault("sort", "distinct rows are sorted by columns that are shown")
    words, rank_of = _words(arguments, known)
    return StoreQuery(
        version=version,
        fields=fields,
        selected=selected,
        conditions=_conditions(arguments, known),
        words=words,
        levels=levels,
        is_distinct=is_distinct,
        rank_of="" if RANK in known or is_distinct else rank_of,
    )


def limit_of(arguments: Arguments) -> int:
    """`limit`, clipped to what one answer holds."""
    limit = arguments.whole("limit", DEFAULT_LIMIT)
    return min(DEFAULT_LIMIT if limit is None else limit, MOST_ROWS)


def _selected(arguments: Arguments, known: Mapping[str, Field]) -> tuple[Field, ...]:
    names = _names(arguments, "fields")
    return tuple(_column("fields", name, known) for name in dict.fromkeys(names)) or tuple(known.values())


def _names(arguments: Arguments, name: str) -> list[str]:
    """A list, or names between commas."""
    value = arguments.parsed(name)
    if isinstance(value, str):
        return [piece.strip().strip('"') for piece in value.split(",")] if value.strip() else []
    return arguments.listed(name)


def _levels(arguments: Arguments, known: Mapping[str, Field]) -> tuple[Level, ...]:
    value = arguments.parsed("sort")
    pieces = value.split(",") if isinstance(value, str) else arguments.listed("sort")
    if len(pieces) > MOST_LEVELS:
        raise fault("sort", "too many columns")
    return tuple(_level(piece, known) for piece in pieces if piece.strip() or len(pieces) > 1)


def _level(piece: str, known: Mapping[str, Field]) -> Level:
    found = _LEVEL.fullmatch(piece)
    if found is None:
        raise fault("sort", f"cannot read {piece.strip()[:60]!r}")
    field = _column("sort", found["name"], known)
    if field.type in _SHAPES:
        raise fault("sort", f"{field.id} has no order")
    return Level(field, (found["way"] or "").lower() == "desc", (found["nulls"] or "").lower())


def _conditions(arguments: Arguments, known: Mapping[str, Field]) -> tuple[Condition, ...]:
    filters = arguments.parsed("filters")
    if filters in (None, ""):
        return ()
    if not isinstance(filters, dict):
        raise fault("filters", "Cannot parse JSON: an object is expected")
    found = [
        condition
        for name, asked in filters.items()
        for condition in _asked(_column("filters", name, known), asked)
    ]
    if len(found) > MOST_CONDITIONS:
        raise fault("filters", "too many filters")
    return tuple(found)


def _asked(field: Field, asked: Any) -> Iterable[Condition]:
    """What is asked of one column: a value, any of several, or a range."""
    if isinstance(asked, dict):
        if not asked or not set(asked) <= set(_RANGES):
            raise fault("filters", f"{field.id}: gt, gte, lt, lte")
        return [Condition(field, _RANGES[sign], (_value(field, value),)) for sign, value in asked.items()]
    if isinstance(asked, list):
        if not 0 < len(asked) <= MOST_VALUES:
            raise fault("filters", f"{field.id}: 1 to {MOST_VALUES} values")
        return [Condition(field, Operator.IN, tuple(_value(field, value) for value in asked))]
    if asked in (None, "") and field is not ID:
        return [Condition(field, Operator.ISNULL, ("true",))]
    return [Condition(field, Operator.EQ, (_value(field, asked),))]


def _value(field: Field, value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool):
        value = "true" if value else "false"
    try:
        return read_value(field.type, value if isinstance(value, str) else _written(value))
    except ValueError:
        raise fault("filters", f"{field.id}: invalid value {str(value)[:60]!r}") from None


def _written(value: Any) -> str:
    if not isinstance(value, int | float):
        raise ValueError("neither text nor number")
    return format(value, "f") if isinstance(value, float) else str(value)


def _words(arguments: Arguments, known: Mapping[str, Field]) -> tuple[tuple[Words, ...], str]:
    """The words of `q` and `full_text`, and those whose rank is shown: `q` as one text has a rank."""
    read = _plain if arguments.truth("plain", default=True) else _of_tsquery
    q = arguments.parsed("q")
    found: list[Words] = []
    rank_of = ""
    if isinstance(q, dict):
        found += [Words(read("q", text), _column("q", name, known)) for name, text in q.items()]
    elif q not in (None, ""):
        found.append(Words(read("q", arguments.text("q"))))
        rank_of = " ".join(found[0].words)
    if full := arguments.text("full_text"):
        found.append(Words(read("full_text", full)))
    if any(words.field is ID for words in found) or sum(len(words.words) for words in found) > MOST_WORDS:
        raise fault("q", "too many words, or words in _id")
    return tuple(words for words in found if words.words), rank_of


def _plain(name: str, text: Any) -> tuple[str, ...]:
    if not isinstance(text, str) or len(text) > 1_000:
        raise fault(name, "a text is expected")
    return tuple(text.split())


def _of_tsquery(name: str, text: Any) -> tuple[str, ...]:
    """`kata:* & lain` of clients that write PostgreSQL's own search: words and `&` only."""
    words = _plain(name, text)
    kept = [word.removesuffix(":*").strip("'\"") for word in " ".join(words).replace("&", " ").split()]
    if any(re.search(r"[|!<>():*\\']", word) for word in kept):
        raise fault(name, "only words, & and :* are understood")
    return tuple(word for word in kept if word)


def _column(parameter: str, name: str, known: Mapping[str, Field]) -> Field:
    found = known.get(name)
    if found is None:
        raise fault(parameter, f'column "{name[:60]}" does not exist')
    return found
