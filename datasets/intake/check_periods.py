"""Which period the rows of a file belong to, from its period column."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_plan import ColumnPlan
from datasets.measures.periods import Grain, is_period, parse_period, period_on
from datasets.vocab import ColumnRole

#: The periods looked for, shortest first.
_GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.SEMESTER, Grain.YEAR)


class PeriodsSeen:
    """The first and last day of the file's period column."""

    def __init__(self, plans: list[ColumnPlan]) -> None:
        self._plan = next((plan for plan in plans if plan.role is ColumnRole.PERIOD), None)
        self._low: str | None = None
        self._high: str | None = None

    def add(self, plan: ColumnPlan, values: pa.StringArray) -> None:
        """Take in one block of a period column."""
        if plan is not self._plan:
            return
        extremes = pc.min_max(values)
        low, high = extremes["min"].as_py(), extremes["max"].as_py()
        if low is not None:
            self._low = low if self._low is None else min(self._low, low)
            self._high = high if self._high is None else max(self._high, high)

    def found(self) -> str:
        """The shortest usual period that holds every row; '' where they lie in several years.

        Where the rows hold days or months, it is at least as long as a row's own period.
        """
        if self._low is None or self._high is None:
            return ""
        if not (is_period(self._low[:10]) and is_period(self._high[:10])):
            return ""
        low, high = parse_period(self._low[:10]), parse_period(self._high[:10])
        if low == high:
            return str(low)
        for grain in _GRAINS:
            whole = period_on(low.start, grain)
            if whole.contains(low) and whole.contains(high):
                return str(whole)
        return ""
