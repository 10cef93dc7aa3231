"""A question about groups of rows, read from the address: keys, measures, what is left out, the order."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from datasets.export.sql import Field
from datasets.models import Version
from datasets.queries.aggregate_words import (
    PART_TYPES,
    PARTS_OF,
    TYPES_OF,
    DatePart,
    Function,
)
from datasets.queries.code_lookups import known_columns
from datasets.queries.errors import BadParameter
from datasets.queries.selection import (
    Operator,
    Selection,
    conditions_in,
    fields_of,
    no_column,
    only,
    unreadable,
    value_in,
    words_in,
)
from datasets.vocab import NUMERIC_TYPES, ColumnType

MOST_GROUPS, MOST_KEYS, MOST_MEASURES, MOST_HAVING = 10_000, 6, 20, 10

#: Parameters that are not about a column.
RESERVED = frozenset({"group_by", "measure", "having", "pivot", "sort", "limit", "q", "version"})
_SHAPES = frozenset({ColumnType.POINT, ColumnType.GEOMETRY})
_LONGEST = 63  # letters of a name in an answer: what PostgreSQL holds


@dataclass(frozen=True)
class Key:
    """What rows are taken together by: a column, or a part of its dates; `field` is how it is told."""

    field: Field
    column: Field
    part: DatePart | None = None


@dataclass(frozen=True)
class Measure:
    """What is told of each group; `column` is None where rows are counted."""

    field: Field
    function: Function
    column: Field | None = None


@dataclass(frozen=True)
class Having:
    """A group stays where its measure meets this; the value is in PostgreSQL's own writing."""

    measure: Measure
    operator: Operator
    value: str


@dataclass(frozen=True)
class Level:
    """One level of the order, by the name of a key or a measure; nulls stand last."""

    name: str
    is_descending: bool = False


@dataclass(frozen=True, kw_only=True)
class AggregateQuery(Selection):
    """Groups of the selected rows; without `limit` all. `pivot` is the key whose values become columns."""

    keys: tuple[Key, ...]
    measures: tuple[Measure, ...]
    having: tuple[Having, ...] = ()
    levels: tuple[Level, ...] = ()
    limit: int | None = None
    pivot: Key | None = None

    @property
    def columns(self) -> tuple[Field, ...]:
        """The columns of rows that the keys and measures are made of."""
        asked = [*(key.column for key in self.keys), *(m.column for m in self.measures if m.column)]
        return tuple({field.id: field for field in asked}.values())

    @property
    def has_lookups(self) -> bool:
        """Whether the answer also depends on a code list, which may change while the version stays."""
        return any(field.lookup for field in (*self.columns, *(c.field for c in self.conditions)))

    @property
    def rest(self) -> tuple[Key, ...]:
        """The keys that stay keys: all but the one whose values become columns."""
        return tuple(key for key in self.keys if key != self.pivot)


def parse_aggregate_query(version: Version, params: Mapping[str, Sequence[str]]) -> AggregateQuery:
    """The question in `params` ({name: [values]}). Raises BadParameter for anything not understood."""
    given = {name: only(name, values) for name, values in params.items()}
    fields = fields_of(version)
    told = (given.get(name, "") for name in ("group_by", "measure"))
    by_id = known_columns(version, fields, [*given, *told])
    keys = _keys(given.get("group_by"), by_id)
    measures = _measures(given.get("measure", "count"), by_id, {key.field.id for key in keys})
    pivot = _pivot(given.get("pivot"), keys)
    return AggregateQuery(
        version=version,
        fields=fields,
        conditions=conditions_in({n: text for n, text in given.items() if n not in RESERVED}, by_id),
        words=words_in(given.get("q")),
        keys=keys,
        measures=measures,
        having=_having(given.get("having"), measures),
        levels=_levels(given.get("sort"), keys, measures, pivot),
        limit=_limit(given.get("limit")),
        pivot=pivot,
    )


