"""Figures: amounts of periods add up to the year's, as the indicator's aggregation says."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from datasets.measures.figures import Amount, figure_of, value_of
from datasets.vocab import Aggregation

MONTHS = [
    Amount("2026-02", D(30), D(40), 2),
    Amount("2026-01", D(10), D(40), 3),
]


@pytest.mark.parametrize(
    ("aggregation", "value", "rows"),
    [(Aggregation.SUM, D(4000), 5), (Aggregation.LAST, D(3000), 2), (Aggregation.RATIO, D(50), 5)],
)
def test_a_year_adds_up(aggregation: Aggregation, value: D, rows: int) -> None:
    figure = figure_of(MONTHS, aggregation, D(100))
    assert (figure.value, figure.rows) == (value, rows)


def test_a_mean_weighs_every_row_alike() -> None:
    amounts = [Amount("2026-01", D(100), D(1), 1), Amount("2026-02", D(200), D(4), 4)]
    assert figure_of(amounts, Aggregation.MEAN, D(1)).value == D(60)


def test_a_ratio_to_nothing_cannot_be_computed() -> None:
    assert value_of(D(5), D(0), Aggregation.RATIO, D(100)) is None
    assert value_of(None, D(5), Aggregation.RATIO, D(100)) is None


def test_nothing_gives_no_figure() -> None:
    figure = figure_of([], Aggregation.SUM, D(1))
    assert (figure.value, figure.rows, figure.periods) == (None, 0, ())
