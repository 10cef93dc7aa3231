"""`rows` and its streams: shapes, refusals, caching, access."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import sql

from datasets.models import Dataset, Part, User
from datasets.vocab import Access, Scope
from tests import factories
from tests.api.conftest import AsPerson

ROWS = "/api/v1/datasets/sampah-terangkut/rows"
STREAMS = ("rows.csv", "rows.ndjson", "rows.json")


@pytest.fixture
def waste(db: None) -> Dataset:
    factories.published(factories.dataset())
    return Dataset.objects.get()


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Dataset]:
    """Rows that a stream, on its own connection, can see; the table is dropped afterwards."""
    factories.published(factories.dataset())
    yield Dataset.objects.get()
    with connection.cursor() as cursor:
        for name in Part.objects.values_list("table_name", flat=True):
            cursor.execute(sql.SQL("DROP TABLE rows.{}").format(sql.Identifier(name)))


def test_a_page_has_the_shape_of_the_contract(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get(f"{ROWS}?limit=2&sort=-terangkut_ton")
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"version", "total", "total_is_exact", "rows", "next"}
    assert (body["version"], body["total"], body["total_is_exact"]) == (1, 4, True)
    assert body["rows"][0] == {
        "bulan": "2026-10",
        "kode_kecamatan": "82.71.02",
        "kecamatan": "Ternate Selatan",
        "terangkut_ton": 830.25,
    }
    following = nobody.get(body["next"]).json()
    assert [row["terangkut_ton"] for row in following["rows"]] == [640.0, None]
    assert following["next"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kolom=1", "kolom"),
        ("bulan__like=1", "bulan__like"),
        ("bulan__regex=.*", "bulan__regex"),
        ("bulan__eq=2026-10", "bulan__eq"),
        ("terangkut_ton=banyak", "terangkut_ton"),
        ("terangkut_ton=", "terangkut_ton"),
        ("terangkut_ton=1e9", "terangkut_ton"),
        ("terangkut_ton__contains=1", "terangkut_ton__contains"),
        ("bulan=2026-10%00", "bulan"),
        ("bulan__isnull=ya", "bulan__isnull"),
        ("kecamatan__in=", "kecamatan__in"),
        ("kecamatan__in=" + ",".join("a" for _ in range(201)), "kecamatan__in"),
        ("bulan=2026-10&bulan=2026-11", "bulan"),
        ("select=bulan,bulan", "select"),
        ("select=", "select"),
        ("select=_n", "select"),
        ("sort=_n", "sort"),
        ("sort=bulan desc", "sort"),
        ("sort=--bulan", "sort"),
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=%D9%A1", "limit"),
        ("cursor=abc", "cursor"),
        ("version=0x1", "version"),
        ("offset=5", "offset"),
    ],
)
def test_what_is_not_understood_is_named(nobody: Client, waste: Dataset, query: str, field: str) -> None:
    answer = nobody.get(f"{ROWS}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("query", ["limit=5", "cursor=x", "kolom=1"])
def test_a_stream_knows_no_pages(nobody: Client, waste: Dataset, query: str) -> None:
    for stream in STREAMS:
        assert nobody.get(f"/api/v1/datasets/sampah-terangkut/{stream}?{query}").status_code == 400


def test_a_cursor_of_the_catalogue_is_no_cursor_of_rows(nobody: Client, waste: Dataset) -> None:
    factories.published(factories.dataset("lain"))
    cursor = nobody.get("/api/v1/datasets?limit=1").json()["next"].partition("cursor=")[2]
    assert nobody.get(f"{ROWS}?cursor={cursor}").status_code == 400


def test_an_unknown_version_is_404(nobody: Client, waste: Dataset) -> None:
    assert nobody.get(f"{ROWS}?version=7").status_code == 404


def test_an_older_version_stays_addressable(nobody: Client, waste: Dataset) -> None:
    factories.published(waste, [("2026-11", "82.71.02", "x", "1")])
    assert nobody.get(ROWS).json()["total"] == 1
    assert nobody.get(f"{ROWS}?version=1").json()["total"] == 4


@pytest.mark.parametrize(
    ("access", "status", "for_others"),
    [(Access.OPEN, 200, 200), (Access.RESTRICTED, 403, 403), (Access.CLOSED, 404, 404)],
)
def test_rows_go_to_those_who_may_read_them(
    nobody: Client,
    as_person: AsPerson,
    waste: Dataset,
    sari: User,
    budi: User,
    wati: User,
    access: Access,
    status: int,
    for_others: int,
) -> None:
    Dataset.objects.update(access=access)
    for rest in ("rows", *STREAMS):
        path = f"/api/v1/datasets/sampah-terangkut/{rest}"
        assert (
            nobody.head(path).status_code
            == nobody.get(path, headers={"Range": "bytes=0-1"}).status_code
            == status
        )
        assert as_person(budi).head(path).status_code == for_others
        assert as_person(sari).head(path).status_code == 200
        assert as_person(wati, Scope.REVIEW).head(path).status_code == 200


def test_what_is_unchanged_is_304_after_access(
    nobody: Client, waste: Dataset, django_assert_num_queries: Any
) -> None:
    etag = nobody.get(f"{ROWS}?limit=2")["ETag"]
    with django_assert_num_queries(2):
        assert nobody.get(f"{ROWS}?limit=2", headers={"If-None-Match": etag}).status_code == 304
    assert nobody.get(f"{ROWS}?limit=3", headers={"If-None-Match": etag}).status_code == 200
    factories.published(waste)
    assert nobody.get(f"{ROWS}?limit=2", headers={"If-None-Match": etag}).status_code == 200


def test_a_page_costs_access_parts_and_one_query(
    nobody: Client, waste: Dataset, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        nobody.get(f"{ROWS}?sort=bulan&limit=2")


def test_streams_hold_the_whole_selection(nobody: Client, committed: Dataset) -> None:
    base = "/api/v1/datasets/sampah-terangkut"
    whole = nobody.get(ROWS).json()["rows"]
    answer = nobody.get(f"{base}/rows.csv?select=kecamatan,terangkut_ton&bulan=2026-10")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="sampah-terangkut_v1.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue().decode() == "kecamatan,terangkut_ton\nTernate Selatan,830.25\nTernate Utara,\n"
    assert json.loads(nobody.get(f"{base}/rows.json").getvalue()) == whole
    lines = nobody.get(f"{base}/rows.ndjson").getvalue().splitlines()
    assert [json.loads(line) for line in lines] == whole
    etag = nobody.head(f"{base}/rows.csv")["ETag"]
    assert nobody.get(f"{base}/rows.csv", headers={"If-None-Match": etag}).status_code == 304


def test_a_file_of_sample_data_is_named_so(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(is_sample=True)
    answer = nobody.head("/api/v1/datasets/sampah-terangkut/rows.csv")
    assert "data-contoh_sampah-terangkut_v1.csv" in answer["Content-Disposition"]


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.one_of(TEXT, st.sampled_from(["sort", "select", "cursor", "bulan__in", "q"])), TEXT, max_size=3
    )
)
def test_whatever_is_asked_is_answered_or_refused_never_an_error(
    nobody: Client, waste: Dataset, params: dict[str, str]
) -> None:
    assert nobody.get(ROWS, params).status_code in (200, 400, 404)