def _keys(text: str | None, by_id: Mapping[str, Field]) -> tuple[Key, ...]:
    """`a,b:month`: named by the column's id, or `b_month` where the column is there twice."""
    if text is None:
        return ()
    pieces = _pieces("group_by", text, MOST_KEYS)
    names = [piece.partition(":")[0] for piece in pieces]
    keys: list[Key] = []
    for piece, name in zip(pieces, names, strict=True):
        taken = {key.field.id for key in keys}
        keys.append(_key(piece, by_id, taken, is_twice=names.count(name) > 1))
    return tuple(keys)


def _key(piece: str, by_id: Mapping[str, Field], taken: set[str], *, is_twice: bool) -> Key:
    name, _, word = piece.partition(":")
    column = by_id.get(name)
    if column is None or column.type in _SHAPES:
        raise no_column("group_by", name, by_id)
    part = _part(piece, column) if ":" in piece else None
    label = f"{column.label} ({word})" if part else column.label
    told = _free(f"{name}_{word}" if is_twice and part else name, taken)
    kind = PART_TYPES[part] if part else column.type
    return Key(Field(told, label, kind, column.unit), column, part)


def _part(piece: str, column: Field) -> DatePart:
    allowed = PARTS_OF.get(column.type, ())
    word = piece.partition(":")[2]
    if word not in allowed:
        detail = gettext("“%(piece)s”: kolom ini %(allowed)s.") % {
            "piece": piece[:100],
            "allowed": gettext("dapat dibagi menurut %s") % ", ".join(allowed)
            if allowed
            else gettext("bukan tanggal, jadi tidak dapat dibagi"),
        }
        raise BadParameter("group_by", "part_not_for_type", detail)
    return DatePart(word)


def _measures(text: str, by_id: Mapping[str, Field], taken: set[str]) -> tuple[Measure, ...]:
    measures: list[Measure] = []
    for piece in _pieces("measure", text, MOST_MEASURES):
        measures.append(_measure(piece, by_id, taken | {measure.field.id for measure in measures}))
    return tuple(measures)


def _measure(piece: str, by_id: Mapping[str, Field], taken: set[str]) -> Measure:
    """`sum:x`, named `sum_x`; a name that a key has already gets `_` at its end."""
    word, has_column, name = piece.partition(":")
    if word not in set(Function) or (not has_column and word != Function.COUNT):
        detail = gettext("“%(piece)s” bukan ukuran. Tulis count atau fungsi:kolom; fungsinya %(all)s.")
        raise BadParameter(
            "measure", "unknown_measure", detail % {"piece": piece[:100], "all": ", ".join(Function)}
        )
    function, column = Function(word), by_id.get(name)
    if has_column and column is None:
        raise no_column("measure", name, by_id)
    if column is not None and column.type not in TYPES_OF[function]:
        detail = gettext("“%(function)s” tidak berlaku untuk kolom “%(column)s”.")
        raise BadParameter(
            "measure", "function_not_for_type", detail % {"function": word, "column": column.id}
        )
    told = _free(f"{word}_{name}" if column else word, taken)
    return Measure(_told(told, function, column), function, column)


def _free(name: str, taken: set[str]) -> str:
    """`name`, cut to what PostgreSQL holds, with `_` at its end for as long as it is taken."""
    name = name[:_LONGEST]
    while name in taken:
        name = f"{name}_" if len(name) < _LONGEST else f"{name.rstrip('_')[:-1]}_"
    return name


def _told(name: str, function: Function, column: Field | None) -> Field:
    label = f"{function} {column.label}" if column else function.value
    unit = column.unit if column and function is not Function.COUNT else ""
    if function is Function.COUNT:
        return Field(name, label, ColumnType.INTEGER)
    assert column is not None
    if function in (Function.MIN, Function.MAX):
        return Field(name, label, column.type, unit)
    return Field(name, label, ColumnType.DECIMAL, unit)


