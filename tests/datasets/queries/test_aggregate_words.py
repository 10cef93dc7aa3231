"""The words of group-by hold together: every type has its answer, every part its type."""

from __future__ import annotations

from datasets.queries.aggregate_words import PART_TYPES, PARTS_OF, TYPES_OF, DatePart, Function
from datasets.vocab import ColumnType


def test_each_function_and_part_is_described() -> None:
    assert set(TYPES_OF) == set(Function)
    assert set(PART_TYPES) == set(DatePart)
    assert set(PARTS_OF) == {
        ColumnType.DATE,
        ColumnType.DATETIME,
        ColumnType.MONTH,
        ColumnType.QUARTER,
        ColumnType.YEAR,
    }


def test_words_are_not_added_up_and_shapes_only_counted() -> None:
    assert ColumnType.TEXT not in TYPES_OF[Function.SUM]
    assert [f for f in Function if ColumnType.POINT in TYPES_OF[f]] == [Function.COUNT]
