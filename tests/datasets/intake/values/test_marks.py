"""Marks for no data and for the status of a number."""

from __future__ import annotations

import pytest

from datasets.intake.values.marks import is_missing, is_missing_code, split_status


@pytest.mark.parametrize(
    "text", ["-", "–", "…", "...", "NA", "n/a", "TAD", "kosong", "~0", "NULL", "#N/A", "nihil"]
)
def test_marks_for_no_data(text: str) -> None:
    assert is_missing(text)


@pytest.mark.parametrize("text", ["0", "-1", "nasi", "x"])
def test_values_are_no_marks(text: str) -> None:
    assert not is_missing(text)


def test_na_may_be_a_code() -> None:
    assert not is_missing_code("NA")
    assert is_missing_code("NULL")


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("12*", ("12", "sementara")),
        ("12 **", ("12", "sangat sementara")),
        ("1,5r", ("1,5", "revisi")),
        ("7 e)", ("7", "estimasi")),
        ("12", ("12", "")),
        ("Maret", ("Maret", "")),
    ],
)
def test_statuses_behind_numbers(text: str, split: tuple[str, str]) -> None:
    assert split_status(text) == split
