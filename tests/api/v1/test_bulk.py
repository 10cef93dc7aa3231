"""Many moves in one call: each told by itself, or all of them or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, User
from datasets.vocab import Scope, UploadState
from tests import factories
from tests.api.conftest import AsPerson


@pytest.fixture
def dataset(sari: User) -> Dataset:
    of = factories.dataset()
    factories.published(of)
    return of


def send(client: Client, *operations: Any, **more: Any) -> Any:
    return client.post("/api/v1/bulk", {"operations": list(operations), **more}, "application/json")


def edit(slug: str = "sampah-terangkut", **fields: Any) -> dict[str, Any]:
    return {"op": "edit", "dataset": slug, "fields": fields}


def test_each_operation_holds_by_itself(as_person: AsPerson, sari: User, dataset: Dataset) -> None:
    ready = factories.upload(dataset, UploadState.READY)
    answer = send(
        as_person(sari, Scope.PUBLISH),
        edit(tags=["tpa"]),
        edit("tidak-ada", tags=["tpa"]),
        {"op": "submit", "upload": str(ready.pk), "note": "Siap"},
        {"op": "cancel", "upload": "bukan-uuid"},
        {"op": "approve", "upload": str(ready.pk)},
        {"op": "hapus"},
        {"op": ["submit"]},
        {"op": "submit", "upload": str(ready.pk), "lain": 1},
        "submit",
    )
    body = answer.json()
    assert (answer.status_code, body["count"], body["failed"], body["rolled_back"]) == (200, 9, 7, False)
    assert [one["status"] for one in body["results"]] == [200, 404, 200, 404, 403, 400, 400, 400, 400]
    assert body["results"][4]["problem"]["code"] == "scope_too_small"
    assert body["results"][2]["result"]["state"] == "submitted"
    dataset.refresh_from_db()
    assert dataset.tags == ["tpa"]


def test_together_one_refusal_undoes_all(as_person: AsPerson, sari: User, dataset: Dataset) -> None:
    client = as_person(sari, Scope.PUBLISH)
    body = send(client, edit(tags=["tpa"]), edit(frequency="kadang"), atomic=True).json()
    assert (body["failed"], body["rolled_back"], body["results"][0]["ok"]) == (1, True, True)
    dataset.refresh_from_db()
    assert dataset.tags == []
    assert send(client, edit(tags=["tpa"]), atomic=True).json()["rolled_back"] is False
    dataset.refresh_from_db()
    assert dataset.tags == ["tpa"]


def test_walidata_decides_about_many(as_person: AsPerson, sari: User, wati: User, dataset: Dataset) -> None:
    sent = factories.upload(dataset, UploadState.SUBMITTED)
    other = factories.dataset("sampah-lain")
    factories.published(other)
    answer = send(
        as_person(wati, Scope.REVIEW),
        {"op": "return", "upload": str(sent.pk), "note": "Periksa lagi timbangannya."},
        {"op": "withdraw", "dataset": "sampah-lain", "reason": "Terbit ganda"},
    )
    assert answer.json()["failed"] == 0, answer.json()
    other.refresh_from_db()
    assert other.withdrawn_reason == "Terbit ganda"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"operations": []},
        {"operations": {}},
        {"operations": [{}] * 101},
        {"operations": [{}], "atomic": 1},
        {"operations": [{}], "lain": 1},
    ],
)
def test_a_wrong_body_is_refused_whole(as_person: AsPerson, sari: User, dataset: Dataset, body: Any) -> None:
    answer = as_person(sari, Scope.PUBLISH).post("/api/v1/bulk", body, "application/json")
    assert answer.status_code == 400
