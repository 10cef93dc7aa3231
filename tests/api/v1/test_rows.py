"""`rows` and its streams: shapes, refusals, caching, access."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import sql
from pyarrow import parquet

from datasets.export import converted
from datasets.models import Dataset, Part, User
from datasets.vocab import Access, ColumnRole, ColumnType, Format, Scope
from tests import factories
from tests.api.conftest import AsPerson, keep_file
from tests.datasets.export.memory import Rows

ROWS = "/api/v1/datasets/sampah-terangkut/rows"
STREAMS = tuple(f"rows.{form}" for form in Format if form is not Format.GEOJSON)


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


def test_workbooks_and_parquet_hold_the_same_selection(nobody: Client, committed: Dataset) -> None:
    base = "/api/v1/datasets/sampah-terangkut"
    chosen = "select=kecamatan,terangkut_ton&bulan=2026-10"
    answer = nobody.get(f"{base}/rows.parquet?{chosen}")
    assert answer["Content-Type"] == "application/vnd.apache.parquet"
    table = parquet.read_table(io.BytesIO(answer.getvalue()))
    assert table["kecamatan"].to_pylist() == ["Ternate Selatan", "Ternate Utara"]
    answer = nobody.get(f"{base}/rows.xlsx?{chosen}", headers={"Accept-Language": "en"})
    assert answer["Content-Disposition"] == 'attachment; filename="sampah-terangkut_v1.xlsx"'
    assert (answer["Content-Language"], answer["ETag"][:2]) == ("id", "W/")
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert [[cell.value for cell in row] for row in book["Data"]] == [
        ["Kecamatan", "Terangkut ton"],
        ["Ternate Selatan", 830.25],
        ["Ternate Utara", None],
    ]
    said = {row[0].value: row[1].value for row in book["Keterangan"]}
    assert said["Pilihan baris"].endswith(f"/rows.xlsx?{chosen}")


def test_rows_with_a_place_come_as_geojson(nobody: Client, transactional_db: None) -> None:
    given = (
        ("nama", ColumnType.TEXT, ColumnRole.DIMENSION),
        ("titik", ColumnType.POINT, ColumnRole.DIMENSION),
    )
    point = '{"type": "Point", "coordinates": [127.3, 0.8]}'
    factories.published(factories.dataset("tps"), [("TPS 1", point), ("TPS 2", None)], given)
    answer = nobody.get("/api/v1/datasets/tps/rows.geojson?nama=TPS 1")
    assert answer["Content-Type"] == "application/geo+json"
    assert json.loads(answer.getvalue())["features"] == [
        {"type": "Feature", "geometry": json.loads(point), "properties": {"nama": "TPS 1"}}
    ]
    refused = nobody.get("/api/v1/datasets/tps/rows.geojson?select=nama").json()
    assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == ("select", "no_geometry")
    assert "titik" in refused["detail"]


def test_rows_without_a_place_are_no_geojson_and_told_what_is(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get("/api/v1/datasets/sampah-terangkut/rows.geojson")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "no_geometry")
    assert "rows.parquet" in answer.json()["detail"]


def test_an_unknown_format_is_404(nobody: Client, waste: Dataset) -> None:
    for ending in ("exe", "CSV", "csv.gz", "parquet5"):
        answer = nobody.get(f"/api/v1/datasets/sampah-terangkut/rows.{ending}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("select=bulan);DROP TABLE x;--", "select"),
        ("sort=bulan;SELECT 1", "sort"),
        ('bulan")=1', 'bulan")'),
        ("bulan__in=%00", "bulan__in"),
        ("format=xlsx", "format"),
    ],
)
def test_no_format_lets_sql_through(
    nobody: Client, waste: Dataset, stream: str, query: str, field: str
) -> None:
    answer = nobody.get(f"/api/v1/datasets/sampah-terangkut/{stream}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_sql_in_a_value_is_a_value(nobody: Client, committed: Dataset) -> None:
    answer = nobody.get("/api/v1/datasets/sampah-terangkut/rows.ndjson", {"kecamatan": "x' OR '1'='1"})
    assert (answer.status_code, answer.getvalue()) == (200, b"")


@pytest.mark.parametrize("stream", STREAMS)
def test_head_and_options_of_a_stream_read_nothing(nobody: Client, waste: Dataset, stream: str) -> None:
    path = f"/api/v1/datasets/sampah-terangkut/{stream}"
    answer = nobody.head(path)
    assert (answer.status_code, answer.getvalue(), bool(answer["ETag"])) == (200, b"", True)
    asked = nobody.options(path)
    assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_what_was_prepared_is_not_written_again(nobody: Client, waste: Dataset) -> None:
    keep_file(waste.versions.get(), b"PAR1", Format.PARQUET)
    path = "/api/v1/datasets/sampah-terangkut/rows.parquet"
    answer = nobody.get(path, headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.getvalue(), answer["Accept-Ranges"]) == (206, b"PA", "bytes")
    assert nobody.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert not nobody.head(f"{path}?bulan=2026-10").has_header("Accept-Ranges")


def test_a_raw_csv_is_never_the_one_prepared_for_people(nobody: Client, committed: Dataset) -> None:
    keep_file(committed.versions.get())
    answer = nobody.get("/api/v1/datasets/sampah-terangkut/rows.csv")
    assert answer.getvalue().startswith(b"bulan,kode_kecamatan,")


def test_streams_of_a_withdrawn_version_are_gone(nobody: Client, waste: Dataset) -> None:
    factories.published(waste)
    waste.versions.filter(number=1).update(
        state="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="Salah"
    )
    for stream in STREAMS:
        assert nobody.get(f"/api/v1/datasets/sampah-terangkut/{stream}?version=1").status_code == 410


def test_more_workbooks_at_once_than_are_written_wait(
    nobody: Client, waste: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converted, "_free", threading.BoundedSemaphore(1))
    held = converted.converted_blocks(Rows([], []), Format.XLSX, converted.About(""))
    answer = nobody.get("/api/v1/datasets/sampah-terangkut/rows.xlsx")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "10")
    del held


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
