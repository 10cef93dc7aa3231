"""Chance: the same names give the same number, on every machine."""

from __future__ import annotations

import pytest

from datasets.city.samples.chance import fraction, season, whole, wobble


def test_the_same_names_give_the_same_number_for_ever() -> None:
    assert fraction("sampah", "2026-10") == pytest.approx(0.415996, abs=1e-6)
    assert fraction("a", "bc") != fraction("ab", "c")


def test_numbers_fill_their_range_evenly() -> None:
    numbers = [fraction("n", n) for n in range(2_000)]
    assert sum(numbers) / len(numbers) == pytest.approx(0.5, abs=0.02)
    assert all(0.9 <= wobble(0.1, n) <= 1.1 for n in range(200))


def test_a_season_peaks_where_it_should() -> None:
    assert season(3, 3, 0.2) == pytest.approx(1.2)
    assert season(9, 3, 0.2) == pytest.approx(0.8)


def test_small_expectations_round_to_their_mean_and_never_below_zero() -> None:
    assert sum(whole(0.25, n) for n in range(2_000)) == pytest.approx(500, rel=0.1)
    assert whole(-3.2, "x") == 0
