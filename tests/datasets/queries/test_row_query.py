"""Reading a question about rows: names first, longest first, nothing left unread."""

from __future__ import annotations

import pytest

from datasets.models import Version
from datasets.queries.errors import BadParameter
from datasets.queries.row_query import MOST_CONDITIONS, Operator, parse_rows_query
from datasets.vocab import ColumnType


def version(*columns: tuple[str, ColumnType]) -> Version:
    shape = [
        {"id": name, "label": name.title(), "type": kind, "role": "dimension", "unit": ""}
        for name, kind in columns
    ]
    return Version(number=1, columns=shape, row_count=0)


PLAIN = version(
    ("a", ColumnType.TEXT), ("a__gt", ColumnType.TEXT), ("n", ColumnType.INTEGER), ("q_", ColumnType.TEXT)
)


def test_a_column_that_is_named_like_a_filter_is_the_column() -> None:
    (condition,) = parse_rows_query(PLAIN, {"a__gt": ["x"]}).conditions
    assert (condition.field.id, condition.operator) == ("a__gt", Operator.EQ)


def test_without_anything_it_is_the_first_hundred_of_all() -> None:
    query = parse_rows_query(PLAIN, {})
    assert (query.limit, query.is_whole, query.sorts) == (100, True, ())
    assert [field.id for field in query.selected] == ["a", "a__gt", "n", "q_"]


def test_values_of_a_list_may_hold_commas_in_quotes() -> None:
    (condition,) = parse_rows_query(PLAIN, {"a__in": ['"x, y",z']}).conditions
    assert condition.values == ("x, y", "z")


def test_the_question_is_the_same_whatever_the_order_and_the_columns_shown() -> None:
    one = parse_rows_query(PLAIN, {"a": ["x"], "n": ["+1"], "select": ["a"]})
    other = parse_rows_query(PLAIN, {"n": ["1"], "a": ["x"], "limit": ["5"]})
    assert one.question == other.question


@pytest.mark.parametrize(
    "name", ["b", "a__foo", "__in", "a__", "_n", "id", "pk", "a__gt__lt__in", "Limit", ""]
)
def test_an_unknown_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(BadParameter) as refused:
        parse_rows_query(PLAIN, {name: ["1"]})
    assert refused.value.code == "unknown_parameter"
    assert "q_" in refused.value.detail


def test_too_many_conditions_are_refused() -> None:
    many = version(*((f"c{n}", ColumnType.TEXT) for n in range(MOST_CONDITIONS + 1)))
    with pytest.raises(BadParameter):
        parse_rows_query(many, {f"c{n}": ["x"] for n in range(MOST_CONDITIONS + 1)})
