"""How large the numbers of a column are, over every part of a version."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.export.measured import measured
from datasets.export.sql import Field
from datasets.vocab import ColumnType

WEIGHT = Field("berat", "Berat", ColumnType.DECIMAL)


def told(
    minimum: str | None, maximum: str | None, scale: int | None = None, non_null: int = 1
) -> dict[str, Any]:
    return {"berat": {"minimum": minimum, "maximum": maximum, "scale": scale, "non_null": non_null}}


@pytest.mark.parametrize(
    ("profiles", "digits", "scale"),
    [
        ([told("-1200.5", "7.25", 2)], 4, 2),
        ([told("0.5", "0.75", 2)], 1, 2),
        ([told("1", "9"), told("1.5", "12.125", 3)], 2, 3),
        ([told("1", "9"), {}], 1, 0),
        ([told(None, None, None, 0)], 0, 0),
        ([told("NaN", "5", 1)], None, 1),
        ([told(None, None, None, 4)], None, None),
        ([{}], None, None),
        ([], None, None),
    ],
)
def test_digits_are_those_of_the_largest_number(
    profiles: list[dict[str, Any]], digits: int | None, scale: int | None
) -> None:
    [field] = measured([WEIGHT], profiles)
    assert (field.digits, field.scale) == (digits, scale)


def test_text_has_no_digits() -> None:
    name = Field("berat", "Berat", ColumnType.TEXT)
    assert measured([name], [told("1", "2")]) == [name]
