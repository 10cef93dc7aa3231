"""Sums of every measure by area and period, while the check sees the values anyway; exact or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_convert import Converted
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.spooled import Sums
from datasets.intake.values.cells import Cells
from datasets.vocab import ColumnRole

#: Pairs of area and period summed here; of a table with more of them the database makes the sums.
MOST_GROUPS = 5_000
#: Digits behind the point that a summary keeps; what has more is left to the database to round.
_MOST_SCALE = 8
#: Pairs that the values of one block might make.
_MOST_PAIRS = 1_000_000

_Ints = npt.NDArray[np.int64]
_Groups = npt.NDArray[np.int16]
_Flags = npt.NDArray[np.bool_]
_LOWEST, _HIGHEST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class SumsSeen:
    """Rows, and count, sum and extremes of each measure, for every pair of area and period."""

    def __init__(self, plans: Sequence[ColumnPlan]) -> None:
        self._plans = plans
        self._area, self._period = (_first(plans, role) for role in (ColumnRole.AREA, ColumnRole.PERIOD))
        is_measure = [plan.role is ColumnRole.MEASURE and plan.is_numeric for plan in plans]
        self._measures = {at: _Amounts() for at, found in enumerate(is_measure) if found}
        self._is_exact = bool(self._measures)
        self._groups: dict[tuple[str | None, str | None], int] = {}
        self._rows = np.zeros(MOST_GROUPS, np.int64)

    def add(self, columns: Sequence[Converted]) -> None:
        """Take in one block; `columns` are in the order of the plans."""
        if not self._is_exact:
            return
        numbers = {at: _numbers(columns[at]) for at in self._measures}
        group = self._group(columns)
        fits = all(amounts.fits(numbers[at]) for at, amounts in self._measures.items())
        if group is None or not fits:
            self._is_exact = False
            return
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.diff(group[order], prepend=-1))
        groups = group[order[starts]]
        self._rows[groups] += np.diff(starts, append=len(order))
        for at, amounts in self._measures.items():
            amounts.add(numbers[at], order, starts, groups)

    def found(self) -> Sums | None:
        """The sums of all blocks; None where they could not be exact, or of too many groups."""
        if not self._is_exact:
            return None
        area, period = (self._plans[at].id if at is not None else "" for at in (self._area, self._period))
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(self._lines())
        return Sums(area, period, tuple(self._plans[at].id for at in self._measures), lines.getvalue())

    def _group(self, columns: Sequence[Converted]) -> _Groups | None:
        """The number of each row's group; None where there are too many groups."""
        rows = len(columns[0].values)
        areas, area_of = _places(self._area, columns, rows)
        periods, period_of = _places(self._period, columns, rows)
        if len(areas) * len(periods) > _MOST_PAIRS:
            return None
        pair_of = area_of * len(periods) + period_of
        numbers = np.zeros(len(areas) * len(periods), np.int16)
        for pair in np.flatnonzero(np.bincount(pair_of)).tolist():
            area, period = divmod(pair, len(periods))
            numbers[pair] = self._groups.setdefault((areas[area], periods[period]), len(self._groups))
            if len(self._groups) > MOST_GROUPS:
                return None
        found: _Groups = numbers[pair_of]
        return found

    def _lines(self) -> Iterator[list[str | int | None]]:
        for (area, period), group in self._groups.items():
            amounts = (one.told(group) for one in self._measures.values())
            yield [area, period, int(self._rows[group]), *(figure for told in amounts for figure in told)]


@dataclass(frozen=True)
class _Numbers:
    """One block of a measure: whole multiples of 10 to the power of -`scale`, nought where not `valid`."""

    values: _Ints
    valid: _Flags
    scale: int = 0


