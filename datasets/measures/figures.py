"""What becomes of an indicator's amounts: the value of a period, and of a year up to some period.

An amount keeps sum, denominator and rows apart, never a quotient, so that amounts add up and a
yearly figure is computed from the same rows that prove it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from datasets.measures.periods import in_order
from datasets.vocab import Aggregation


@dataclass(frozen=True)
class Amount:
    """What the rows of one period add up to.

    `numerator` is the sum of the measure; `denominator` the sum of the denominator's column
    (ratio) or the number of values (mean), None otherwise. `rows` counts the rows used.
    """

    period: str
    numerator: Decimal | None
    denominator: Decimal | None
    rows: int


@dataclass(frozen=True)
class Figure:
    """A value with the amounts it was computed from; `value` None: cannot be computed."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rows: int
    periods: tuple[str, ...]


def value_of(
    numerator: Decimal | None, denominator: Decimal | None, aggregation: Aggregation, scale: Decimal
) -> Decimal | None:
    """`scale × numerator`, divided by the denominator for a ratio and a mean."""
    if numerator is None:
        return None
    if aggregation not in (Aggregation.RATIO, Aggregation.MEAN):
        return scale * numerator
    return scale * numerator / denominator if denominator else None


def figure_of(amounts: Iterable[Amount], aggregation: Aggregation, scale: Decimal) -> Figure:
    """The figure that `amounts` of one year give together: `last` takes the latest period only."""
    by_period = {amount.period: amount for amount in amounts}
    order = in_order(list(by_period))
    if aggregation is Aggregation.LAST:
        order = order[-1:]
    chosen = [by_period[period] for period in order]
    numerator = _sum(amount.numerator for amount in chosen)
    denominator = _sum(amount.denominator for amount in chosen)
    return Figure(
        value=value_of(numerator, denominator, aggregation, scale),
        numerator=numerator,
        denominator=denominator,
        rows=sum(amount.rows for amount in chosen),
        periods=tuple(order),
    )


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None
