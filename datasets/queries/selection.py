"""Which rows are meant: columns, values and words of an address, read before any SQL is made."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext

from datasets.export.sql import PG_TYPES, Field
from datasets.models import Version
from datasets.queries.errors import BadParameter
from datasets.queries.row_values import MOST_LETTERS, read_value
from datasets.vocab import ColumnType

MOST_VALUES, MOST_CONDITIONS = 200, 50


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


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which rows of one version: those that meet every condition and hold every word."""

    version: Version
    fields: tuple[Field, ...]
    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every row of the version is asked for."""
        return not self.conditions and not self.words


def fields_of(version: Version) -> tuple[Field, ...]:
    """The columns of a version, in order."""
    return tuple(
        Field(c["id"], c["label"], ColumnType(c["type"]), c.get("unit") or "") for c in version.columns
    )


def only(name: str, values: Sequence[str]) -> str:
    """The one value of a parameter. Raises BadParameter where it is given twice or holds a NUL."""
    if len(values) != 1:
        detail = gettext("“%(name)s” hanya boleh diberikan sekali; untuk beberapa nilai pakai __in.")
        raise BadParameter(name[:100], "given_twice", detail % {"name": name[:100]})
    if "\x00" in values[0]:
        raise unreadable(name, gettext("teks tanpa karakter NUL"))
    return values[0]


def conditions_in(given: Mapping[str, str], by_id: Mapping[str, Field]) -> tuple[Condition, ...]:
    """What `{name: value}` asks of the columns. Raises BadParameter for a name that is no column."""
    if len(given) > MOST_CONDITIONS:
        raise BadParameter("", "too_many", gettext("Terlalu banyak penyaring."))
    return tuple(_condition(name, text, by_id) for name, text in given.items())


def _condition(name: str, text: str, by_id: Mapping[str, Field]) -> Condition:
    column, operator = _split(name, by_id)
    if column is None or operator is None:
        raise no_column(name[:100], name, by_id, code="unknown_parameter")
    if operator is Operator.ISNULL:
        return Condition(column, operator, (_truth(name, text),))
    if operator is Operator.CONTAINS:
        return Condition(column, operator, (_piece(name, text, column),))
    given = _listed(name, text) if operator is Operator.IN else [text]
    return Condition(column, operator, tuple(value_in(name, value, column.type) for value in given))


def _split(name: str, by_id: Mapping[str, Field]) -> tuple[Field | None, Operator | None]:
    if name in by_id:
        return by_id[name], Operator.EQ
    column, _, word = name.rpartition("__")
    try:
        operator = Operator(word)
    except ValueError:
        return None, None
    return (None, None) if operator is Operator.EQ else (by_id.get(column), operator)


def value_in(name: str, text: str, kind: ColumnType) -> str:
    """A value in PostgreSQL's own writing. Raises BadParameter where it is no `kind`."""
    try:
        return read_value(kind, text)
    except ValueError:
        raise unreadable(name, _EXPECTED.get(kind) or kind.value) from None


def _listed(name: str, text: str) -> list[str]:
    """Values between commas; one that holds a comma stands in double quotes."""
    try:
        values = next(csv.reader([text], strict=True), [])
    except csv.Error:
        values = []
    if not values:
        raise unreadable(name, gettext("nilai yang dipisahkan koma"))
    if len(values) > MOST_VALUES:
        detail = gettext("Paling banyak %(most)s nilai untuk __in.") % {"most": MOST_VALUES}
        raise BadParameter(name, "too_many_values", detail)
    return values


def _piece(name: str, text: str, column: Field) -> str:
    if PG_TYPES[column.type] != "text":
        detail = gettext("__contains hanya untuk kolom teks dan kode; “%(column)s” bukan.")
        raise BadParameter(name, "operator_not_for_type", detail % {"column": column.id})
    if not text or len(text) > MOST_LETTERS:
        raise unreadable(name, gettext("potongan teks yang dicari"))
    return text


def _truth(name: str, text: str) -> str:
    try:
        return read_value(ColumnType.BOOLEAN, text)
    except ValueError:
        raise unreadable(name, "true / false") from None


def words_in(text: str | None) -> tuple[str, ...]:
    """The words of `q`, twenty at most. Raises BadParameter."""
    if text is None:
        return ()
    if len(text) > MOST_LETTERS:
        raise unreadable("q", gettext("kata yang dicari"))
    try:
        text.encode()
    except UnicodeEncodeError:
        raise unreadable("q", gettext("kata yang dicari")) from None
    return tuple(text.split()[:20])


def no_column(
    parameter: str, name: str, by_id: Mapping[str, Field], code: str = "unknown_column"
) -> BadParameter:
    """The refusal of a name that is no column, with those that are."""
    detail = gettext("“%(name)s” bukan kolom atau parameter di sini. Kolom yang ada: %(columns)s.")
    return BadParameter(parameter, code, detail % {"name": name[:100], "columns": ", ".join(by_id)})


def unreadable(name: str, expected: object) -> BadParameter:
    """The refusal of a value, with what would be read."""
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
