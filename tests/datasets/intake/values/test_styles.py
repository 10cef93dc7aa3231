"""A column's way of writing numbers is decided over every row."""

from __future__ import annotations

import pytest

from datasets.intake.schema import NumberStyle
from datasets.intake.values.numbers import read_number
from datasets.intake.values.styles import StyleCount, file_style_of

PLAIN, ENGLISH, INDONESIAN = NumberStyle.PLAIN, NumberStyle.ENGLISH, NumberStyle.INDONESIAN


def count(*texts: str) -> StyleCount:
    counted = StyleCount()
    for text in texts:
        read = read_number(text)
        assert read is not None
        counted.add(read, 1)
    return counted


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1.234", "1.234,5"], INDONESIAN),
        (["1.234", "12.5"], PLAIN),
        (["1,234", "1,234.5"], ENGLISH),
        (["1,234", "12,5"], INDONESIAN),
        (["12", "7"], None),
        (["1.234", "2.500"], None),
    ],
)
def test_one_telling_row_decides(texts: list[str], style: NumberStyle | None) -> None:
    assert count(*texts).certain is style


def test_rows_that_contradict_each_other_are_mixed() -> None:
    assert count("1.234,5", "1,234.5").is_mixed


def test_what_a_column_leaves_open_its_neighbours_settle() -> None:
    open_column = count("1.234", "2.500")
    assert open_column.is_open
    assert open_column.style(PLAIN) is PLAIN
    assert open_column.style(INDONESIAN) is INDONESIAN
    assert open_column.style(None) is INDONESIAN


def test_the_file_speaks_as_most_of_its_columns_do() -> None:
    assert file_style_of([count("1,5"), count("12.345,6")], ",") is INDONESIAN
    assert file_style_of([count("1.5")], ";") is PLAIN
    assert file_style_of([count("7")], ";") is INDONESIAN
    assert file_style_of([], ",") is None
