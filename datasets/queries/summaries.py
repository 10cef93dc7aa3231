"""What a dataset's rows say at a glance: its main measure over time and by area, from the summaries.

Nothing is drawn that would mislead: a measure that cannot be added up over its rows (a price, a
measure whose indicator looks at some rows only) has no series.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from datasets.measures.periods import in_order, is_period
from datasets.models import Code, Dataset, Indicator, Summary, Version
from datasets.vocab import NUMERIC_TYPES, Aggregation, ColumnRole

#: Most periods in a line: more cannot be told apart on a phone.
MOST_PERIODS = 60
#: Units whose amounts mean nothing when added up.
_NOT_ADDED = ("persen", "%", "derajat", "indeks")


@dataclass(frozen=True)
class Measure:
    """A column that is added up: id, label and unit."""

    id: str
    label: str
    unit: str


@dataclass(frozen=True)
class Series:
    """A measure's total in each period, oldest first; None where a period has no value."""

    measure: Measure
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class AreaValue:
    """A measure's total in one area."""

    code: str
    name: str
    value: Decimal


@dataclass(frozen=True)
class Glance:
    """The main measure (and a second of the same unit) by period, and by area in the last period.

    `areas` come largest first; `level` is what kind of areas they are (`kecamatan`), '' if unknown.
    """

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    area_period: str
    areas: tuple[AreaValue, ...]
    level: str

    @property
    def main(self) -> Series:
        """The series that headlines speak of."""
        return self.series[0]


def glance_at(dataset: Dataset, version: Version) -> Glance | None:
    """What can be drawn of a version; None where nothing honest can."""
    measures = measures_of(version.columns, list(dataset.indicators.all()))
    if not measures:
        return None
    totals = _totals(version, [measure.id for measure in measures])
    periods = tuple(
        in_order(sorted({p for p, _area in totals[measures[0].id] if is_period(p)}))[-MOST_PERIODS:]
    )
    series = tuple(_series(measure, totals[measure.id], periods) for measure in measures)
    last = periods[-1] if periods else ""
    areas, level = _areas(totals[measures[0].id], last)
    if len(periods) < 2 and not areas:
        return None
    return Glance(periods, series, last, areas, level)


def measures_of(columns: Sequence[Mapping[str, Any]], indicators: Sequence[Indicator]) -> list[Measure]:
    """The measure that an indicator is about, else the first that adds up; then one to compare it with."""
    shown = {c["id"]: Measure(c["id"], c["label"], c["unit"]) for c in columns if _adds_up(c)}
    for indicator in indicators:
        if indicator.filters or indicator.aggregation == Aggregation.MEAN:
            shown.pop(indicator.measure, None)
    wanted = [i.measure for i in indicators if i.measure in shown] or list(shown)[:1]
    if not wanted:
        return []
    main = shown[wanted[0]]
    beside = [i.denominator for i in indicators if i.measure == main.id and i.denominator in shown]
    return [main, *(shown[name] for name in beside[:1] if shown[name].unit == main.unit and name != main.id)]


def _adds_up(column: Mapping[str, Any]) -> bool:
    unit = column["unit"]
    is_measure = column["role"] == ColumnRole.MEASURE and column["type"] in NUMERIC_TYPES
    return is_measure and unit not in _NOT_ADDED and " per " not in unit and "/" not in unit


def _totals(version: Version, measures: Sequence[str]) -> dict[str, dict[tuple[str, str], Decimal | None]]:
    """{measure: {(period, area): total}} over all parts of the version."""
    parts = version.version_parts.values("part")
    rows = Summary.objects.filter(part__in=parts, measure__in=measures).order_by()
    found: dict[str, dict[tuple[str, str], Decimal | None]] = defaultdict(dict)
    for measure, period, area, total in rows.values_list("measure", "period", "area").annotate(Sum("total")):
        found[measure][(period, area)] = total
    return found


def _series(
    measure: Measure, totals: Mapping[tuple[str, str], Decimal | None], periods: Sequence[str]
) -> Series:
    by_period: dict[str, Decimal | None] = {}
    for (period, _area), total in totals.items():
        if total is not None:
            by_period[period] = (by_period.get(period) or Decimal(0)) + total
    return Series(measure, tuple(by_period.get(period) for period in periods))


def _areas(
    totals: Mapping[tuple[str, str], Decimal | None], period: str
) -> tuple[tuple[AreaValue, ...], str]:
    """The areas of one period, largest first, and their level."""
    values = {
        area: total for (p, area), total in totals.items() if p == period and area and total is not None
    }
    if len(values) < 2:
        return (), ""
    codes = {
        code.code: code for code in Code.objects.filter(code_list__slug="wilayah", code__in=list(values))
    }
    areas = [
        AreaValue(area, codes[area].name if area in codes else area, total) for area, total in values.items()
    ]
    levels = {code.level for code in codes.values()}
    areas.sort(key=lambda area: (-area.value, area.name))
    return tuple(areas), levels.pop() if len(levels) == 1 else ""
