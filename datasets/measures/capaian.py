"""Capaian: how far a realisation has come towards its target, and what that is called.

PermenPANRB on SKP, p. 100 (DOMAIN §6): rising `R/T`; falling `(2T − R)/T`; a range is measured
at the bound that was passed. The exact value is never capped; only an office's average is,
at 100, and the page that shows it says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from datasets.vocab import Band, Polarity

HUNDRED = Decimal(100)

#: Bands of the LKjIP scale, gaps closed: strictly above the bound, in percent (DOMAIN §6).
BANDS: tuple[tuple[Decimal, Band], ...] = (
    (Decimal(90), Band.VERY_HIGH),
    (Decimal(75), Band.HIGH),
    (Decimal(65), Band.MEDIUM),
    (Decimal(50), Band.LOW),
)


@dataclass(frozen=True)
class Goal:
    """A target: one `value`, or for a range both bounds, `lower` ≤ `upper`."""

    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True)
class Capaian:
    """Percent of the target reached (None where it cannot be computed) and its band."""

    percent: Decimal | None
    band: Band

    @property
    def is_computable(self) -> bool:
        """Whether there is a percentage at all."""
        return self.percent is not None


NOT_COMPUTABLE = Capaian(None, Band.NOT_COMPUTABLE)
NOT_REPORTED = Capaian(None, Band.NOT_REPORTED)


def capaian_of(
    realisation: Decimal | None, goal: Goal, polarity: Polarity, *, is_reported: bool = True
) -> Capaian:
    """The capaian of a realisation. Nothing reported is grey, never zero; so is a target of 0."""
    if not is_reported:
        return NOT_REPORTED
    percent = None if realisation is None else _percent(realisation, goal, polarity)
    return NOT_COMPUTABLE if percent is None else Capaian(percent, band_of(percent))


def band_of(percent: Decimal) -> Band:
    """The band a percentage lies in."""
    return next((band for above, band in BANDS if percent > above), Band.VERY_LOW)


def capped_average(percents: Iterable[Decimal | None]) -> Decimal | None:
    """Mean of the computable percentages, each capped at 100 and floored at 0; None if none is."""
    known = [max(Decimal(0), min(percent, HUNDRED)) for percent in percents if percent is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def _percent(realisation: Decimal, goal: Goal, polarity: Polarity) -> Decimal | None:
    if polarity is Polarity.RANGE:
        return _percent_of_range(realisation, goal)
    if goal.value is None or goal.value == 0:
        return None
    if polarity is Polarity.DOWN:
        return (2 * goal.value - realisation) / goal.value * HUNDRED
    return realisation / goal.value * HUNDRED


def _percent_of_range(realisation: Decimal, goal: Goal) -> Decimal | None:
    """Inside: 100. Above: falling, against the upper bound. Below: rising, against the lower."""
    if goal.lower is None or goal.upper is None:
        return None
    if realisation > goal.upper:
        return _percent(realisation, Goal(goal.upper), Polarity.DOWN)
    if realisation < goal.lower:
        return _percent(realisation, Goal(goal.lower), Polarity.UP)
    return HUNDRED
