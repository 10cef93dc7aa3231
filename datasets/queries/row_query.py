"""A question about rows, read from the address: every name and value is checked before any SQL."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from datasets.export.sql import PG_TYPES, Field
from datasets.models import Version
from datasets.queries.errors import BadParameter
from datasets.queries.row_values import MOST_LETTERS, read_value
from datasets.vocab import ColumnType

DEFAULT_LIMIT, MOST_ROWS = 100, 10_000
MOST_VALUES, MOST_SORTS, MOST_CONDITIONS = 200, 8, 50

#: Parameters that are not about a column; a column id that would clash gets `_` at its end.
RESERVED = frozenset({"q", "select", "sort", "limit", "cursor", "version"})
_SHAPES = frozenset({ColumnType.POINT, ColumnType.GEOMETRY})


class Operator(StrEnum):
    """What may be asked of a column: `column=v`, `column__gt=v` …"""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    IN = "in"
    CONTAINS = "contains"
    ISNULL = "isnull"


@dataclass(frozen=True)
class Condition:
    """One condition: values are in PostgreSQL's own writing, of the field's type."""

    field: Field
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sort:
    """One level of the order; nulls stand last, whichever way it goes."""

    field: Field
    is_descending: bool = False


@dataclass(frozen=True)
class RowsQuery:
    """Rows of one version: which, in what order, which columns of them, how many, from where."""

    version: Version
    fields: tuple[Field, ...]
    selected: tuple[Field, ...]
    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()
    sorts: tuple[Sort, ...] = ()
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    question: dict[str, Any] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every row of the version is asked for."""
        return not self.conditions and not self.words


def fields_of(version: Version) -> tuple[Field, ...]:
    """The columns of a version, in order."""
    return tuple(
        Field(c["id"], c["label"], ColumnType(c["type"]), c.get("unit") or "") for c in version.columns
    )


def parse_rows_query(
    version: Version, params: Mapping[str, Sequence[str]], *, is_stream: bool = False
) -> RowsQuery:
    """The question in `params` ({name: [values]}). Raises BadParameter for anything not understood.

    A stream is the whole selection: it knows no `limit` and no `cursor`.
    """
    single = {name: _only(name, values) for name, values in params.items()}
    fields = fields_of(version)
    by_id = {field.id: field for field in fields}
    conditions = tuple(
        _condition(name, text, by_id, is_stream)
        for name, text in single.items()
        if _is_condition(name, is_stream)
    )
    if len(conditions) > MOST_CONDITIONS:
        raise BadParameter("", "too_many", gettext("Terlalu banyak penyaring."))
    sorts = _sorts(single.get("sort"), by_id)
    words = _words(single.get("q"))
    return RowsQuery(
        version=version,
        fields=fields,
        selected=_selected(single.get("select"), by_id),
        conditions=conditions,
        words=words,
        sorts=sorts,
        limit=_limit(single.get("limit")),
        cursor=single.get("cursor", ""),
        question=_question(version, conditions, words, sorts),
    )


