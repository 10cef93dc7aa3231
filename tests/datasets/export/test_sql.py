"""The SQL of parts: what it reads, and how values are written, asked of PostgreSQL itself."""

from __future__ import annotations

import io
import json

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.export.sql import (
    Field,
    PartTable,
    column_of,
    copy_csv,
    copy_json,
    matches,
    promoted,
    select_part,
    table_of,
    utc_offset,
)
from datasets.vocab import ColumnType

T = ColumnType
pytestmark = pytest.mark.django_db


def copied(query: sql.Composable) -> str:
    out = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(query.as_string(cursor.cursor), out)
    return out.getvalue().decode()


@pytest.fixture
def part() -> PartTable:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE rows.p_uji (_n bigint PRIMARY KEY, a text, b bigint, c boolean, d timestamp)"
        )
        cursor.execute(
            "INSERT INTO rows.p_uji VALUES (2, '=1+1', 5, true, '2026-10-31 09:12:00'), "
            "(1, '-3,5', -7, false, NULL), (3, NULL, NULL, NULL, NULL), (4, E'x\"\\n\\t,', 1, NULL, NULL)"
        )
    return PartTable("p_uji", 0, {"a": T.TEXT, "b": T.INTEGER, "c": T.BOOLEAN, "d": T.DATETIME})


FIELDS = (
    Field("a", "A", T.TEXT),
    Field("b", "B", T.INTEGER),
    Field("c", "C", T.BOOLEAN),
    Field("d", "D", T.DATETIME),
)


def test_csv_is_in_the_rows_own_order_with_nulls_empty(part: PartTable) -> None:
    lines = copied(copy_csv(select_part(part, FIELDS), FIELDS, safe=False))
    assert lines.startswith('"-3,5",-7,false,\n=1+1,5,true,2026-10-31T09:12:00+09:00\n,,,\n"x""\n\t,",1,,\n')


def test_safe_csv_marks_text_that_would_run_and_leaves_numbers(part: PartTable) -> None:
    lines = copied(copy_csv(select_part(part, FIELDS), FIELDS, safe=True)).splitlines()
    assert lines[0].startswith('"-3,5",-7')
    assert lines[1].startswith("'=1+1,5,")


def test_json_is_one_object_a_line(part: PartTable) -> None:
    rows = [json.loads(line) for line in copied(copy_json(select_part(part, FIELDS), FIELDS)).splitlines()]
    assert rows[1] == {"a": "=1+1", "b": 5, "c": True, "d": "2026-10-31T09:12:00+09:00"}
    assert rows[2] == {"a": None, "b": None, "c": None, "d": None}
    assert rows[3]["a"] == 'x"\n\t,'


def test_a_missing_column_is_null_and_another_type_is_cast(part: PartTable) -> None:
    asked = (Field("z", "Z", T.DATE), Field("b", "B", T.DECIMAL), Field("b2", "B", T.TEXT))
    assert copied(copy_csv(select_part(part, asked), asked, safe=False)).splitlines()[0] == ",-7,"
    with connection.cursor() as cursor:
        assert "::numeric" in column_of(part, asked[1]).as_string(cursor.cursor)


def test_names_are_quoted_whatever_they_hold() -> None:
    with connection.cursor() as cursor:
        text = table_of('p"; DROP TABLE x; --').as_string(cursor.cursor)
    assert text == '"rows"."p""; DROP TABLE x; --"'


def test_filters_of_an_indicator_compare_as_text(part: PartTable) -> None:
    where = matches({"b": 5, "a": ["=1+1", "'"]})
    assert len(copied(copy_csv(select_part(part, FIELDS, where), FIELDS, safe=False)).splitlines()) == 1
    assert matches({}).as_string(None) == "TRUE"


@pytest.mark.parametrize(
    ("types", "one"),
    [
        ([T.DATE, T.DATE], T.DATE),
        ([T.INTEGER, T.DECIMAL], T.DECIMAL),
        ([T.INTEGER, T.YEAR], T.INTEGER),
        ([T.INTEGER, T.TEXT], T.TEXT),
        ([T.DATE, T.DATETIME], T.TEXT),
    ],
)
def test_several_types_become_one_that_holds_all(types: list[ColumnType], one: ColumnType) -> None:
    assert promoted(types) is one


def test_the_offset_is_the_citys() -> None:
    assert utc_offset() == "+09:00"
