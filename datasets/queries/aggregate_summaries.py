"""Groups told from the sums that loading made (measure × area × period), where these say it exactly.

A question fits where its keys and conditions are about the area and the period, its measures are columns
that were summed, and nothing was cut or rounded on the way into the sums; any other is read from the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from psycopg2 import sql

from datasets.export.sql import Field
from datasets.measures.periods import GRAIN_OF_FREQUENCY, Grain
from datasets.models import Part, Summary, VersionPart
from datasets.queries.aggregate_query import AggregateQuery, Measure
from datasets.queries.aggregate_sql import grouped, groups_over, key_name
from datasets.queries.aggregate_words import DatePart, Function
from datasets.queries.row_sql import condition_on
from datasets.vocab import NUMERIC_TYPES, ColumnRole, ColumnType, Frequency

_T = ColumnType
_MOMENTS = frozenset({_T.DATE, _T.DATETIME})
#: Letters of an area that a sum holds, and the bound of a sum (`Summary`'s own columns).
_AREA, _MOST, _DECIMALS = 40, Decimal(10) ** 29, 8

#: How the periods of sums are written, and of which day they are read, by their length.
_PERIODS: dict[Grain, tuple[str, str]] = {
    Grain.DAY: (r"^\d{4}-\d\d-\d\d$", "{p}::date"),
    Grain.WEEK: (r"^\d{4}-W\d\d$", "to_date({p}, 'IYYY-\"W\"IW')"),
    Grain.MONTH: (r"^\d{4}-\d\d$", "({p} || '-01')::date"),
    Grain.QUARTER: (r"^\d{4}-Q[1-4]$", "make_date(left({p}, 4)::integer, right({p}, 1)::integer * 3 - 2, 1)"),
    Grain.SEMESTER: (r"^\d{4}-S[12]$", "make_date(left({p}, 4)::integer, 1, 1)"),
    Grain.YEAR: (r"^\d{4}$", "make_date({p}::integer, 1, 1)"),
}
#: Parts of a date that a period of some length still tells.
_TOLD: dict[Grain, frozenset[DatePart]] = {
    Grain.DAY: frozenset(DatePart),
    Grain.WEEK: frozenset({DatePart.WEEK}),
    Grain.MONTH: frozenset({DatePart.MONTH, DatePart.QUARTER, DatePart.YEAR}),
    Grain.QUARTER: frozenset({DatePart.QUARTER, DatePart.YEAR}),
    Grain.SEMESTER: frozenset({DatePart.YEAR}),
    Grain.YEAR: frozenset({DatePart.YEAR}),
}
_WRITTEN = {_T.MONTH: Grain.MONTH, _T.QUARTER: Grain.QUARTER, _T.YEAR: Grain.YEAR}
_PERIOD, _AREA_OF_ROWS = sql.SQL("nullif(period, '')"), sql.SQL("nullif(area, '')")

_AMOUNTS: dict[Function, str] = {
    Function.SUM: "sum(total) FILTER (WHERE measure = {x})",
    Function.AVG: "sum(total) FILTER (WHERE measure = {x})"
    " / nullif(sum(value_count) FILTER (WHERE measure = {x}), 0)",
    Function.COUNT: "coalesce(sum(value_count) FILTER (WHERE measure = {x}), 0)::bigint",
    Function.MIN: "min(minimum) FILTER (WHERE measure = {x})",
    Function.MAX: "max(maximum) FILTER (WHERE measure = {x})",
}
_KEPT = ("measure", "row_count", "value_count", "total", "minimum", "maximum")
_ALL_ROWS = "coalesce(sum(row_count) FILTER (WHERE measure = {x}), 0)::bigint"


def fits(query: AggregateQuery) -> bool:
    """Whether sums could answer the question, as far as its words and the version's columns say it."""
    area, period = _key_columns(query.version.columns)
    asked = {key.column.id for key in query.keys} | {c.field.id for c in query.conditions}
    return (
        not query.words
        and not query.has_lookups
        and asked <= {area, period}
        and _counted(query) is not None
        and all(_fits_measure(measure) for measure in query.measures)
    )


def with_sums(places: QuerySet[VersionPart], query: AggregateQuery) -> QuerySet[VersionPart]:
    """The parts, each with whether it `has_sums` and whether it `has_odd` ones: cut or written otherwise."""
    sums = Summary.objects.filter(part=OuterRef("part"), measure=_counted(query))
    grain = _grain(query)
    odd = Q(letters__gte=_AREA)
    if grain is not None:
        odd |= ~Q(period="") & ~Q(period__regex=_PERIODS[grain][0])
    return places.annotate(
        has_sums=Exists(sums), has_odd=Exists(sums.annotate(letters=Length("area")).filter(odd))
    )


def summed_groups(query: AggregateQuery, places: Sequence[VersionPart]) -> sql.Composable | None:
    """The groups as `groups_of` gives them, made of sums; None where these do not say it exactly."""
    counted = _counted(query)
    if counted is None or not places or not all(_is_exact(place, query, counted) for place in places):
        return None
    columns = {key.column.id: _column(key.column, query) for key in query.keys}
    keys = [
        sql.SQL("{} AS {}").format(grouped(key, columns[key.column.id]), key_name(n))
        for n, key in enumerate(query.keys)
    ]
    rows = sql.SQL("SELECT {} FROM datasets_summary WHERE {}").format(
        sql.SQL(", ").join([*keys, *map(sql.Identifier, _KEPT)]), _which(query, places, counted)
    )
    return groups_over(rows, query, [_amount(measure, counted) for measure in query.measures])


