"""Units have one name each; only true differences are told."""

from __future__ import annotations

import pytest

from datasets.intake.values.units import differ, kinds_of, usual


@pytest.mark.parametrize(
    ("written", "name"),
    [("persen", "%"), ("Org.", "orang"), ("KG", "kg"), ("hektar", "ha"), ("ekor", "ekor")],
)
def test_the_usual_name_of_a_unit(written: str, name: str) -> None:
    assert usual(written) == name


def test_only_two_known_units_can_differ() -> None:
    assert differ("kg", "ton")
    assert not differ("persen", "%")
    assert not differ("", "ton")


def test_numbers_without_a_unit_do_not_count() -> None:
    assert kinds_of(["", "persen", "%", "Prosen"]) == ["%"]
    assert kinds_of(["kg", "ton", ""]) == ["kg", "ton"]