def _only(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        detail = gettext("“%(name)s” hanya boleh diberikan sekali; untuk beberapa nilai pakai __in.")
        raise BadParameter(name[:100], "given_twice", detail % {"name": name[:100]})
    if "\x00" in values[0]:
        raise _unreadable(name, gettext("teks tanpa karakter NUL"))
    return values[0]


def _is_condition(name: str, is_stream: bool) -> bool:
    return name not in (RESERVED - {"limit", "cursor"} if is_stream else RESERVED)


def _condition(name: str, text: str, by_id: Mapping[str, Field], is_stream: bool) -> Condition:
    column, operator = _split(name, by_id)
    if column is None or operator is None:
        raise _unknown(name, by_id, is_stream)
    if operator is Operator.ISNULL:
        return Condition(column, operator, (_truth(name, text),))
    if operator is Operator.CONTAINS:
        return Condition(column, operator, (_piece(name, text, column),))
    given = _listed(name, text) if operator is Operator.IN else [text]
    return Condition(column, operator, tuple(_value(name, value, column) for value in given))


def _split(name: str, by_id: Mapping[str, Field]) -> tuple[Field | None, Operator | None]:
    if name in by_id:
        return by_id[name], Operator.EQ
    column, _, word = name.rpartition("__")
    try:
        operator = Operator(word)
    except ValueError:
        return None, None
    return (None, None) if operator is Operator.EQ else (by_id.get(column), operator)


def _value(name: str, text: str, column: Field) -> str:
    try:
        return read_value(column.type, text)
    except ValueError:
        raise _unreadable(name, _EXPECTED.get(column.type) or column.type.value) from None


def _listed(name: str, text: str) -> list[str]:
    """Values between commas; one that holds a comma stands in double quotes."""
    try:
        values = next(csv.reader([text], strict=True), [])
    except csv.Error:
        values = []
    if not values:
        raise _unreadable(name, gettext("nilai yang dipisahkan koma"))
    if len(values) > MOST_VALUES:
        detail = gettext("Paling banyak %(most)s nilai untuk __in.") % {"most": MOST_VALUES}
        raise BadParameter(name, "too_many_values", detail)
    return values


def _piece(name: str, text: str, column: Field) -> str:
    if PG_TYPES[column.type] != "text":
        detail = gettext("__contains hanya untuk kolom teks dan kode; “%(column)s” bukan.")
        raise BadParameter(name, "operator_not_for_type", detail % {"column": column.id})
    if not text or len(text) > MOST_LETTERS:
        raise _unreadable(name, gettext("potongan teks yang dicari"))
    return text


def _truth(name: str, text: str) -> str:
    try:
        return read_value(ColumnType.BOOLEAN, text)
    except ValueError:
        raise _unreadable(name, "true / false") from None


def _selected(text: str | None, by_id: Mapping[str, Field]) -> tuple[Field, ...]:
    if text is None:
        return tuple(by_id.values())
    names = text.split(",")
    for place, name in enumerate(names):
        if name not in by_id:
            raise _no_column("select", name, by_id)
        if name in names[:place]:
            raise BadParameter("select", "given_twice", gettext("Satu kolom disebut dua kali."))
    return tuple(by_id[name] for name in names)


def _sorts(text: str | None, by_id: Mapping[str, Field]) -> tuple[Sort, ...]:
    if text is None:
        return ()
    sorts = tuple(_sort(piece, by_id) for piece in text.split(","))
    if len({sort.field.id for sort in sorts}) < len(sorts):
        raise BadParameter("sort", "given_twice", gettext("Satu kolom disebut dua kali."))
    if len(sorts) > MOST_SORTS:
        detail = gettext("Urutkan menurut paling banyak %(most)s kolom.") % {"most": MOST_SORTS}
        raise BadParameter("sort", "too_many", detail)
    return sorts


def _sort(piece: str, by_id: Mapping[str, Field]) -> Sort:
    name = piece.removeprefix("-")
    if name not in by_id or by_id[name].type in _SHAPES:
        raise _no_column("sort", name, by_id)
    return Sort(by_id[name], is_descending=piece != name)


def _words(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    if len(text) > MOST_LETTERS:
        raise _unreadable("q", gettext("kata yang dicari"))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _unreadable("q", gettext("kata yang dicari")) from None
    return tuple(text.split()[:20])


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= MOST_ROWS):
        detail = gettext("“limit” harus bilangan bulat dari 1 sampai 10.000.")
        raise BadParameter("limit", "out_of_range", detail)
    return int(text)


def _question(
    version: Version, conditions: Sequence[Condition], words: Sequence[str], sorts: Sequence[Sort]
) -> dict[str, Any]:
    return {
        "version": str(version.pk),
        "where": sorted([c.field.id, c.operator, *c.values] for c in conditions),
        "q": list(words),
        "sort": [[s.field.id, s.is_descending] for s in sorts],
    }


def _unknown(name: str, by_id: Mapping[str, Field], is_stream: bool) -> BadParameter:
    if is_stream and name in ("limit", "cursor"):
        detail = gettext("Unduhan selalu memuat seluruh pilihan; “%(name)s” hanya untuk /rows.")
        return BadParameter(name, "not_for_streams", detail % {"name": name})
    return _no_column(name[:100], name, by_id, code="unknown_parameter")


def _no_column(
    parameter: str, name: str, by_id: Mapping[str, Field], code: str = "unknown_column"
) -> BadParameter:
    detail = gettext("“%(name)s” bukan kolom atau parameter di sini. Kolom yang ada: %(columns)s.")
    return BadParameter(parameter, code, detail % {"name": name[:100], "columns": ", ".join(by_id)})


def _unreadable(name: str, expected: object) -> BadParameter:
    detail = gettext("Nilai “%(name)s” tidak dapat dibaca. Yang diharapkan: %(expected)s.")
    return BadParameter(name[:100], "unreadable", detail % {"name": name[:100], "expected": expected})


_EXPECTED: dict[ColumnType, str] = {
    ColumnType.INTEGER: "812",
    ColumnType.DECIMAL: "812.5",
    ColumnType.DATE: "2026-10-31",
    ColumnType.DATETIME: "2026-10-31T09:12:00",
    ColumnType.TIME: "09:12",
    ColumnType.MONTH: "2026-10",
    ColumnType.QUARTER: "2026-Q3",
    ColumnType.YEAR: "2026",
    ColumnType.FISCAL_YEAR: "2026",
    ColumnType.BOOLEAN: "true / false",
}
