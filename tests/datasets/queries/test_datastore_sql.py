"""The datastore's SQL: names only as identifiers, values only as literals, every order total."""

from __future__ import annotations

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.export.sql import Field, PartTable
from datasets.models import Version
from datasets.queries.datastore_sql import (
    ID,
    Level,
    StoreQuery,
    Words,
    count_select,
    page_select,
    store_type,
    stream_selects,
)
from datasets.queries.selection import Condition, Operator
from datasets.vocab import ColumnType

pytestmark = pytest.mark.django_db
NAME = Field("nama", "Nama", ColumnType.TEXT)
POINT = Field("titik", "Titik", ColumnType.POINT)
PART = PartTable("p_1", 40, {"nama": ColumnType.TEXT, "titik": ColumnType.POINT})


def text(made: sql.Composable) -> str:
    with connection.cursor() as cursor:
        return str(made.as_string(cursor.cursor))


def query(**changes: object) -> StoreQuery:
    values: dict[str, object] = {"version": Version(), "fields": (NAME, POINT), "selected": (ID, NAME)}
    return StoreQuery(**(values | changes))  # type: ignore[arg-type]


def test_a_value_stays_a_value() -> None:
    odd = "'; DROP TABLE x; --"
    asked = query(conditions=(Condition(NAME, Operator.EQ, (odd,)),), words=(Words((odd,)),))
    made = text(page_select([PART], asked, 0))
    assert made.count("'''; DROP TABLE x; --'") == 1
    assert made.count("'%''; DROP TABLE x; --%'") == 1


def test_a_number_of_a_row_is_asked_of_the_part() -> None:
    asked = query(conditions=(Condition(ID, Operator.GT, ("50",)), Condition(ID, Operator.IN, ("41", "42"))))
    made = text(count_select([PART], asked))
    assert "_n > 10" in made
    assert "_n IN (1, 2)" in made


def test_orders_are_total() -> None:
    made = text(page_select([PART], query(levels=(Level(NAME, True, "last"),)), 0))
    assert 'ORDER BY "nama" DESC NULLS LAST, "_id"' in made
    made = text(page_select([PART], query(selected=(NAME,), is_distinct=True), 0))
    assert 'ORDER BY "nama"' in made


def test_rows_in_their_own_order_stream_part_after_part() -> None:
    assert len(stream_selects([PART, PART], query(limit=None), 0)) == 2
    assert len(stream_selects([PART, PART], query(limit=None), 3)) == 1
    assert len(stream_selects([PART, PART], query(limit=5), 0)) == 1


def test_types_are_those_of_ckan() -> None:
    kinds = {kind: store_type(Field("a", "A", kind)) for kind in ColumnType}
    assert (kinds[ColumnType.CODE], kinds[ColumnType.YEAR], kinds[ColumnType.INTEGER]) == (
        "text",
        "int4",
        "int8",
    )
    assert (kinds[ColumnType.POINT], kinds[ColumnType.TIME], store_type(ID)) == ("text", "text", "int")
    assert set(kinds.values()) <= {"text", "int4", "int8", "numeric", "bool", "date", "timestamp"}
