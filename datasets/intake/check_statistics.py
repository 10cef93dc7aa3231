"""Statistics of each column over every row, gathered block by block in canonical form."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_plan import ColumnPlan
from datasets.intake.check_rules import numbers_of
from datasets.intake.schema import ColumnFound
from datasets.vocab import ColumnType

_ORDERED = frozenset(
    {ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIME, ColumnType.MONTH, ColumnType.QUARTER}
    | {ColumnType.YEAR, ColumnType.FISCAL_YEAR}
)


class ColumnStatistics:
    """Count, extremes and total of one planned column."""

    def __init__(self, plan: ColumnPlan) -> None:
        self.plan = plan
        self.non_null = 0
        self._total = Decimal(0)
        self._low: Decimal | str | None = None
        self._high: Decimal | str | None = None

    def add(self, values: pa.StringArray) -> None:
        """Take in one block of canonical values."""
        self.non_null += len(values) - values.null_count
        if self.plan.is_numeric:
            numbers = numbers_of(self.plan, values)
            self._total += _decimal(pc.sum(numbers).as_py() or 0)
            self._stretch(numbers)
        elif self.plan.type in _ORDERED:
            self._stretch(values)

    def found(self, personal: str = "") -> ColumnFound:
        """The column as the report shows it."""
        plan = self.plan
        return ColumnFound(
            id=plan.id,
            label=plan.label,
            type=plan.type,
            role=plan.role,
            unit=plan.unit,
            letter=plan.letter,
            non_null=self.non_null,
            minimum=_text(self._low),
            maximum=_text(self._high),
            total=_text(self._total) if plan.is_numeric and self.non_null else None,
            style=plan.style,
            personal=personal,
        )

    def _stretch(self, values: pa.Array) -> None:
        extremes = pc.min_max(values)
        low, high = extremes["min"].as_py(), extremes["max"].as_py()
        if low is None:
            return
        if not isinstance(low, str):
            low, high = _decimal(low), _decimal(high)
        self._low = low if self._low is None else min(self._low, low)
        self._high = high if self._high is None else max(self._high, high)


def _decimal(number: Decimal | float) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def _text(value: Decimal | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
