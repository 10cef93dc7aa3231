"""Where each indicator stands in a year: target, realisation, capaian, trend, and who answers for it."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, QuerySet
from django.utils import timezone

from datasets.measures.capaian import Capaian, Goal, capaian_of, capped_average
from datasets.measures.figures import Amount, Figure, figure_of
from datasets.measures.periods import in_order, is_period, parse_period
from datasets.models import Indicator, Organization, Realisation, Target, Version
from datasets.rules.access import Viewer
from datasets.rules.errors import Hidden
from datasets.rules.figures import visible_indicators
from datasets.vocab import Aggregation, Band, Polarity

#: Periods shown as a trend: two years of months.
TREND = 24
#: Bands that ask for somebody's attention, worst first.
LAGGING = (Band.VERY_LOW, Band.LOW, Band.MEDIUM)
ON_TRACK = (Band.VERY_HIGH, Band.HIGH)


@dataclass(frozen=True)
class Point:
    """One period of a trend; `value` None where it could not be computed."""

    period: str
    value: Decimal | None


@dataclass(frozen=True)
class Standing:
    """One indicator in one year.

    `figure` is what the year's rows give so far (DOMAIN §6), `version` the one they lie in, both None
    where nothing was reported. `trend` are the last periods up to the year's end, oldest first.
    `is_readable` says whether the viewer may see the figure and the rows behind it.
    """

    indicator: Indicator
    year: int
    goal: Goal
    figure: Figure | None
    version: Version | None
    capaian: Capaian
    trend: tuple[Point, ...]
    is_readable: bool

    @property
    def value(self) -> Decimal | None:
        """The year's figure so far."""
        return self.figure.value if self.figure else None

    @property
    def last_period(self) -> str:
        """The latest period that the figure holds; the year where there is none."""
        return self.figure.periods[-1] if self.figure and self.figure.periods else str(self.year)

    @property
    def trend_values(self) -> list[Decimal | None]:
        """The trend's values alone."""
        return [point.value for point in self.trend]

    @property
    def change(self) -> Decimal | None:
        """Last period minus the one before; None where either is missing."""
        known = [point.value for point in self.trend if point.value is not None]
        return known[-1] - known[-2] if len(known) > 1 else None

    @property
    def is_better(self) -> bool | None:
        """Whether the last change is for the better; None where that has no meaning."""
        if not self.change or self.indicator.polarity == Polarity.RANGE:
            return None
        return (self.change > 0) == (self.indicator.polarity == Polarity.UP)

    @property
    def goal_for_chart(self) -> Decimal | None:
        """The target as one number: the value, or the bound of a range that is nearer."""
        if self.goal.value is not None:
            return self.goal.value
        if self.value is not None and self.goal.lower is not None and self.value < self.goal.lower:
            return self.goal.lower
        return self.goal.upper

    @property
    def is_running_total(self) -> bool:
        """Whether the figure grows through the year, so that it only reaches its target at the end."""
        return self.indicator.aggregation == Aggregation.SUM

    @property
    def expected(self) -> Decimal | None:
        """What a running total to be raised should be by now at an even pace; None for other figures."""
        if not self.is_running_total or self.indicator.polarity != Polarity.UP or self.goal.value is None:
            return None
        if self.figure is None or not self.figure.periods:
            return None
        end = parse_period(self.last_period).end
        return self.goal.value * end.month / 12

    @property
    def keeps_pace(self) -> bool:
        """Whether a running total is at least where an even pace would have it."""
        return self.expected is not None and self.value is not None and self.value >= self.expected


@dataclass(frozen=True)
class OfficeStanding:
    """An office's indicators in a year. `average` is capped at 100 each, and says so on the page."""

    organization: Organization
    standings: tuple[Standing, ...]

    @property
    def average(self) -> Decimal | None:
        """Mean capaian of the computable ones, each capped at 100; None where there is none."""
        return capped_average(s.capaian.percent for s in self.standings if s.is_readable)


@dataclass(frozen=True)
class Performance:
    """The city (or one office) in a year."""

    year: int
    years: tuple[int, ...]
    offices: tuple[OfficeStanding, ...]
    computed_at: datetime | None
    bands: Counter[Band] = field(default_factory=Counter)

    @property
    def standings(self) -> list[Standing]:
        """Every indicator, office by office."""
        return [standing for office in self.offices for standing in office.standings]

    @property
    def on_track(self) -> int:
        """Indicators with a high or very high capaian."""
        return sum(self.bands[band] for band in ON_TRACK)

    @property
    def not_computable(self) -> int:
        """Reported indicators whose capaian cannot be computed."""
        return self.bands[Band.NOT_COMPUTABLE]

    @property
    def shut(self) -> int:
        """Indicators whose figure this viewer may not see."""
        return sum(1 for s in self.standings if s.figure is not None and not s.is_readable)

    @property
    def lagging(self) -> list[Standing]:
        """Computable indicators below `high` that do not keep pace with their plan, lowest first."""
        known = [
            s for s in self.standings if s.is_readable and s.capaian.band in LAGGING and not s.keeps_pace
        ]
        return sorted(known, key=lambda s: s.capaian.percent or Decimal(0))

    @property
    def silent(self) -> list[Standing]:
        """Indicators for which nothing was reported in the year."""
        return [s for s in self.standings if s.capaian.band is Band.NOT_REPORTED]