@dataclass
class _Amounts:
    """What is known of one measure, by group."""

    scale: int | None = None
    count: _Ints = field(default_factory=lambda: np.zeros(MOST_GROUPS, np.int64))
    total: _Ints = field(default_factory=lambda: np.zeros(MOST_GROUPS, np.int64))
    low: _Ints = field(default_factory=lambda: np.full(MOST_GROUPS, _HIGHEST))
    high: _Ints = field(default_factory=lambda: np.full(MOST_GROUPS, _LOWEST))
    _bound: int = 0

    def fits(self, numbers: _Numbers | None) -> bool:
        """Whether `numbers` can be added without any sum leaving 64 bits."""
        if numbers is None or self.scale not in (None, numbers.scale):
            return False
        self.scale = numbers.scale
        most = max(int(numbers.values.max(initial=0)), -int(numbers.values.min(initial=0)))
        self._bound += most * len(numbers.values)
        return self._bound < _HIGHEST

    def add(self, numbers: _Numbers | None, order: _Ints, starts: _Ints, groups: _Groups) -> None:
        """Take in a block: rows in `order` lie by groups, of which each starts at its place in `starts`."""
        if numbers is None:
            return
        values, valid = numbers.values[order], numbers.valid[order]
        self.count[groups] += np.add.reduceat(valid, starts, dtype=np.int64)
        self.total[groups] += np.add.reduceat(values, starts)
        low = np.minimum.reduceat(np.where(valid, values, _HIGHEST), starts)
        high = np.maximum.reduceat(np.where(valid, values, _LOWEST), starts)
        self.low[groups] = np.minimum(self.low[groups], low)
        self.high[groups] = np.maximum(self.high[groups], high)

    def told(self, group: int) -> list[str | int | None]:
        """Count, sum, least and most of a group as decimal text; no figures where it has no value."""
        if not self.count[group]:
            return [0, None, None, None]
        figures = (self.total[group], self.low[group], self.high[group])
        return [int(self.count[group]), *(self._decimal(int(figure)) for figure in figures)]

    def _decimal(self, number: int) -> str:
        return f"{Decimal(number).scaleb(-(self.scale or 0)):f}"


def _first(plans: Sequence[ColumnPlan], role: ColumnRole) -> int | None:
    return next((at for at, plan in enumerate(plans) if plan.role is role), None)


def _places(at: int | None, columns: Sequence[Converted], rows: int) -> tuple[list[str | None], _Ints]:
    """The values of a column, none last, and for each row the place of its value among them."""
    if at is None:
        return [None], np.zeros(rows, np.int64)
    cells = columns[at].cells
    if cells.places is None:
        cells = Cells.folded(cells.column)
    names = [*cells.values.to_pylist(), None]
    return names, pc.fill_null(cells.places, len(names) - 1).to_numpy(zero_copy_only=False).astype(np.int64)


def _numbers(converted: Converted) -> _Numbers | None:
    """The numbers of every cell; None where they are no whole multiples that 64 bits hold."""
    scaled = _whole(converted.numbers)
    if scaled is None:
        return None
    places = converted.cells.places
    if places is None:
        return scaled
    at = pc.fill_null(places, len(scaled.values)).to_numpy(zero_copy_only=False)
    return _Numbers(np.append(scaled.values, 0)[at], np.append(scaled.valid, False)[at], scaled.scale)


def _whole(numbers: pa.Array) -> _Numbers | None:
    valid = pc.is_valid(numbers).to_numpy(zero_copy_only=False)
    if pa.types.is_int64(numbers.type):
        return _Numbers(pc.fill_null(numbers, 0).to_numpy(zero_copy_only=False), valid)
    if not pa.types.is_decimal128(numbers.type) or numbers.type.scale > _MOST_SCALE:
        return None
    halves = np.frombuffer(numbers.buffers()[1], np.int64).reshape(-1, 2)
    halves = halves[numbers.offset : numbers.offset + len(numbers)]
    values = np.where(valid, halves[:, 0], 0)
    is_small = not valid.any() or bool((halves[valid, 1] == values[valid] >> 63).all())
    return _Numbers(values, valid, numbers.type.scale) if is_small else None
