"""Groups over HTTP: the shape of the contract, refusals, files, who may ask."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from datasets.models import Code, CodeList, Column, Dataset, User
from datasets.queries import aggregates, reading
from datasets.vocab import Access
from tests import factories
from tests.api.conftest import AsPerson

BASE = "/api/v1/datasets/sampah-terangkut"
GROUPS = f"{BASE}/aggregate"
FILES = tuple(f"aggregate.{form}" for form in ("csv", "ndjson", "json", "xlsx", "parquet"))


@pytest.fixture
def waste(db: None) -> Dataset:
    factories.published(factories.dataset())
    return Dataset.objects.get()


def test_groups_have_the_shape_of_the_contract(nobody: Client, waste: Dataset) -> None:
    asked = "group_by=kecamatan,bulan:year&measure=sum:terangkut_ton,avg:terangkut_ton,count"
    answer = nobody.get(f"{GROUPS}?{asked}&bulan__gte=2026-09")
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {
        "version": 1,
        "groups_total": 2,
        "groups": [
            {
                "kecamatan": "Ternate Selatan",
                "bulan": 2026,
                "sum_terangkut_ton": 1642.75,
                "avg_terangkut_ton": 821.375,
                "count": 2,
            },
            {
                "kecamatan": "Ternate Utara",
                "bulan": 2026,
                "sum_terangkut_ton": 640,
                "avg_terangkut_ton": 640,
                "count": 2,
            },
        ],
    }


def test_the_rest_of_a_top_is_counted(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get(
        f"{GROUPS}?group_by=kecamatan&measure=sum:terangkut_ton&sort=-sum_terangkut_ton&limit=1"
    )
    assert (len(answer.json()["groups"]), answer.json()["groups_total"]) == (1, 2)


def test_a_pivot_lists_its_columns(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get(f"{GROUPS}?group_by=kecamatan,bulan&measure=count&pivot=bulan").json()
    assert answer["groups"][0] == {"kecamatan": "Ternate Selatan", "count_2026-09": 1, "count_2026-10": 1}
    assert answer["pivot"][0] == {"name": "count_2026-09", "measure": "count", "value": "2026-09"}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kolom=1", "kolom"),
        ("group_by=kolom", "group_by"),
        ("group_by=bulan:week", "group_by"),
        ("measure=sum:kecamatan", "measure"),
        ("measure=jumlah(1)", "measure"),
        ("having=count__gte", "having"),
        ("pivot=bulan", "pivot"),
        ("sort=count&sort=count", "sort"),
        ("limit=ten", "limit"),
        ("cursor=x", "cursor"),
        ("select=bulan", "select"),
        ("group_by=bulan%00", "group_by"),
        ("version=x", "version"),
    ],
)
def test_what_is_not_understood_is_named(nobody: Client, waste: Dataset, query: str, field: str) -> None:
    for path in (GROUPS, *(f"{BASE}/{name}" for name in FILES)):
        answer = nobody.get(f"{path}?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert answer.json()["errors"][0]["field"] == field


def test_too_many_groups_are_413_with_a_way_out(
    nobody: Client, waste: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aggregates, "MOST_GROUPS", 1)
    answer = nobody.get(f"{GROUPS}?group_by=bulan")
    assert (answer.status_code, answer.json()["code"], answer.json()["groups_total"]) == (
        413,
        "too_many_groups",
        2,
    )
    assert "aggregate.csv" in answer.json()["detail"]
    assert nobody.get(f"{GROUPS}?group_by=bulan&limit=1").status_code == 200


@pytest.mark.parametrize(
    ("access", "status", "for_others"),
    [(Access.OPEN, 200, 200), (Access.RESTRICTED, 403, 403), (Access.CLOSED, 404, 404)],
)
def test_groups_go_to_those_who_may_read_the_rows(
    nobody: Client,
    as_person: AsPerson,
    waste: Dataset,
    sari: User,
    budi: User,
    access: Access,
    status: int,
    for_others: int,
) -> None:
    etag = nobody.get(f"{GROUPS}?group_by=bulan")["ETag"]
    Dataset.objects.update(access=access)
    for name in ("aggregate", *FILES):
        path = f"{BASE}/{name}?group_by=bulan"
        assert nobody.head(path).status_code == status
        assert as_person(budi).head(path).status_code == for_others
        assert as_person(sari).head(path).status_code == 200
    again = nobody.get(f"{GROUPS}?group_by=bulan", headers={"If-None-Match": etag})
    assert again.status_code == (304 if access == Access.OPEN else status)


def test_what_is_unchanged_is_304_without_asking_the_rows(
    nobody: Client, waste: Dataset, django_assert_num_queries: Any
) -> None:
    etag = nobody.get(f"{GROUPS}?group_by=bulan")["ETag"]
    with django_assert_num_queries(2):
        assert nobody.get(f"{GROUPS}?group_by=bulan", headers={"If-None-Match": etag}).status_code == 304
    factories.published(waste)
    assert nobody.get(f"{GROUPS}?group_by=bulan", headers={"If-None-Match": etag}).status_code == 200


def test_a_code_list_that_changes_changes_the_etag(nobody: Client, waste: Dataset) -> None:
    codes = CodeList.objects.create(slug="wilayah", title="Wilayah", version="1")
    code = Code.objects.create(code_list=codes, code="82.71.02", name="Ternate Selatan")
    Column.objects.filter(name="kode_kecamatan").update(code_list=codes)
    for path in (
        f"{GROUPS}?group_by=kode_kecamatan.nama",
        f"{BASE}/rows?select=kode_kecamatan.nama&sort=kode_kecamatan.nama",
    ):
        etag = nobody.get(path)["ETag"]
        assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 304
        code.name += "!"
        code.save()
        changed = nobody.get(path, headers={"If-None-Match": etag})
        assert changed.status_code == 200
        assert code.name in changed.content.decode()


@pytest.mark.django_db(transaction=True)
def test_files_hold_all_groups(nobody: Client) -> None:
    factories.published(factories.dataset())
    answer = nobody.get(f"{BASE}/aggregate.csv?group_by=bulan&measure=sum:terangkut_ton")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="sampah-terangkut_v1_kelompok.csv"'
    assert answer.getvalue().decode() == "bulan,sum_terangkut_ton\n2026-09,1452.5\n2026-10,830.25\n"
    path = f"{BASE}/aggregate.csv?group_by=bulan"
    assert nobody.get(path, headers={"If-None-Match": nobody.head(path)["ETag"]}).status_code == 304


def test_without_a_place_a_heavy_question_is_503_with_a_time_to_come_back(
    nobody: Client, waste: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(reading, "HEAVY_COST", 0)
    monkeypatch.setattr(reading, "PATIENCE_MS", 10)
    asked = f"{GROUPS}?group_by=bulan"
    assert nobody.get(asked).status_code == 200
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            for place in range(2):
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [reading._PLACES, place])
        answer = nobody.get(asked)
    finally:
        other.close()
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert int(answer["Retry-After"]) > 0


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.one_of(TEXT, st.sampled_from(["group_by", "measure", "having", "pivot", "sort", "limit"])),
        st.one_of(
            TEXT, st.sampled_from(["bulan", "count", "sum:terangkut_ton", "bulan:year", "count__gt:0"])
        ),
        max_size=4,
    )
)
def test_whatever_is_asked_is_answered_or_refused_never_an_error(
    nobody: Client, waste: Dataset, params: dict[str, str]
) -> None:
    assert nobody.get(GROUPS, params).status_code in (200, 400, 404)


@pytest.mark.django_db(transaction=True)
def test_groups_come_as_workbook_and_parquet() -> None:
    factories.published(factories.dataset())
    asked = "group_by=bulan&measure=sum:terangkut_ton,avg:terangkut_ton,count"
    made = Client().get(f"{BASE}/aggregate.parquet?{asked}").getvalue()
    table = parquet.read_table(io.BytesIO(made))
    assert table["sum_terangkut_ton"].to_pylist() == [1452.5, 830.25]
    assert table["count"].to_pylist() == [2, 2]
    book = openpyxl.load_workbook(io.BytesIO(Client().get(f"{BASE}/aggregate.xlsx?{asked}").getvalue()))
    assert [row[0].value for row in book["Data"]][1:] == ["2026-09", "2026-10"]
    assert {row[0].value: row[1].value for row in book["Keterangan"]}["Pilihan baris"].endswith(asked)
