"""A page deep inside costs what the first one costs: an index is read where the page begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from psycopg2 import sql

from datasets.export.sql import PartTable
from datasets.models import Part, Version
from datasets.queries.row_keyset import stretches
from datasets.queries.row_query import RowsQuery, parse_rows_query
from datasets.queries.row_sql import page_select
from datasets.queries.versions import parts_of
from datasets.vocab import ColumnRole, ColumnType
from tests import factories

R, T = ColumnRole, ColumnType
SHAPE = (
    ("bulan", T.MONTH, R.PERIOD),
    ("kode", T.CODE, R.AREA),
    ("jumlah", T.INTEGER, R.MEASURE),
)
ROWS, LIMIT = 20_000, 20

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    """Twenty thousand rows with the indexes that loading makes; `kode` is empty in some."""
    version = factories.published(factories.dataset(), [], SHAPE)
    part = version.parts.get()
    with connection.cursor() as cursor:
        table = sql.Identifier("rows", part.table_name)
        cursor.execute(
            sql.SQL(
                "INSERT INTO {} SELECT n, n, NULL, to_char(date '2020-01-01' + (n * 7919 % 2000), 'YYYY-MM'),"
                " CASE WHEN n % 10 > 0 THEN lpad((n % 100)::text, 3, '0') END, n % 50"
                " FROM generate_series(1, {}) AS n"
            ).format(table, sql.Literal(ROWS))
        )
        for name in ("bulan", "kode"):
            cursor.execute(sql.SQL("CREATE INDEX ON {} ({}, _n)").format(table, sql.Identifier(name)))
        cursor.execute(sql.SQL("ANALYZE {}").format(table))
    profile = {"bulan": {"non_null": ROWS}, "kode": {"non_null": ROWS - ROWS // 10}, "jumlah": {}}
    Part.objects.filter(pk=part.pk).update(row_count=ROWS, profile=profile)
    Version.objects.filter(pk=version.pk).update(row_count=ROWS)
    return Version.objects.get(pk=version.pk)


def tables(version: Version) -> list[PartTable]:
    return [table for table, _ in parts_of(version)]


def asked(version: Version, sort: str) -> RowsQuery:
    params = {"limit": [str(LIMIT)]} | ({"sort": [sort]} if sort else {})
    return parse_rows_query(version, params)


def last_of(version: Version, query: RowsQuery, skipped: int) -> list[Any]:
    """The place after which a page deep inside begins, counted out the slow way."""
    select = page_select(tables(version), parse_rows_query(version, _deep(query, skipped)), None)
    with connection.cursor() as cursor:
        cursor.execute(select)
        return list(cursor.fetchone()[2])


def _deep(query: RowsQuery, skipped: int) -> dict[str, list[str]]:
    sort = ",".join(f"{'-' if s.is_descending else ''}{s.field.id}" for s in query.sorts)
    return {"limit": [str(skipped)]} | ({"sort": [sort]} if sort else {})


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def read(version: Version, query: RowsQuery, after: list[Any] | None) -> tuple[int, set[str]]:
    """How many rows of the table a page looks at, and the kinds of nodes that read it."""
    select = page_select(tables(version), query, after)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("EXPLAIN (ANALYZE, FORMAT JSON) {}").format(select))
        plan = cursor.fetchone()[0][0]["Plan"]
    scans = [node for node in nodes(plan) if node.get("Relation Name", "").startswith("p_")]
    looked = sum(
        node["Actual Rows"] * node["Actual Loops"] + node.get("Rows Removed by Filter", 0) for node in scans
    )
    return int(looked), {node["Node Type"] for node in scans}


@pytest.mark.parametrize("sort", ["", "bulan", "-bulan", "kode", "-kode"])
@pytest.mark.parametrize("depth", [0, 9_000])
def test_a_page_looks_at_its_own_rows_only(version: Version, sort: str, depth: int) -> None:
    query = asked(version, sort)
    after = last_of(version, query, depth) if depth else None
    looked, kinds = read(version, query, after)
    assert kinds <= {"Index Scan", "Index Only Scan"}
    assert looked <= 2 * (LIMIT + 1)


def test_the_rows_without_a_value_are_reached_by_the_index_too(version: Version) -> None:
    looked, kinds = read(version, asked(version, "kode"), [None, 10_000])
    assert (looked, kinds) == (LIMIT + 1, {"Index Scan"})


@pytest.mark.parametrize("sort", ["bulan,-jumlah", "-bulan,kode"])
def test_a_second_column_costs_no_more_than_the_rows_alike(version: Version, sort: str) -> None:
    query = asked(version, sort)
    looked, kinds = read(version, query, last_of(version, query, 9_000))
    assert kinds == {"Index Scan"}
    assert looked < ROWS / 20


@pytest.mark.parametrize(
    "sort", ["bulan", "-bulan", "-kode", "kode,-jumlah", "-jumlah,bulan", "-kode,-bulan"]
)
def test_pages_join_to_the_whole(version: Version, sort: str) -> None:
    query = parse_rows_query(version, {"sort": [sort], "limit": ["7000"], "select": ["jumlah"]})
    found: list[Any] = []
    after: list[Any] | None = None
    with connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute(page_select(tables(version), query, after))
            text, count, after = cursor.fetchone()
            found += json.loads(f"[{text}]")
        assert count == 6_000
        cursor.execute(
            page_select(
                tables(version),
                parse_rows_query(version, _deep(query, 10_000) | {"select": ["jumlah"]}),
                None,
            )
        )
        assert found[:10_000] == json.loads(f"[{cursor.fetchone()[0]}]")
    assert len(found) == ROWS


def test_a_column_that_is_never_empty_is_one_stretch(version: Version) -> None:
    [table] = tables(version)
    assert table.filled == {"bulan"}
    assert len(stretches(table, asked(version, "bulan").sorts, None)) == 1
    assert len(stretches(table, asked(version, "kode").sorts, None)) == 2
    assert len(stretches(table, asked(version, "kode").sorts, [None, 5])) == 1
    assert len(stretches(table, (), [5])) == 1