def _which(query: AggregateQuery, places: Sequence[VersionPart], counted: str) -> sql.Composable:
    names = {m.column.id for m in query.measures if m.column} | {counted}
    chosen = [
        sql.SQL("part_id IN ({})").format(_literals(str(place.part_id) for place in places)),
        sql.SQL("measure IN ({})").format(_literals(sorted(names))),
        *(condition_on(_column(condition.field, query), condition) for condition in query.conditions),
    ]
    return sql.SQL(" AND ").join(chosen)


def _literals(values: Any) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Literal, values))


def _amount(measure: Measure, counted: str) -> sql.Composable:
    if measure.column is None:
        return sql.SQL(_ALL_ROWS).format(x=sql.Literal(counted))
    told = sql.SQL(_AMOUNTS[measure.function]).format(x=sql.Literal(measure.column.id))
    return sql.SQL("({})::bigint").format(told) if measure.field.type is _T.INTEGER else told


def _column(field: Field, query: AggregateQuery) -> sql.Composable:
    """The column of a key or condition, out of the sums, of the type it has in the rows."""
    if field.id == _key_columns(query.version.columns)[0]:
        return _AREA_OF_ROWS
    grain = _grain(query)
    if field.type in _MOMENTS and grain is not None:
        return sql.SQL(_PERIODS[grain][1]).format(p=_PERIOD)
    return sql.SQL("{}::integer").format(_PERIOD) if field.type is _T.YEAR else _PERIOD


def _key_columns(columns: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Ids of the area's and the period's column: the first with the role, as loading takes them; or ''."""

    def first(role: ColumnRole) -> str:
        return next((column["id"] for column in columns if column.get("role") == role), "")

    return first(ColumnRole.AREA), first(ColumnRole.PERIOD)


def _grain(query: AggregateQuery) -> Grain | None:
    """How long the periods of the sums are; None where they are written as no period is."""
    period = _key_columns(query.version.columns)[1]
    kind = next((field.type for field in query.fields if field.id == period), None)
    if kind in _MOMENTS:
        return GRAIN_OF_FREQUENCY.get(Frequency(query.version.dataset.frequency), Grain.MONTH)
    return _WRITTEN.get(kind) if kind else None


def _counted(query: AggregateQuery) -> str | None:
    """The measure whose sums also count the rows: the first that is asked for, else the first there is."""
    asked = [measure.column.id for measure in query.measures if measure.column]
    return next(iter([*asked, *_measures(query.version.columns)]), None)


def _measures(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    return [c["id"] for c in columns if c.get("role") == ColumnRole.MEASURE and c["type"] in NUMERIC_TYPES]


def _fits_measure(measure: Measure) -> bool:
    if measure.column is None:
        return True
    return measure.column.type in NUMERIC_TYPES and measure.function is not Function.MEDIAN


def _is_exact(place: VersionPart, query: AggregateQuery, counted: str) -> bool:
    """Whether the sums of this part say what its rows would."""
    part, columns = place.part, query.version.columns
    names = {m.column.id for m in query.measures if m.column} | {counted}
    return (
        bool(getattr(place, "has_sums", False))
        and not getattr(place, "has_odd", True)
        and _key_columns(part.columns) == _key_columns(columns)
        and names <= set(_measures(part.columns))
        and all(_is_kept_whole(part, name) for name in names)
        and all(_is_told(field, part, query) for field in _asked(query))
    )


def _asked(query: AggregateQuery) -> list[Field]:
    return [*(key.column for key in query.keys), *(condition.field for condition in query.conditions)]


def _is_told(field: Field, part: Part, query: AggregateQuery) -> bool:
    """Whether the sums still hold what is asked of the area or the period."""
    kind = next((c["type"] for c in part.columns if c["id"] == field.id), None)
    if kind != field.type:
        return False
    if field.id == _key_columns(query.version.columns)[0]:
        return field.type in (_T.CODE, _T.TEXT)
    grain = _grain(query)
    if field.type not in _MOMENTS:
        is_written_whole = field.type is not _T.YEAR or _most(part, field.id) < 10_000
        return grain is not None and is_written_whole
    is_whole = field.type is _T.DATE and grain is Grain.DAY
    parts = {key.part for key in query.keys if key.column.id == field.id}
    is_conditioned = any(condition.field.id == field.id for condition in query.conditions)
    told = _TOLD[grain] if grain else frozenset()
    return (is_whole or not is_conditioned) and all(
        is_whole if part is None else part in told for part in parts
    )


def _is_kept_whole(part: Part, name: str) -> bool:
    """Whether no value lost a decimal and no sum was too large to be kept."""
    known = part.profile.get(name) or {}
    return (known.get("scale") or 0) <= _DECIMALS and _most(part, name) * part.row_count < _MOST


def _most(part: Part, name: str) -> Decimal:
    """The largest amount in a column, whatever its sign; endless where nothing is known of it."""
    known = part.profile.get(name) or {}
    try:
        bounds = [abs(Decimal(known[end])) for end in ("minimum", "maximum") if known[end] is not None]
    except (KeyError, InvalidOperation):
        return Decimal("Infinity")
    return max(bounds, default=Decimal(0))
