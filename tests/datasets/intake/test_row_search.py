"""The index of words: built after publication where wanted, used by search, never changing what is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.actions.edit_dataset import edit_dataset
from datasets.export.sql import table_of
from datasets.intake import row_search
from datasets.intake.row_search import ask_for_missing, build
from datasets.intake.sweep import sweep
from datasets.models import Dataset, Part, User, Version
from datasets.queries.row_query import RowsQuery, parse_rows_query
from datasets.queries.row_sql import count_select
from datasets.queries.rows import page_of
from datasets.queries.versions import parts_of
from datasets.vocab import ColumnRole, ColumnType
from tests import factories

R, T = ColumnRole, ColumnType
SHAPE = (("nama", T.TEXT, R.DIMENSION), ("alamat", T.TEXT, R.DIMENSION), ("jumlah", T.INTEGER, R.MEASURE))
ROWS = 6_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    """Six thousand rows; one word stands in one row only."""
    version = factories.published(factories.dataset(has_row_search=True), [], SHAPE)
    part = version.parts.get()
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO {} SELECT n, n, NULL,"
                " CASE n WHEN 4321 THEN 'Puskesmas Kalumata' ELSE md5(n::text) END,"
                " CASE WHEN n % 3 = 0 THEN 'Jalan ' || md5((n * 7)::text) END, n"
                " FROM generate_series(1, {}) AS n"
            ).format(table_of(part.table_name), sql.Literal(ROWS))
        )
        cursor.execute(sql.SQL("ANALYZE {}").format(table_of(part.table_name)))
    Part.objects.update(row_count=ROWS)
    Version.objects.update(row_count=ROWS)
    return Version.objects.select_related("dataset").get()


def asked(version: Version, words: str) -> RowsQuery:
    return parse_rows_query(version, {"q": [words]})


def found(version: Version, words: str) -> list[int]:
    return [row["jumlah"] for row in json.loads(page_of(None, version.dataset, asked(version, words)).json)]


def plan(version: Version, words: str) -> str:
    select = count_select([table for table, _ in parts_of(version)], asked(version, words))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("EXPLAIN {}").format(select))
        return "\n".join(line for (line,) in cursor.fetchall())


def test_the_index_finds_what_reading_all_rows_finds(version: Version) -> None:
    words = ("kalumata puskesmas", "KALUMATA", "kalum", "a%", "c4ca", "jalan c4c", "tidakada", "ka")
    before = [found(version, word) for word in words]
    assert before[0] == before[1] == [4321]
    assert "Seq Scan" in plan(version, "kalumata")
    build(version.dataset_id)
    assert "_kata" in plan(version, "kalumata")
    assert [found(version, word) for word in words] == before


def test_building_again_changes_nothing(version: Version) -> None:
    assert ask_for_missing() == 1
    build(version.dataset_id)
    build(version.dataset_id)
    assert ask_for_missing() == 0


def test_nothing_is_built_where_it_is_not_wanted(version: Version) -> None:
    part = version.parts.get()
    Dataset.objects.update(has_row_search=False)
    build(version.dataset_id)
    Dataset.objects.update(has_row_search=True)
    Part.objects.update(row_count=10)
    build(version.dataset_id)
    Part.objects.update(row_count=ROWS)
    Dataset.objects.update(live_version=None)
    build(version.dataset_id)
    assert part.table_name not in row_search._indexed()


def test_a_part_that_went_meanwhile_is_left_alone(version: Version) -> None:
    part = version.parts.get()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP TABLE {}").format(table_of(part.table_name)))
    build(version.dataset_id)
    assert part.table_name not in row_search._indexed()


def test_a_part_without_texts_wants_none(db: None) -> None:
    shape = (("jumlah", T.INTEGER, R.MEASURE),)
    factories.published(factories.dataset(has_row_search=True), [(1,)], shape)
    Part.objects.update(row_count=ROWS)
    assert ask_for_missing() == 0


def test_without_trigrams_rows_are_still_searched(version: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_search, "_EXTENSION", "tidak_ada")
    assert ask_for_missing() == 0
    build(version.dataset_id)
    assert found(version, "kalumata") == [4321]


def test_who_wants_it_asks_for_it(
    version: Version, sari: User, django_capture_on_commit_callbacks: Any
) -> None:
    Dataset.objects.update(has_row_search=False)
    with django_capture_on_commit_callbacks() as asked_for:
        edit_dataset(sari, version.dataset, {"has_row_search": True})
    assert len(asked_for) == 1
    with django_capture_on_commit_callbacks() as asked_again:
        sweep()
    assert len(asked_again) >= 1
