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
PLAIN_LINES = "WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"


#: What can be told of a code, beside itself: name → where it stands in `datasets_code` (c, its parent p).
CODE_ATTRIBUTES: dict[str, sql.SQL] = {
    "nama": sql.SQL("c.name"),
    "nama_en": sql.SQL("c.name_en"),
    "tingkat": sql.SQL("c.level"),
    "induk": sql.SQL("c.parent"),
    "induk.nama": sql.SQL("p.name"),
}


@dataclass(frozen=True)
class Lookup:
    """An attribute of the code that a column holds: `column` is the `place`-th of its version."""

    column: str
    place: int
    code_list: str
    attribute: str

    @property
    def alias(self) -> str:
        """What the attribute is called within a query; no column's id begins with a low line."""
        return f"_c{self.place}_{self.attribute}"


@dataclass(frozen=True)
class Field:
    """A column to write. `scale` is the most decimals any value has, `digits` the most before the
    point (of a number), where that is known.

    With a `lookup` the value is not the part's own: it is told by the code list of another column.
    """

    id: str
    label: str
    type: ColumnType
    unit: str = ""
    scale: int | None = None
    digits: int | None = None
    lookup: Lookup | None = None


@dataclass(frozen=True)
class PartTable:
    """A part as a table to read: its name, where its row numbers start, its columns' types.

    `filled` are columns that are known to have a value in every row.
    """

    table: str
    offset: int
    types: Mapping[str, ColumnType]
    filled: frozenset[str] = frozenset()


def table_of(name: str) -> sql.Identifier:
    """The table of a part, by `Part.table_name`."""
    return sql.Identifier(SCHEMA, name)


def column_of(part: PartTable, field: Field) -> sql.Composable:
    """The field's expression over a part: cast where the part has another type, null where none."""
    wanted = sql.SQL(PG_TYPES[field.type])
    found = part.types.get(field.lookup.column if field.lookup else field.id)
    if found is None:
        return sql.SQL("NULL::{}").format(wanted)
    if field.lookup:
        return sql.Identifier(field.lookup.alias)
    column = sql.Identifier(field.id)
    if PG_TYPES[found] == PG_TYPES[field.type]:
        return column
    return sql.SQL("{}::{}").format(column, wanted)


def words_of_row(part: PartTable) -> sql.Composable | None:
    """All texts of a row as one, as an index over them is written; None for a part without texts."""
    texts = [sql.Identifier(name) for name, kind in part.types.items() if PG_TYPES[kind] == "text"]
    held = [sql.SQL("coalesce({}, '')").format(text) for text in texts]
    return sql.SQL(" || E'\\n' || ").join(held) if held else None


def rows_of(part: PartTable, fields: Iterable[Field]) -> sql.Composable:
    """The part's table, joined with the code lists that `fields` look into; every row stays once."""
    lookups = {f.lookup.place: f.lookup for f in fields if f.lookup and f.lookup.column in part.types}
    joins = [_codes(part, lookup) for lookup in lookups.values()]
    return sql.SQL("").join([table_of(part.table), *joins])


def _codes(part: PartTable, lookup: Lookup) -> sql.Composable:
    """The codes of one list under names of their own; what nobody asks for costs the planner nothing."""
    told = [
        sql.SQL("nullif({}, '') AS {}").format(place, sql.Identifier(f"_c{lookup.place}_{name}"))
        for name, place in CODE_ATTRIBUTES.items()
    ]
    column: sql.Composable = sql.Identifier(lookup.column)
    if PG_TYPES[part.types[lookup.column]] != "text":
        column = sql.SQL("{}::text").format(column)
    return sql.SQL(
        " LEFT JOIN (SELECT c.code AS {code}, {told} FROM datasets_code c LEFT JOIN datasets_code p"
        " ON p.code_list_id = c.code_list_id AND p.code = c.parent"
        " WHERE c.code_list_id = {list}::uuid) AS {name} ON {code} = {column}"
    ).format(
        code=sql.Identifier(f"_c{lookup.place}"),
        told=sql.SQL(", ").join(told),
        list=sql.Literal(lookup.code_list),
        name=sql.Identifier(f"_list{lookup.place}"),
        column=column,
    )


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
        shown, select, sql.SQL(PLAIN_LINES)
    )


def copy_features(select: sql.Composable, fields: Sequence[Field], geometry: Field) -> sql.Composable:
    """COPY of `select` as one GeoJSON feature a line (RFC 7946, 3.2); no place is a geometry of null."""
    shown = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(json_value(field), sql.Identifier(field.id))
        for field in fields
        if field.id != geometry.id
    )
    return sql.SQL(
        "COPY (SELECT json_build_object('type', 'Feature', 'geometry', {}, 'properties',"
        " (SELECT coalesce(row_to_json(p), '{{}}') FROM (SELECT {}) AS p)) FROM ({}) AS t) TO STDOUT {}"
    ).format(sql.Identifier(geometry.id), shown, select, sql.SQL(PLAIN_LINES))


def bounds_of(selects: Sequence[sql.Composable], points: Field) -> sql.Composable:
    """One row: west, south, east, north of all points in the column; nulls where there are none."""
    x, y = (
        sql.SQL("({}->'coordinates'->>{})::numeric").format(sql.Identifier(points.id), sql.Literal(place))
        for place in (0, 1)
    )
    return sql.SQL("SELECT min({x}), min({y}), max({x}), max({y}) FROM ({all}) AS t").format(
        x=x, y=y, all=sql.SQL(" UNION ALL ").join(sql.SQL("({})").format(select) for select in selects)
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