def city_performance(viewer: Viewer, year: int | None = None) -> Performance:
    """Every indicator the viewer may know of, by office. Without a year the latest with figures."""
    return _performance(list(visible_indicators(viewer)), year)


def office_performance(viewer: Viewer, slug: str, year: int | None = None) -> Performance:
    """One office's indicators. Raises Hidden where there is no such office or it has none."""
    indicators = list(visible_indicators(viewer).filter(organization__slug=slug))
    if not indicators:
        raise Hidden()
    return _performance(indicators, year)


def indicator_performance(viewer: Viewer, slug: str, code: str, year: int | None = None) -> Performance:
    """One indicator of an office, with the years there are. Raises Hidden."""
    found = list(visible_indicators(viewer).filter(organization__slug=slug, code=code))
    if not found:
        raise Hidden()
    return _performance(found, year)


def headlines(viewer: Viewer, count: int = 4) -> list[Standing]:
    """The figures for the home page: readable ones with a value, at most one an office at first."""
    standings = [s for s in city_performance(viewer).standings if s.is_readable and s.value is not None]
    standings.sort(key=lambda s: s.indicator.position)
    seen: set[uuid.UUID] = set()
    first: list[Standing] = []
    others: list[Standing] = []
    for standing in standings:
        office = standing.indicator.organization_id
        (others if office in seen else first).append(standing)
        seen.add(office)
    return (first + others)[:count]


def _performance(indicators: Sequence[Indicator], year: int | None) -> Performance:
    years = _years(indicators)
    shown = year if year is not None else _latest(indicators, years)
    if years and shown not in years:
        raise Hidden()
    standings = _standings(indicators, shown)
    offices: dict[uuid.UUID, list[Standing]] = defaultdict(list)
    for standing in standings:
        offices[standing.indicator.organization_id].append(standing)
    return Performance(
        year=shown,
        years=years,
        offices=tuple(OfficeStanding(own[0].indicator.organization, tuple(own)) for own in offices.values()),
        computed_at=_computed_at(indicators),
        bands=Counter(s.capaian.band for s in standings if s.is_readable or s.figure is None),
    )


def _years(indicators: Iterable[Indicator]) -> tuple[int, ...]:
    """Years with a target, newest first."""
    found = Target.objects.filter(indicator__in=[i.pk for i in indicators], quarter=None)
    return tuple(found.order_by("-year").values_list("year", flat=True).distinct())


def _latest(indicators: Iterable[Indicator], years: tuple[int, ...]) -> int:
    """The latest year that anything was reported for, else the current one."""
    periods = _of(indicators).values_list("period", flat=True).distinct()
    reported = {parse_period(period).year for period in periods if is_period(period)} & set(years)
    this_year = timezone.localdate().year
    return max(reported, default=this_year if this_year in years or not years else years[0])


def _computed_at(indicators: Iterable[Indicator]) -> datetime | None:
    latest: datetime | None = _of(indicators).aggregate(latest=Max("computed_at"))["latest"]
    return latest


def _of(indicators: Iterable[Indicator]) -> QuerySet[Realisation]:
    return Realisation.objects.filter(indicator__in=[indicator.pk for indicator in indicators]).order_by()


def _standings(indicators: Sequence[Indicator], year: int) -> list[Standing]:
    targets = Target.objects.filter(indicator__in=[i.pk for i in indicators], year=year, quarter=None)
    goals = {target.indicator_id: Goal(target.value, target.lower, target.upper) for target in targets}
    realised: dict[uuid.UUID, list[Realisation]] = defaultdict(list)
    for realisation in _of(indicators).select_related("version", "version__dataset"):
        if is_period(realisation.period) and parse_period(realisation.period).year <= year:
            realised[realisation.indicator_id].append(realisation)
    return [_standing(i, year, goals.get(i.pk, Goal()), realised[i.pk]) for i in indicators]


def _standing(indicator: Indicator, year: int, goal: Goal, realised: Sequence[Realisation]) -> Standing:
    of_year = [r for r in realised if parse_period(r.period).year == year and r.row_count > 0]
    amounts = [Amount(r.period, r.numerator, r.denominator, r.row_count) for r in of_year]
    figure = figure_of(amounts, Aggregation(indicator.aggregation), indicator.scale) if amounts else None
    capaian = capaian_of(
        figure.value if figure else None, goal, Polarity(indicator.polarity), is_reported=figure is not None
    )
    return Standing(
        indicator=indicator,
        year=year,
        goal=goal,
        figure=figure,
        version=of_year[0].version if of_year else None,
        capaian=capaian,
        trend=_trend(realised),
        is_readable=bool(getattr(indicator, "is_readable", False)),
    )


def _trend(realised: Sequence[Realisation]) -> tuple[Point, ...]:
    """The last periods, all as long as the latest one."""
    values = {realisation.period: realisation.value for realisation in realised}
    order = in_order(list(values))
    if not order:
        return ()
    grain = parse_period(order[-1]).grain
    alike = [period for period in order if parse_period(period).grain is grain]
    return tuple(Point(period, values[period]) for period in alike[-TREND:])
