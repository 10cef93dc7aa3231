"""Rows by API without a file: accepted in three writings, answered at once, each refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, Upload, User
from datasets.vocab import Accumulation, Scope
from tests import factories
from tests.api.conftest import AsPerson

ROWS = "/api/v1/datasets/sampah-terangkut/rows"
CSV = "bulan,kode_kecamatan,terangkut_ton\n2026-10,82.71.02,831\n2026-11,82.71.02,\n"


@pytest.fixture
def dataset(sari: User) -> Dataset:
    of = factories.dataset(accumulation=Accumulation.PERIOD)
    factories.published(of, period="2026-10")
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    return of


def post(client: Client, body: str, kind: str = "text/csv", path: str = ROWS, **more: Any) -> Any:
    return client.generic("POST", path, body, kind, **more)


def test_rows_are_received_as_uploads_to_follow(as_person: AsPerson, sari: User, dataset: Dataset) -> None:
    client = as_person(sari, Scope.PUBLISH)
    answer = post(client, CSV, path=f"{ROWS}?note=Koreksi")
    assert (answer.status_code, answer.json()["count"]) == (202, 2)
    first, second = answer.json()["results"]
    assert answer["Location"] == first["url"]
    assert (first["period"], second["period"], first["state"]) == ("2026-10", "2026-11", "received")
    followed = client.get(f"/api/v1/uploads/{first['id']}").json()
    assert followed["row_change"] == {
        "kind": "upsert", "rows": 1, "columns": ["bulan", "kode_kecamatan", "terangkut_ton"], "matched": None,
    }  # fmt: skip
    assert Upload.objects.get(pk=first["id"]).note == "Koreksi"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps({"rows": [{"bulan": "2026-10", "kode_kecamatan": "82.71.02"}]})),
        ("application/x-ndjson; charset=utf-8", '{"bulan": "2026-10", "kode_kecamatan": "82.71.02"}\n'),
        ("TEXT/CSV", "bulan,kode_kecamatan\n2026-10,82.71.02\n"),
    ],
)
def test_the_three_writings_also_take_rows_out(
    as_person: AsPerson, sari: User, dataset: Dataset, kind: str, body: str
) -> None:
    answer = post(as_person(sari, Scope.PUBLISH), body, kind, f"{ROWS}/delete")
    assert (answer.status_code, answer.json()["results"][0]["row_change"]["kind"]) == (202, "delete")


def test_faults_are_told_at_once_by_row_and_column(as_person: AsPerson, sari: User, dataset: Dataset) -> None:
    answer = post(as_person(sari, Scope.PUBLISH), CSV.replace("831", "banyak"))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [
        ("rows.1.terangkut_ton", "unreadable")
    ]


@pytest.mark.parametrize(
    ("path", "kind", "body", "status"),
    [
        (ROWS, "application/xml", "<a/>", 415),
        (ROWS, "multipart/form-data; boundary=x", CSV, 415),
        (ROWS, "text/csv", "\n", 422),
        (ROWS, "text/csv", "%PDF-1.7", 415),
        (f"{ROWS}?mode=append", "text/csv", CSV, 400),
        (f"{ROWS}?period=besok", "text/csv", CSV, 400),
        (f"{ROWS}?period=2026&period=2025", "text/csv", CSV, 400),
        (f"{ROWS}/delete", "text/csv", CSV, 400),
        ("/api/v1/datasets/tidak-ada/rows", "text/csv", CSV, 404),
    ],
)
def test_what_cannot_be_meant_is_refused(
    as_person: AsPerson, sari: User, dataset: Dataset, path: str, kind: str, body: str, status: int
) -> None:
    before = Upload.objects.count()
    assert post(as_person(sari, Scope.PUBLISH), body, kind, path).status_code == status
    assert Upload.objects.count() == before


def test_a_packed_or_huge_body_and_a_dataset_without_key_are_refused(
    as_person: AsPerson, sari: User, dataset: Dataset, settings: Any
) -> None:
    client = as_person(sari, Scope.PUBLISH)
    assert post(client, CSV, headers={"Content-Encoding": "gzip"}).status_code == 400
    settings.MAX_UPLOAD_BYTES = 10
    assert post(client, CSV).status_code == 413
    settings.MAX_UPLOAD_BYTES = 1_000
    dataset.columns.update(is_key=False)
    answer = post(client, CSV)
    assert (answer.status_code, answer.json()["state"]) == (409, "no_key")


def test_reading_rows_stays_as_it_was(nobody: Client, dataset: Dataset) -> None:
    assert nobody.get(f"{ROWS}?limit=2").json()["total"] == 4
    assert nobody.get(f"{ROWS}/delete").status_code == 405


def test_what_was_sent_can_be_had_again_by_its_office_and_walidata(
    as_person: AsPerson, sari: User, budi: User, wati: User, dataset: Dataset
) -> None:
    upload = post(as_person(sari, Scope.PUBLISH), CSV).json()["results"][0]["id"]
    path = f"/api/v1/uploads/{upload}/sent-rows"
    for person in (sari, wati):
        answer = as_person(person).get(path)
        assert answer.getvalue() == CSV.encode()
        assert answer["Content-Disposition"].endswith('"sampah-terangkut-upsert.csv"')
    assert [as_person(budi).get(path).status_code, Client().get(path).status_code] == [404, 404]
    file = factories.upload(dataset)
    assert as_person(sari).get(f"/api/v1/uploads/{file.pk}/sent-rows").status_code == 404
