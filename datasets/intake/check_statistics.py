"""Statistics of each column over every row, gathered block by block in canonical form."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.check_convert import Converted
from datasets.intake.check_plan import ColumnPlan
from datasets.intake.schema import MOST_DISTINCT, ColumnFound, ColumnProfile
from datasets.intake.values.cells import Distinct
from datasets.vocab import ColumnRole, ColumnType

_ORDERED = frozenset(
    {ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIME, ColumnType.MONTH, ColumnType.QUARTER}
    | {ColumnType.YEAR, ColumnType.FISCAL_YEAR}
)
_COUNTED_ROLES = frozenset({ColumnRole.DIMENSION, ColumnRole.AREA, ColumnRole.PERIOD})
#: Shapes on earth are stored as JSON, whose equality is not that of their text.
_SHAPES = frozenset({ColumnType.POINT, ColumnType.GEOMETRY})
#: Numbers below this add up exactly within a block, as bigint or as decimal of 38 digits.
_EXACT = 10**13


class ColumnStatistics:
    """Count, extremes, total and (up to a bound) distinct values of one planned column."""

    def __init__(self, plan: ColumnPlan) -> None:
        self.plan = plan
        self.non_null = 0
        self._total = Decimal(0)
        self._low: Decimal | str | None = None
        self._high: Decimal | str | None = None
        self._is_counted = plan.role in _COUNTED_ROLES
        self._texts = Distinct(MOST_DISTINCT)
        self._numbers: set[object] = set()
        self._scale: int | None = None
        self.is_exact = plan.type not in _SHAPES

    def add(self, converted: Converted) -> None:
        """Take in one block of the converted column."""
        values = converted.cells.values
        self.non_null += len(converted.values) - converted.values.null_count
        if self.plan.is_numeric:
            numbers = converted.numbers
            self._total += _decimal(pc.sum(converted.cell_numbers).as_py() or 0)
            self._stretch(numbers)
            self.is_exact = self.is_exact and _adds_up(numbers)
            if self.plan.type is ColumnType.DECIMAL:
                self._scale = _greater(self._scale, _scale_of(values))
            self._count_numbers(numbers)
            return
        if self.plan.type in _ORDERED:
            self._stretch(values)
        if self._is_counted:
            self._texts.add(values)

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

    def profile(self) -> ColumnProfile:
        """What the loaded part keeps of the column; ask only where `is_exact`."""
        found = self.found()
        return ColumnProfile(
            id=found.id,
            non_null=found.non_null,
            distinct=self._distinct() if self._is_counted else None,
            minimum=found.minimum,
            maximum=found.maximum,
            total=found.total,
            scale=self._scale,
        )

    def _distinct(self) -> int:
        """Distinct values, at most one more than anyone asks for."""
        if self.plan.is_numeric:
            return min(len(self._numbers), MOST_DISTINCT + 1)
        texts = self._texts.found()
        return MOST_DISTINCT + 1 if texts is None else len(texts)

    def _count_numbers(self, numbers: pa.Array) -> None:
        """Take in the distinct numbers, until there are more than anyone asks for."""
        if self._is_counted and len(self._numbers) <= MOST_DISTINCT:
            found = pc.unique(numbers).drop_null()
            self._numbers.update(found[: MOST_DISTINCT + 1].to_pylist())

    def _stretch(self, values: pa.Array) -> None:
        extremes = pc.min_max(values)
        low, high = extremes["min"].as_py(), extremes["max"].as_py()
        if low is None:
            return
        if not isinstance(low, str):
            low, high = _decimal(low), _decimal(high)
        self._low = low if self._low is None else min(self._low, low)
        self._high = high if self._high is None else max(self._high, high)


def _adds_up(numbers: pa.Array) -> bool:
    """Whether no number is a double, and none so large that a block's sum could overflow."""
    if pa.types.is_floating(numbers.type):
        return not len(numbers) - numbers.null_count
    extremes = pc.min_max(numbers)
    low, high = extremes["min"].as_py(), extremes["max"].as_py()
    return low is None or bool(low > -_EXACT and high < _EXACT)


def _scale_of(values: pa.StringArray) -> int | None:
    """The most digits behind the point; None where there is no value."""
    point = pc.find_substring(values, ".")
    digits = pc.subtract(pc.subtract(pc.binary_length(values), point), 1)
    most = pc.max(pc.if_else(pc.less(point, 0), 0, digits)).as_py()
    return None if most is None else int(most)


def _greater(one: int | None, other: int | None) -> int | None:
    return one if other is None else max(one or 0, other)


def _decimal(number: Decimal | float) -> Decimal:
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def _text(value: Decimal | str | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
