"""`datasets`: it works; then each refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Dataset, User
from datasets.vocab import Access, Scope, Topic
from tests import factories
from tests.api.conftest import AsPerson, keep_file

CARD = {
    "id",
    "slug",
    "title",
    "description",
    "organization",
    "topic",
    "tags",
    "license",
    "frequency",
    "access",
    "data_updated_at",
    "metadata_updated_at",
    "next_release",
    "row_count",
    "version",
    "quality",
    "links",
}
NEW = {
    "title": "Timbulan sampah",
    "description": "Sampah yang timbul.",
    "topic": "persampahan",
    "frequency": "monthly",
}


@pytest.fixture
def waste(db: None) -> Dataset:
    dataset = factories.dataset(contact_email="sari.pribadi@ternate.test", contact_name="Sari")
    keep_file(factories.published(dataset))
    return Dataset.objects.get()


def send(client: Client, path: str, body: Any, method: str = "post") -> Any:
    sender = getattr(client, method)
    return sender(f"/api/v1/{path}", data=json.dumps(body), content_type="application/json")


def test_the_list_has_the_keys_of_the_contract(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get("/api/v1/datasets").json()
    assert set(answer) == {"count", "next", "previous", "results"}
    assert set(answer["results"][0]) == CARD
    assert answer["results"][0]["organization"] == {
        "slug": "dinas-lingkungan-hidup",
        "name": "Dinas Lingkungan Hidup",
    }
    assert answer["results"][0]["data_updated_at"].endswith("+09:00")


def test_one_dataset_has_columns_metadata_and_files(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get("/api/v1/datasets/sampah-terangkut").json()
    assert set(answer) == CARD | {"columns", "metadata", "distributions", "is_rows_allowed"}
    assert [column["id"] for column in answer["columns"]] == [
        "bulan",
        "kode_kecamatan",
        "kecamatan",
        "terangkut_ton",
    ]
    assert set(answer["distributions"][0]) >= {"format", "media_type", "url", "bytes", "sha256"}
    assert answer["metadata"]["concept"] == "Pengelolaan sampah"


def test_no_answer_holds_the_address_of_a_member_of_staff(nobody: Client, waste: Dataset) -> None:
    for path in (
        "datasets",
        "datasets/sampah-terangkut",
        "datasets/sampah-terangkut/versions",
        "organizations",
    ):
        assert "sari" not in nobody.get(f"/api/v1/{path}").content.decode().lower()


def test_a_slash_at_the_end_makes_no_difference(nobody: Client, waste: Dataset) -> None:
    assert nobody.get("/api/v1/datasets/sampah-terangkut/").status_code == 200


def test_pages_follow_next_and_previous(nobody: Client, waste: Dataset) -> None:
    for n in range(4):
        factories.published(factories.dataset(f"d{n}"))
    first = nobody.get("/api/v1/datasets?limit=3&sort=title").json()
    assert (first["count"], len(first["results"]), first["previous"]) == (5, 3, None)
    second = nobody.get(first["next"]).json()
    assert (len(second["results"]), second["next"]) == (2, None)
    assert nobody.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("topic=ikan", "topic"),
        ("sort=row_count", "sort"),
        ("sort=-title", "sort"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("updated_since=kemarin", "updated_since"),
        ("updated_since=2026-02-31", "updated_since"),
        ("_connector=OR", "_connector"),
        ("topic__startswith=p", "topic__startswith"),
        ("q=a&q=b", "q"),
        ("q=%00", "q"),
        ("format=json&fmt=1", "fmt"),
    ],
)
def test_what_is_not_understood_is_named(nobody: Client, query: str, field: str) -> None:
    answer = nobody.get(f"/api/v1/datasets?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "since", ["2026-01-01", "2026-01-01T09:00:00%2B09:00", "2026-01-01T09:00:00+09:00", "2026-01-01T09:00"]
)
def test_updated_since_takes_days_and_moments(nobody: Client, waste: Dataset, since: str) -> None:
    assert nobody.get(f"/api/v1/datasets?updated_since={since}").json()["count"] == 1


def test_an_unknown_slug_is_404(nobody: Client) -> None:
    answer = nobody.get("/api/v1/datasets/tidak-ada")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_drafts_and_closed_datasets_are_for_their_people(
    nobody: Client, as_person: AsPerson, sari: User, budi: User
) -> None:
    factories.dataset("draf")
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    for slug in ("draf", "tertutup"):
        assert nobody.get(f"/api/v1/datasets/{slug}").status_code == 404
        assert as_person(budi).get(f"/api/v1/datasets/{slug}").status_code == 404
        assert as_person(sari).get(f"/api/v1/datasets/{slug}").status_code == 200


def test_files_of_a_restricted_dataset_are_not_listed_for_others(
    nobody: Client, as_person: AsPerson, waste: Dataset, sari: User
) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    path = "/api/v1/datasets/sampah-terangkut"
    answer = nobody.get(path).json()
    assert (answer["distributions"], answer["is_rows_allowed"]) == ([], False)
    assert len(as_person(sari).get(path).json()["distributions"]) == 1
    assert nobody.get(f"{path}/versions").json()["results"][0]["distributions"] == []


def test_a_withdrawn_dataset_is_gone_everywhere(
    nobody: Client, as_person: AsPerson, waste: Dataset, wati: User
) -> None:
    answer = send(
        as_person(wati, Scope.REVIEW), "datasets/sampah-terangkut/withdraw", {"reason": "Salah hitung"}
    )
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    for rest in (
        "",
        "/rows",
        "/rows.csv",
        "/rows.ndjson",
        "/rows.json",
        "/rows?version=1",
        "/versions",
        "/versions/1",
        "/versions/1/files/csv",
    ):
        gone = nobody.get(f"/api/v1/datasets/sampah-terangkut{rest}")
        assert (rest, gone.status_code) == (rest, 410)
        assert (gone.json()["reason"], gone.json()["code"]) == ("Salah hitung", "withdrawn")
        assert gone.json()["withdrawn_at"]
    assert nobody.get("/api/v1/datasets").json()["count"] == 0


def test_an_etag_never_opens_what_was_withdrawn(nobody: Client, waste: Dataset, wati: User) -> None:
    paths = [f"/api/v1/datasets/sampah-terangkut{rest}" for rest in ("", "/rows", "/versions/1/files/csv")]
    etags = {path: nobody.get(path)["ETag"] for path in paths}
    for path, etag in etags.items():
        assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 304
    Dataset.objects.update(access=Access.RESTRICTED)
    for path in paths[1:]:
        assert nobody.get(path, headers={"If-None-Match": etags[path]}).status_code == 403
    withdraw_dataset(wati, Dataset.objects.get(), "Salah")
    for path, etag in etags.items():
        assert nobody.get(path, headers={"If-None-Match": etag}).status_code == 410


def test_sari_registers_edits_and_reads_a_draft(as_person: AsPerson, sari: User) -> None:
    client = as_person(sari, Scope.PUBLISH)
    made = send(client, "datasets", NEW)
    assert (made.status_code, made["Location"]) == (
        201,
        "http://127.0.0.1:8000/api/v1/datasets/timbulan-sampah",
    )
    assert made.json()["organization"]["slug"] == "dinas-lingkungan-hidup"
    changed = send(client, "datasets/timbulan-sampah", {"tags": ["sampah"], "unit": "ton"}, "patch")
    assert changed.json()["tags"] == ["sampah"]
    assert changed.json()["metadata"]["unit"] == "ton"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({**NEW, "organization": "dinas-kesehatan"}, 403, ""),
        ({**NEW, "organization": "tidak-ada"}, 404, ""),
        ({**NEW, "live_version": 1}, 400, "live_version"),
        ({**NEW, "created_by": 1}, 400, "created_by"),
        ({**NEW, "topic": "ikan"}, 400, "topic"),
        ({**NEW, "title": ""}, 400, "title"),
        ({**NEW, "title": 5}, 400, "title"),
        ([], 400, ""),
    ],
)
def test_a_registration_that_is_wrong_is_refused(
    as_person: AsPerson, sari: User, body: Any, status: int, field: str
) -> None:
    factories.office("dinas-kesehatan")
    answer = send(as_person(sari, Scope.PUBLISH), "datasets", body)
    assert answer.status_code == status
    assert not field or answer.json()["errors"][0]["field"] == field
    assert not Dataset.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "organization",
        "slug",
        "live_version",
        "withdrawn_at",
        "created_by",
        "is_sample",
        "id",
        "data_updated_at",
    ],
)
def test_what_is_nobodys_to_set_is_refused(
    as_person: AsPerson, waste: Dataset, sari: User, name: str
) -> None:
    answer = send(as_person(sari, Scope.PUBLISH), "datasets/sampah-terangkut", {name: "x"}, "patch")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, name)


def test_editing_is_for_the_own_office_with_the_right_scope(
    nobody: Client, as_person: AsPerson, waste: Dataset, sari: User, budi: User
) -> None:
    path, change = "datasets/sampah-terangkut", {"topic": Topic.HEALTH}
    assert send(nobody, path, change, "patch").status_code == 401
    assert send(as_person(sari, Scope.READ), path, change, "patch").json()["code"] == "scope_too_small"
    assert send(as_person(budi, Scope.PUBLISH), path, change, "patch").status_code == 403
    assert Dataset.objects.get().topic == Topic.WASTE


def test_withdrawal_is_for_walidata_with_a_reason(
    as_person: AsPerson, waste: Dataset, sari: User, wati: User
) -> None:
    path = "datasets/sampah-terangkut/withdraw"
    assert send(as_person(sari, Scope.PUBLISH), path, {"reason": "x"}).status_code == 403
    assert send(as_person(wati, Scope.REVIEW), path, {}).status_code == 400
    assert Dataset.objects.get().withdrawn_at is None


def test_a_body_that_is_no_json_is_refused(as_person: AsPerson, sari: User) -> None:
    client = as_person(sari, Scope.PUBLISH)
    for raw in (b"{", b"\xff\xfe", b"NaN", b'{"a": Infinity}', b"[" * 100_000):
        assert client.post("/api/v1/datasets", raw, content_type="application/json").status_code == 400
    assert client.post("/api/v1/datasets", {"title": "x"}).status_code == 415


def test_a_body_that_is_too_large_is_refused(as_person: AsPerson, sari: User) -> None:
    raw = b'{"title": "' + b"x" * 2_600_000 + b'"}'
    assert (
        as_person(sari, Scope.PUBLISH)
        .post("/api/v1/datasets", raw, content_type="application/json")
        .status_code
        == 413
    )


def test_query_counts(nobody: Client, waste: Dataset, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        nobody.get("/api/v1/datasets?q=sampah")
    with django_assert_num_queries(6):
        nobody.get("/api/v1/datasets/sampah-terangkut")
