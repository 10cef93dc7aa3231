"""Capaian: the worked numbers of DOMAIN requirement 53, and what cannot be computed."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from datasets.measures.capaian import Goal, band_of, capaian_of, capped_average
from datasets.vocab import Band, Polarity

WORKED = [
    (Polarity.UP, D(92), Goal(D(90)), "102.2"),
    (Polarity.DOWN, D(18), Goal(D(16)), "87.5"),
    (Polarity.DOWN, D(13), Goal(D(14)), "107.1"),
    (Polarity.RANGE, D(90), Goal(lower=D(60), upper=D(80)), "87.5"),
    (Polarity.RANGE, D(70), Goal(lower=D(80), upper=D(90)), "87.5"),
    (Polarity.RANGE, D(75), Goal(lower=D(60), upper=D(80)), "100.0"),
    (Polarity.UP, D(0), Goal(D(90)), "0.0"),
    (Polarity.DOWN, D(40), Goal(D(16)), "-50.0"),
]


@pytest.mark.parametrize(("polarity", "realisation", "goal", "percent"), WORKED)
def test_the_worked_numbers_come_out(polarity: Polarity, realisation: D, goal: Goal, percent: str) -> None:
    found = capaian_of(realisation, goal, polarity).percent
    assert found is not None
    assert f"{found:.1f}" == percent


@pytest.mark.parametrize("polarity", list(Polarity))
@pytest.mark.parametrize("goal", [Goal(D(0)), Goal(), Goal(lower=D(0), upper=D(0)), Goal(lower=D(1))])
def test_a_target_of_zero_or_none_is_not_computable(polarity: Polarity, goal: Goal) -> None:
    found = capaian_of(D(5), goal, polarity)
    assert (found.percent, found.band) == (None, Band.NOT_COMPUTABLE)


def test_a_value_that_cannot_be_computed_is_not_zero() -> None:
    assert capaian_of(None, Goal(D(90)), Polarity.UP).band is Band.NOT_COMPUTABLE


def test_nothing_reported_is_told_apart_from_not_computable() -> None:
    assert capaian_of(None, Goal(D(90)), Polarity.UP, is_reported=False).band is Band.NOT_REPORTED


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        ("90.01", Band.VERY_HIGH),
        ("90", Band.HIGH),
        ("75.01", Band.HIGH),
        ("75", Band.MEDIUM),
        ("65", Band.LOW),
        ("50", Band.VERY_LOW),
        ("-10", Band.VERY_LOW),
    ],
)
def test_the_bands_leave_no_gap(percent: str, band: Band) -> None:
    assert band_of(D(percent)) is band


def test_an_average_caps_at_a_hundred_and_leaves_the_unreported_out() -> None:
    assert capped_average([D(150), None, D(50)]) == D(75)
    assert capped_average([D(-50), D(50)]) == D(25)
    assert capped_average([None]) is None
