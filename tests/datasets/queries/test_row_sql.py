"""The SQL of rows: values only as literals, names only quoted, no OFFSET into the rows."""

from __future__ import annotations

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.export.sql import PartTable
from datasets.models import Version
from datasets.queries.row_query import RowsQuery, parse_rows_query
from datasets.queries.row_sql import count_select, page_select, stream_selects
from datasets.vocab import ColumnType

SHAPE = [
    {"id": "a", "label": "A", "type": "text", "role": "dimension"},
    {"id": "n", "label": "N", "type": "integer", "role": "measure"},
]
PARTS = [
    PartTable("p_1", 0, {"a": ColumnType.TEXT, "n": ColumnType.INTEGER}),
    PartTable("p_2", 10, {"a": ColumnType.TEXT}),
]
pytestmark = pytest.mark.django_db


def question(**params: str) -> RowsQuery:
    version = Version(number=1, columns=SHAPE, row_count=20)
    return parse_rows_query(version, {name: [value] for name, value in params.items()})


def text(query: sql.Composable) -> str:
    with connection.cursor() as cursor:
        return str(query.as_string(cursor.cursor))


def test_each_part_is_a_branch_with_its_own_filter_order_and_limit() -> None:
    made = text(page_select(PARTS, question(a="x", sort="-n", limit="5"), None))
    assert made.count("UNION ALL") == 3  # rows with a value to sort by, and rows without one
    assert made.count("LIMIT 6") == 5
    assert made.count("= 'x'::text") == 4
    assert "NULL::bigint IS NULL" in made


def test_a_value_is_a_literal_whatever_it_holds() -> None:
    made = text(count_select(PARTS[:1], question(a="'; DROP TABLE x; --%s")))
    assert "'''; DROP TABLE x; --%s'::text" in made


def test_the_next_page_goes_on_by_key_and_place() -> None:
    made = text(page_select(PARTS, question(limit="5"), [12]))
    assert "_n > 12" in made
    assert "_n > 2" in made
    assert "OFFSET 5 - 1" in made  # into the page's own few rows only
    assert made.count("OFFSET") == 1


def test_a_stream_needs_no_sort_in_the_rows_own_order() -> None:
    assert len(stream_selects(PARTS, question())) == 2
    assert len(stream_selects(PARTS, question(sort="n"))) == 1
