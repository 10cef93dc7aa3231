"""Groups of a dataset's rows: one answer as JSON text, or all of them as a stream; PostgreSQL writes both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from psycopg2 import sql

from datasets.export.measured import measured
from datasets.export.source import SqlSource
from datasets.export.sql import Field
from datasets.models import Dataset, Version
from datasets.queries import aggregate_sql
from datasets.queries.aggregate_query import MOST_GROUPS, AggregateQuery, Measure, parse_aggregate_query
from datasets.queries.aggregate_summaries import fits, summed_groups, with_sums
from datasets.queries.aggregate_words import Function
from datasets.queries.errors import BadParameter, TooManyGroups
from datasets.queries.reading import copy_in_turn, group_row, weigh
from datasets.queries.versions import places_of, profiles_of, table_at
from datasets.rules.access import Viewer, check_rows
from datasets.vocab import ColumnType

__all__ = ["Groups", "PivotColumn", "groups_of", "parse_aggregate_query", "source_of_groups"]

MOST_PIVOTED = 50
_LONGEST = 63  # letters of a column's name, in bytes


@dataclass(frozen=True)
class PivotColumn:
    """A column made of a value of the pivot: `field` names it, `measure` is what it tells."""

    field: Field
    measure: str
    value: str | None


@dataclass(frozen=True)
class Groups:
    """`json` is the text of an array of objects; `total` how many groups there are, shown or not."""

    version: Version
    total: int
    json: str
    pivoted: tuple[PivotColumn, ...] = ()


def groups_of(viewer: Viewer, dataset: Dataset, query: AggregateQuery) -> Groups:
    """Every group, or the first `limit` of them.

    Raises Denied, Hidden, Gone, BadParameter (pivot), TooManyGroups (without a limit), TooSlow, NoPlace.
    """
    check_rows(viewer, dataset)
    asked = _asked(query)
    if asked is None:
        return Groups(query.version, 0, "[]")
    most = query.limit or MOST_GROUPS + 1
    pivoted = _pivot_columns(asked, query)
    if query.pivot is None:
        select = aggregate_sql.page_select(asked.groups, query, most)
    else:
        values, fields = _values(query, pivoted), _fields(query, pivoted)
        select = aggregate_sql.pivoted_page(asked.groups, query, values, fields, most)
    text, total = group_row(select, asked.rows)
    if query.limit is None and total > MOST_GROUPS:
        raise TooManyGroups(total, MOST_GROUPS)
    return Groups(query.version, total, f"[{text or ''}]", pivoted)


def source_of_groups(viewer: Viewer, dataset: Dataset, query: AggregateQuery) -> SqlSource:
    """All groups (or the first `limit`) as a stream, however many.

    Raises Denied, Hidden, Gone, BadParameter (pivot), TooSlow before the first byte; a heavy one waits.
    """
    check_rows(viewer, dataset)
    asked = _asked(query)
    if asked is None:
        return SqlSource(_fields(query, ()), [], copy_in_turn)
    pivoted = _pivot_columns(asked, query)
    fields = _fields(query, pivoted)
    if query.pivot is None:
        select = aggregate_sql.stream_select(asked.groups, query)
    else:
        select = aggregate_sql.pivoted_stream(asked.groups, query, _values(query, pivoted), fields)
    weigh(select)
    return SqlSource(_sized(fields, query, pivoted), [select], copy_in_turn)


@dataclass(frozen=True)
class _Asked:
    """The groups as a query, and how many rows have to be read for them."""

    groups: sql.Composable
    rows: int


def _asked(query: AggregateQuery) -> _Asked | None:
    """Over sums that were made before where these will do, else over the rows; None without parts."""
    is_fit = fits(query)
    placed = places_of(query.version)
    places = list(with_sums(placed, query) if is_fit else placed)
    summed = summed_groups(query, places) if is_fit else None
    if summed is not None:
        return _Asked(summed, 0)
    tables = [table_at(place) for place in places]
    return _Asked(aggregate_sql.groups_of(tables, query), query.version.row_count) if tables else None


def _fields(query: AggregateQuery, pivoted: Sequence[PivotColumn]) -> tuple[Field, ...]:
    keys = tuple(key.field for key in query.rest)
    if query.pivot is None:
        return (*keys, *(measure.field for measure in query.measures))
    return (*keys, *(column.field for column in pivoted))


def _sized(
    fields: Sequence[Field], query: AggregateQuery, pivoted: Sequence[PivotColumn]
) -> tuple[Field, ...]:
    """The columns with the most digits and decimals they can have, for files that must know at once."""
    known = {field.id: field for field in measured(query.columns, profiles_of(query.version))}
    sizes = {m.field.id: _size(m, known[m.column.id], query) for m in query.measures if m.column}
    measure_of = {column.field.id: column.measure for column in pivoted}
    sized = []
    for field in fields:
        digits, scale = sizes.get(measure_of.get(field.id, field.id), (None, None))
        is_sized = field.type is ColumnType.DECIMAL
        sized.append(replace(field, digits=digits, scale=scale) if is_sized else field)
    return tuple(sized)


def _size(measure: Measure, column: Field, query: AggregateQuery) -> tuple[int | None, int | None]:
    digits, scale = column.digits, column.scale
    if measure.function is Function.SUM and digits is not None:
        digits += len(str(query.version.row_count))
    if measure.function in (Function.AVG, Function.MEDIAN):
        scale = aggregate_sql.DECIMALS
    return digits, scale


def _values(query: AggregateQuery, pivoted: Sequence[PivotColumn]) -> list[str | None]:
    return [column.value for column in pivoted[: len(pivoted) // len(query.measures)]]


def _pivot_columns(asked: _Asked, query: AggregateQuery) -> tuple[PivotColumn, ...]:
    """The columns that a pivot makes, measure by measure. Raises BadParameter where it makes too many."""
    if query.pivot is None:
        return ()
    select = aggregate_sql.values_select(asked.groups, query, MOST_PIVOTED + 1)
    [values] = group_row(select, asked.rows)
    if len(values or ()) > MOST_PIVOTED:
        detail = gettext(
            "“%(name)s” punya lebih dari %(most)s nilai, terlalu banyak untuk dijadikan kolom. "
            "Persempit dengan penyaring, atau minta tanpa “pivot”."
        )
        raise BadParameter(
            "pivot", "too_many_values", detail % {"name": query.pivot.field.id, "most": MOST_PIVOTED}
        )
    taken = {key.field.id for key in query.rest}
    found: list[PivotColumn] = []
    for measure in query.measures:
        for value in values or ():
            name = _free(f"{measure.field.id}_{'null' if value is None else value}", taken)
            taken.add(name)
            label = f"{measure.field.label}: {'–' if value is None else value}"
            field = Field(name, label, measure.field.type, measure.field.unit)
            found.append(PivotColumn(field, measure.field.id, value))
    return tuple(found)


def _free(name: str, taken: set[str]) -> str:
    """`name` as PostgreSQL holds it (63 bytes), told apart by a number where it is taken."""
    cut, number = _cut(name, _LONGEST), 1
    while cut in taken:
        number += 1
        cut = f"{_cut(name, _LONGEST - 1 - len(str(number)))}_{number}"
    return cut


def _cut(name: str, most: int) -> str:
    return name.encode()[:most].decode(errors="ignore")
