"""Geometry of charts, by hand-reckoned places."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from datasets.measures.charts import (
    axis_for,
    bullet_of,
    line_through,
    shares,
    spark_through,
    starts_far_from_zero,
    x_of,
)


def test_an_axis_starts_at_zero_and_counts_in_round_steps() -> None:
    assert axis_for([D(12), D(98)]).ticks == (0, 20, 40, 60, 80, 100)


def test_an_axis_may_start_elsewhere_when_asked() -> None:
    axis = axis_for([80, 143], from_zero=False)
    assert (axis.low, axis.high) == (80, 160)


@pytest.mark.parametrize("values", [[], [None], [0], [D(7)], [5, 5]])
def test_an_axis_always_has_a_length(values: list[D | None]) -> None:
    axis = axis_for(values)
    assert axis.high > axis.low


def test_negative_values_lie_below_zero() -> None:
    axis = axis_for([-10, 10])
    assert (axis.place(10), axis.place(-10)) == (0, 100)


def test_a_line_goes_through_its_points_and_lifts_over_a_gap() -> None:
    axis = axis_for([0, 100])
    line = line_through([0, 50, None, 100], axis)
    assert line.path == "M0 100L33.33 50M100 0"
    assert (line.last_x, line.last_y) == (100, 0)


def test_a_spark_needs_two_values() -> None:
    assert spark_through([D(3)]).path == ""
    assert spark_through([1, 2]).path == "M0 27L100 3"


def test_flat_values_make_a_flat_spark() -> None:
    assert spark_through([5, 5]).path == "M0 27L100 27"


def test_a_bullet_ends_past_the_larger() -> None:
    bullet = bullet_of(D(82), D(90))
    assert bullet is not None
    assert (bullet.value, bullet.goal) == (82.8, 90.9)


@pytest.mark.parametrize(("value", "goal"), [(None, D(1)), (D(1), None), (D(0), D(0)), (D(-1), D(-2))])
def test_nothing_to_draw_is_no_bullet(value: D | None, goal: D | None) -> None:
    assert bullet_of(value, goal) is None


def test_shares_are_of_the_largest() -> None:
    assert shares([D(50), D(25), None, D(-3)]) == [100, 50, 0, 0]
    assert shares([]) == []


def test_close_values_may_leave_zero_out() -> None:
    assert starts_far_from_zero([80, 90])
    assert not starts_far_from_zero([10, 90])
    assert not starts_far_from_zero([-80, -90])


def test_one_point_stands_at_the_right() -> None:
    assert x_of(0, 1) == 100
