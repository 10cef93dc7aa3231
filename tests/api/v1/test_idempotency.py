"""`Idempotency-Key` on each call that makes something: once, replayed, refused for another body."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import Dataset, Upload, UploadSession, User
from datasets.vocab import Scope
from tests import factories
from tests.api.conftest import AsPerson

NEW = {"title": "Baru", "description": "Sampah.", "topic": "persampahan", "frequency": "monthly"}
FILE = b"Bulan,Ton\n2026-10,5\n"
ROWS = "bulan,kode_kecamatan\n2026-10,82.71.02\n"
D = "/api/v1/datasets/sampah-terangkut"


@pytest.fixture
def client(as_person: AsPerson, sari: User) -> Client:
    of = factories.dataset()
    factories.published(of)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    return as_person(sari, Scope.PUBLISH)


def call(client: Client, name: str, *, other: bool = False, key: str = "kunci-1") -> Any:
    """One of the calls that make something; `other` sends another body."""
    headers = {"Idempotency-Key": key}
    if name == "dataset":
        body = NEW | ({"title": "Lain"} if other else {})
        return client.post("/api/v1/datasets", json.dumps(body), "application/json", headers=headers)
    if name == "file":
        file = SimpleUploadedFile("a.csv", FILE + (b"2026-11,6\n" if other else b""))
        return client.post(f"{D}/uploads", {"file": file}, headers=headers)
    if name == "session":
        tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "11" if other else "10"}
        return client.post(f"{D}/upload-sessions", headers=headers | tus)
    if name == "bulk":
        edit = {"op": "edit", "dataset": "sampah-terangkut", "fields": {"title": "B" if other else "A"}}
        return client.post("/api/v1/bulk", {"operations": [edit]}, "application/json", headers=headers)
    rows = ROWS + ("2026-09,82.71.02\n" if other else "")
    return client.post(f"{D}/rows", rows, "text/csv", headers=headers)


def count() -> tuple[int, int, int]:
    return Dataset.objects.count(), Upload.objects.count(), UploadSession.objects.count()


@pytest.mark.parametrize("name", ["dataset", "file", "session", "rows", "bulk"])
def test_it_is_done_once_and_another_body_is_refused(client: Client, name: str) -> None:
    first = call(client, name)
    assert first.status_code in (200, 201, 202), first.content
    there = count()
    again = call(client, name)
    assert again.json() == first.json()
    assert again.get("Location") == first.get("Location")
    if name != "file":  # an upload is answered as it is now, 200
        assert (again.status_code, again["Idempotency-Replayed"]) == (first.status_code, "true")
    other = call(client, name, other=True)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert count() == there


def test_a_refused_call_may_be_sent_again_and_a_wrong_key_is_told(client: Client) -> None:
    headers = {"Idempotency-Key": "kunci-1"}
    wrong = client.post("/api/v1/datasets", "{}", "application/json", headers=headers)
    assert wrong.status_code == 400
    assert call(client, "dataset").status_code == 201
    assert call(client, "dataset", key="x" * 201).json()["errors"][0]["field"] == "Idempotency-Key"