def _pivot(text: str | None, keys: Sequence[Key]) -> Key | None:
    if text is None:
        return None
    for key in keys:
        if key.field.id == text:
            return key
    detail = gettext("“pivot” harus salah satu dari “group_by”: %(keys)s.")
    raise BadParameter("pivot", "not_grouped", detail % {"keys": ", ".join(k.field.id for k in keys)})


def _having(text: str | None, measures: Sequence[Measure]) -> tuple[Having, ...]:
    """`sum_x__gte:100,count__gt:5`."""
    if text is None:
        return ()
    by_name = {measure.field.id: measure for measure in measures}
    return tuple(_condition(piece, by_name) for piece in _pieces("having", text, MOST_HAVING))


_COMPARED = {f"__{o}": o for o in Operator if o not in (Operator.EQ, Operator.IN, Operator.CONTAINS)}


def _condition(piece: str, by_name: Mapping[str, Measure]) -> Having:
    name, has_value, value = piece.partition(":")
    ending = next((end for end in _COMPARED if name.endswith(end) and name not in by_name), "")
    measure = by_name.get(name.removesuffix(ending))
    if measure is None or not has_value:
        detail = gettext(
            "“%(piece)s” tidak dapat dibaca. Tulis ukuran__gte:nilai; ukuran yang diminta: %(all)s."
        )
        raise BadParameter(
            "having", "unknown_measure", detail % {"piece": piece[:100], "all": ", ".join(by_name)}
        )
    operator = _COMPARED[ending] if ending else Operator.EQ
    if operator is Operator.ISNULL:
        return Having(measure, operator, value_in("having", value, ColumnType.BOOLEAN))
    kind = ColumnType.DECIMAL if measure.field.type in NUMERIC_TYPES else measure.field.type
    return Having(measure, operator, value_in("having", value, kind))


def _levels(
    text: str | None, keys: Sequence[Key], measures: Sequence[Measure], pivot: Key | None
) -> tuple[Level, ...]:
    """`-sum_x,a`; with a pivot only by the keys that stay."""
    if text is None:
        return ()
    names = [key.field.id for key in keys if key != pivot]
    names += [] if pivot else [measure.field.id for measure in measures]
    levels = tuple(
        Level(piece.removeprefix("-"), piece.startswith("-")) for piece in _pieces("sort", text, len(names))
    )
    for place, level in enumerate(levels):
        if level.name not in names:
            detail = gettext("Kelompok tidak dapat diurutkan menurut “%(name)s”. Yang ada: %(names)s.")
            raise BadParameter(
                "sort", "unknown_column", detail % {"name": level.name[:100], "names": ", ".join(names)}
            )
        if level.name in [one.name for one in levels[:place]]:
            raise _twice("sort", level.name)
    return levels


def _pieces(name: str, text: str, most: int) -> list[str]:
    """What stands between commas, none of it empty or twice; a comma inside stands in double quotes."""
    try:
        pieces = next(csv.reader([text], strict=True), [])
    except csv.Error:
        pieces = []
    if not pieces or not all(pieces):
        raise unreadable(name, gettext("nama yang dipisahkan koma"))
    if len(pieces) > max(most, 1):
        detail = gettext("Paling banyak %(most)s untuk “%(name)s”.") % {"most": most, "name": name}
        raise BadParameter(name, "too_many", detail)
    for place, piece in enumerate(pieces):
        if piece in pieces[:place]:
            raise _twice(name, piece)
    return pieces


def _limit(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= MOST_GROUPS):
        detail = gettext("“limit” harus bilangan bulat dari 1 sampai 10.000.")
        raise BadParameter("limit", "out_of_range", detail)
    return int(text)


def _twice(name: str, piece: str) -> BadParameter:
    return BadParameter(
        name, "given_twice", gettext("“%(piece)s” disebut dua kali.") % {"piece": piece[:100]}
    )
