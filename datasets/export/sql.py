"""The SQL that reads loaded parts and writes them as CSV or JSON: composables only, no cursor.

Those that may open a cursor (queries, intake's load, profile and publish) run what is built here,
so that a download, a page and the API can never read a version differently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from psycopg2 import sql

from datasets.vocab import ColumnType

SCHEMA = "rows"

#: The PostgreSQL type of a column of a part.
PG_TYPES: dict[ColumnType, str] = {
    ColumnType.INTEGER: "bigint",
    ColumnType.DECIMAL: "numeric",
    ColumnType.DATE: "date",
    ColumnType.DATETIME: "timestamp",
    ColumnType.TIME: "time",
    ColumnType.MONTH: "text",
    ColumnType.QUARTER: "text",
    ColumnType.YEAR: "integer",
    ColumnType.FISCAL_YEAR: "text",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.CODE: "text",
    ColumnType.TEXT: "text",
    ColumnType.POINT: "jsonb",
    ColumnType.GEOMETRY: "jsonb",
}

#: A cell that a spreadsheet would take for a formula, though it is text (RELIABILITY §4 no. 5).
_FORMULA = r"^[=+@\t\r-]"
_NUMBER = r"^[+-]?[0-9]+([.,][0-9]+)*$"

#: CSV that never quotes: JSON text holds no control characters, so each line passes untouched.
_PLAIN_LINES = "WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"


@dataclass(frozen=True)
class Field:
    """A column to write. `scale` is the most decimals any value has, where that is known."""

    id: str
    label: str
    type: ColumnType
    unit: str = ""
    scale: int | None = None


@dataclass(frozen=True)
class PartTable:
    """A part as a table to read: its name, where its row numbers start, its columns' types."""

    table: str
    offset: int
    types: Mapping[str, ColumnType]


def table_of(name: str) -> sql.Identifier:
    """The table of a part, by `Part.table_name`."""
    return sql.Identifier(SCHEMA, name)


def column_of(part: PartTable, field: Field) -> sql.Composable:
    """The field's expression over a part: cast where the part has another type, null where none."""
    wanted = sql.SQL(PG_TYPES[field.type])
    found = part.types.get(field.id)
    if found is None:
        return sql.SQL("NULL::{}").format(wanted)
    column = sql.Identifier(field.id)
    if PG_TYPES[found] == PG_TYPES[field.type]:
        return column
    return sql.SQL("{}::{}").format(column, wanted)


def select_part(
    part: PartTable, fields: Sequence[Field], where: sql.Composable | None = None
) -> sql.Composable:
    """Every row of a part in its own order, one expression a field, named by the field's id."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(column_of(part, field), sql.Identifier(field.id)) for field in fields
    )
    return sql.SQL("SELECT {} FROM {}{} ORDER BY _n").format(
        columns or sql.SQL("NULL"),
        table_of(part.table),
        sql.SQL(" WHERE {}").format(where) if where else sql.SQL(""),
    )


def matches(filters: Mapping[str, object]) -> sql.Composable:
    """The condition of an indicator's `filters` ({column id: value or list}), compared as text."""
    if not filters:
        return sql.SQL("TRUE")
    return sql.SQL(" AND ").join(
        sql.SQL("{}::text = ANY({})").format(sql.Identifier(name), sql.Literal(_texts(value)))
        for name, value in filters.items()
    )


def promoted(types: Iterable[ColumnType]) -> ColumnType:
    """One type that holds all of `types`: decimal over integer, else text."""
    distinct = set(types)
    if len(distinct) == 1:
        return distinct.pop()
    if distinct <= {ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.YEAR}:
        return ColumnType.DECIMAL if ColumnType.DECIMAL in distinct else ColumnType.INTEGER
    return ColumnType.TEXT


def copy_csv(select: sql.Composable, fields: Sequence[Field], *, safe: bool) -> sql.Composable:
    """COPY of `select` as CSV without a header; `safe` keeps text from starting a formula."""
    shown = sql.SQL(", ").join(_csv_value(field, safe) for field in fields)
    return sql.SQL("COPY (SELECT {} FROM ({}) AS t) TO STDOUT WITH (FORMAT csv)").format(shown, select)


def copy_json(select: sql.Composable, fields: Sequence[Field]) -> sql.Composable:
    """COPY of `select` as one JSON object a line."""
    shown = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(json_value(field), sql.Identifier(field.id)) for field in fields
    )
    return sql.SQL("COPY (SELECT row_to_json(r) FROM (SELECT {} FROM ({}) AS t) AS r) TO STDOUT {}").format(
        shown, select, sql.SQL(_PLAIN_LINES)
    )


def json_value(field: Field) -> sql.Composable:
    """The field as JSON shows it: as it is, moments as ISO 8601 with the city's offset."""
    column = sql.Identifier(field.id)
    if field.type is ColumnType.DATETIME:
        written = sql.SQL("to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS') || {}")
        return written.format(column, sql.Literal(utc_offset()))
    return column


def utc_offset() -> str:
    """The city's offset from UTC (`+09:00`). Indonesian time zones never change their clocks."""
    offset = timezone.localtime().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def _csv_value(field: Field, safe: bool) -> sql.Composable:
    column = sql.Identifier(field.id)
    if field.type is ColumnType.BOOLEAN:
        return sql.SQL("CASE {} WHEN true THEN 'true' WHEN false THEN 'false' END").format(column)
    if safe and field.type in (ColumnType.TEXT, ColumnType.CODE):
        return sql.SQL("CASE WHEN {c} ~ {f} AND {c} !~ {n} THEN '''' || {c} ELSE {c} END").format(
            c=column, f=sql.Literal(_FORMULA), n=sql.Literal(_NUMBER)
        )
    return json_value(field)


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]
