"""Geometry of charts: values in, positions in percent of a box out. Pure; templates only place them.

A box is 100 wide and 100 high, its origin at the top left, as in SVG. None is a gap in a line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Value = Decimal | float | int | None

#: Steps of an axis that people can count in.
_NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """A vertical axis: where it starts and ends, and its ticks, lowest first."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Distance from the top in percent."""
        return round(100 - (value - self.low) / (self.high - self.low) * 100, 2)


@dataclass(frozen=True)
class Line:
    """A drawn series: the path, and where its last point lies (x, y)."""

    path: str
    last_x: float
    last_y: float


@dataclass(frozen=True)
class Spark:
    """A line without axes and the area under it."""

    path: str
    area: str


@dataclass(frozen=True)
class Bullet:
    """A bar towards a goal: both in percent of the track, which ends a little past the larger."""

    value: float
    goal: float


def axis_for(values: Sequence[Value], steps: int = 5, *, from_zero: bool = True) -> Axis:
    """An axis that holds every value, with about `steps` ticks; from 0 unless asked otherwise."""
    known = [float(value) for value in values if value is not None] or [0.0]
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + (abs(low) or 1.0)
    step = _nice_step((high - low) / steps)
    start, end = math.floor(low / step), math.ceil(high / step)
    ticks = tuple(round(n * step, 10) for n in range(start, end + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def starts_far_from_zero(values: Sequence[Value]) -> bool:
    """Whether the values differ so little that an axis from 0 would hide how they move."""
    known = [float(value) for value in values if value is not None]
    return bool(known) and min(known) > 0 and (max(known) - min(known)) < 0.25 * max(known)


def x_of(index: int, count: int) -> float:
    """Where the point at `index` of `count` lies, in percent from the left."""
    return round(index / (count - 1) * 100, 2) if count > 1 else 100.0


def line_through(values: Sequence[Value], axis: Axis) -> Line:
    """The series as a path; a gap lifts the pen, a lone point leaves no line."""
    points = [
        None if value is None else (x_of(n, len(values)), axis.place(float(value)))
        for n, value in enumerate(values)
    ]
    last = next((point for point in reversed(points) if point), (0.0, 100.0))
    return Line(_path(points), *last)


def spark_through(values: Sequence[Value]) -> Spark:
    """A small line over its own range: 100 wide, 30 high; empty with fewer than two values."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 2:
        return Spark("", "")
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    points = [
        (x_of(n, len(known)), round(27 - (value - low) / span * 24, 2)) for n, value in enumerate(known)
    ]
    path = _path(points)
    return Spark(path, f"{path}L100 30L0 30Z")


def bullet_of(value: Value, goal: Value) -> Bullet | None:
    """The bar of `value` beside its `goal`; None where either is missing or nothing is above 0."""
    if value is None or goal is None or max(value, goal) <= 0:
        return None
    end = float(max(value, goal)) * 1.1
    return Bullet(round(max(float(value), 0.0) / end * 100, 1), round(max(float(goal), 0.0) / end * 100, 1))


def shares(values: Sequence[Value]) -> list[float]:
    """Each value in percent of the largest, for bars; 0 for what is missing or negative."""
    known = [max(float(value), 0.0) if value is not None else 0.0 for value in values]
    largest = max(known, default=0.0)
    return [round(value / largest * 100, 1) if largest else 0.0 for value in known]


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in _NICE if factor * power >= rough * 0.999)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    parts: list[str] = []
    is_down = False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if is_down else 'M'}{point[0]:g} {point[1]:g}")
        is_down = point is not None
    return "".join(parts)
