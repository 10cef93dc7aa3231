"""The words of group-by: functions over columns, and the parts that dates fall into, by type."""

from __future__ import annotations

from enum import StrEnum

from datasets.vocab import NUMERIC_TYPES, ColumnType


class Function(StrEnum):
    """What may be told of the values of a group."""

    SUM = "sum"
    AVG = "avg"
    COUNT = "count"
    MIN = "min"
    MAX = "max"
    MEDIAN = "median"


class DatePart(StrEnum):
    """What a date falls into: `2026`, `2026-Q3`, `2026-10`, `2026-W44`, a day, Monday 1 to Sunday 7."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    WEEKDAY = "weekday"


_T = ColumnType
_SHAPES = frozenset({_T.POINT, _T.GEOMETRY})

#: Types whose columns a function takes.
TYPES_OF: dict[Function, frozenset[ColumnType]] = {
    Function.SUM: NUMERIC_TYPES,
    Function.AVG: NUMERIC_TYPES,
    Function.MEDIAN: NUMERIC_TYPES,
    Function.COUNT: frozenset(_T),
    Function.MIN: frozenset(_T) - _SHAPES - {_T.BOOLEAN},
    Function.MAX: frozenset(_T) - _SHAPES - {_T.BOOLEAN},
}
#: Parts that a column of a type can be taken together by.
PARTS_OF: dict[ColumnType, tuple[DatePart, ...]] = {
    _T.DATE: tuple(DatePart),
    _T.DATETIME: tuple(DatePart),
    _T.MONTH: (DatePart.YEAR, DatePart.QUARTER, DatePart.MONTH),
    _T.QUARTER: (DatePart.YEAR, DatePart.QUARTER),
    _T.YEAR: (DatePart.YEAR,),
}
#: How a part is told.
PART_TYPES: dict[DatePart, ColumnType] = {
    DatePart.YEAR: _T.YEAR,
    DatePart.QUARTER: _T.QUARTER,
    DatePart.MONTH: _T.MONTH,
    DatePart.WEEK: _T.TEXT,
    DatePart.DAY: _T.DATE,
    DatePart.WEEKDAY: _T.INTEGER,
}
