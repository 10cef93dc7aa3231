"""Charts as templates place them: positions as text in percent, labels as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from datasets.measures.charts import Axis, axis_for, line_through, shares, starts_far_from_zero, x_of
from datasets.queries.summaries import AreaValue
from datasets.wording import formats

#: About so many words fit under a chart.
_LABELS = 6
_COLOURS = ("", "w-dua")
#: Large amounts are counted in these on an axis.
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


@dataclass(frozen=True)
class Mark:
    """A place and a word: `at` in percent; `kind` a:first z:last s:dropped on a phone."""

    at: str
    text: str
    kind: str = ""


@dataclass(frozen=True)
class DrawnLine:
    """One line with its label at its end, above or below the point."""

    path: str
    x: str
    y: str
    text: str
    colour: str
    side: str


@dataclass(frozen=True)
class LineChart:
    """A chart of one or two lines; `low` is where the axis starts, when that is not 0."""

    ticks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    lines: tuple[DrawnLine, ...]
    low: str
    unit: str
    table: tuple[tuple[str, tuple[str, ...]], ...]
    names: tuple[str, ...]


def line_chart(
    periods: Sequence[str], series: Sequence[tuple[str, Sequence[Decimal | None]]], unit: str
) -> LineChart | None:
    """The series [(name, values)] over `periods`; None with fewer than two periods."""
    if len(periods) < 2:
        return None
    step, word = _scale(series)
    scaled = [(name, [None if v is None else v / step for v in values]) for name, values in series]
    everything = [value for _name, values in scaled for value in values]
    axis = axis_for(everything, from_zero=not starts_far_from_zero(everything))
    return LineChart(
        ticks=tuple(Mark(f"{axis.place(t):g}", formats.number(Decimal(str(t)))) for t in axis.ticks),
        labels=_labels(periods),
        lines=_lines(scaled, axis),
        low=formats.number(Decimal(str(axis.low))) if axis.low else "",
        unit=f"{word} {unit}".strip(),
        table=_table(periods, series),
        names=tuple(name for name, _values in series),
    )


@dataclass(frozen=True)
class Bar:
    """One bar of a list: `share` of the longest in percent, as text."""

    code: str
    name: str
    share: str
    text: str


def bars_of(areas: Sequence[AreaValue], unit: str) -> list[Bar]:
    """Areas as bars, in their order."""
    widths = shares([area.value for area in areas])
    return [
        Bar(area.code, area.name, f"{width:g}", _short(area.value, unit))
        for area, width in zip(areas, widths, strict=True)
    ]


def _short(value: Decimal, unit: str) -> str:
    return str(formats.amount(value, unit)) if unit == "rupiah" else formats.number(round(value, 1))


def _scale(series: Sequence[tuple[str, Sequence[Decimal | None]]]) -> tuple[Decimal, str]:
    largest = max((abs(v) for _name, values in series for v in values if v is not None), default=Decimal(0))
    return next(((Decimal(step), word) for step, word in _SCALES if largest >= step), (Decimal(1), ""))


def _last(values: Sequence[Decimal | None]) -> Decimal:
    return next((value for value in reversed(values) if value is not None), Decimal(0))


def _labels(periods: Sequence[str]) -> tuple[Mark, ...]:
    """First and last always, between them as many as fit; those are dropped on a phone."""
    last = len(periods) - 1
    step = max(round(last / (_LABELS - 1)), 1)
    chosen = [n for n in range(0, last, step) if last - n >= step * 0.8] + [last]
    kinds = {0: "a", last: "z"}
    return tuple(
        Mark(f"{x_of(n, len(periods)):g}", formats.short_period(periods[n]), kinds.get(n, "s"))
        for n in chosen
    )


def _lines(series: Sequence[tuple[str, Sequence[Decimal | None]]], axis: Axis) -> tuple[DrawnLine, ...]:
    """Each line; of two the higher one has its label above, the lower one below."""
    ends = [axis.place(float(_last(values))) for _name, values in series]
    drawn = []
    for n, (name, values) in enumerate(series):
        line = line_through(values, axis)
        is_top = ends[n] <= min(ends) and (len(series) > 1 or ends[n] > 12)
        text = f"{name} {formats.number(round(_last(values), 1))}"
        side = "atas" if is_top else "bawah"
        x, y = f"{line.last_x:g}", f"{line.last_y:g}"
        drawn.append(DrawnLine(line.path, x, y, text, _COLOURS[n], side))
    return tuple(drawn)


def _table(
    periods: Sequence[str], series: Sequence[tuple[str, Sequence[Decimal | None]]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The chart's text twin: newest period first."""
    rows = []
    for n in reversed(range(len(periods))):
        values = [values[n] for _name, values in series]
        cells = tuple("–" if value is None else formats.number(round(value, 2)) for value in values)
        rows.append((formats.period(periods[n]), cells))
    return tuple(rows)
