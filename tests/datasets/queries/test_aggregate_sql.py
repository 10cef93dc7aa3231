"""The SQL of groups: one reading of the rows, dates taken together as dates, names always quoted."""

from __future__ import annotations

import pytest
from django.db import connection

from datasets.export.sql import PartTable
from datasets.models import Version
from datasets.queries.aggregate_query import parse_aggregate_query
from datasets.queries.aggregate_sql import groups_of, page_select, stream_select
from datasets.queries.versions import parts_of
from tests import factories
from tests.datasets.queries.test_rows import ROWS, SHAPE, add_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return factories.published(factories.dataset(), ROWS, SHAPE)


def parts(version: Version) -> list[PartTable]:
    return [table for table, _ in parts_of(version)]


def text_of(version: Version, **params: str) -> str:
    query = parse_aggregate_query(version, {name: [value] for name, value in params.items()})
    with connection.cursor() as cursor:
        return str(groups_of(parts(version), query).as_string(cursor.cursor))


def test_dates_are_written_as_text_only_after_they_are_grouped(version: Version) -> None:
    assert "to_char" not in text_of(version, group_by="tanggal:month,saat:week", measure="sum:jumlah")


def test_only_the_columns_that_are_needed_are_read(version: Version) -> None:
    text = text_of(version, group_by="bulan", measure="sum:jumlah")
    assert '"berat"' not in text
    assert '"kode"' not in text


def test_each_part_is_read_once(version: Version) -> None:
    add_part(version, ROWS)
    text = text_of(version, group_by="bulan", measure="sum:jumlah,avg:jumlah,count")
    assert [text.count(part.table) for part in parts(version)] == [1, 1]
    assert text.count("GROUP BY") == 1


def test_a_value_stays_a_literal(version: Version) -> None:
    text = text_of(version, nama="'; DROP TABLE x; --", measure="max:nama", having="max_nama:a'b")
    assert "'''; DROP TABLE x; --'" in text
    assert "'a''b'" in text


def test_a_page_is_cut_and_a_stream_is_not(version: Version) -> None:
    query = parse_aggregate_query(version, {"group_by": ["kode"]})
    groups = groups_of(parts(version), query)
    with connection.cursor() as cursor:
        assert "LIMIT 3" in page_select(groups, query, 3).as_string(cursor.cursor)
        assert "LIMIT" not in stream_select(groups, query).as_string(cursor.cursor)
