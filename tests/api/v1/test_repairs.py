"""`uploads/{id}/repairs`: listed, added, taken back; then each refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from datasets.models import Finding, Upload, User
from datasets.vocab import FindingCode, Scope, Severity, UploadState
from tests import factories
from tests.api.conftest import AsPerson

TABLE = {"columns": [{"id": "ton", "label": "Ton"}]}
CELL = {"kind": "cell", "column": "Ton", "row": 4, "old": "lima", "new": "5"}


@pytest.fixture
def upload(sari: User) -> Upload:
    dataset = factories.dataset()
    factories.columns(dataset)
    return factories.upload(dataset, UploadState.FAILED, table=TABLE)


def path(upload: Upload, more: str = "") -> str:
    return f"/api/v1/uploads/{upload.pk}/repairs{more}"


def post(client: Client, upload: Upload, *repairs: Any) -> Any:
    body = json.dumps({"repairs": repairs})
    return client.post(path(upload), body, content_type="application/json")


def failed_again(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED)


def test_repairs_are_added_listed_and_taken_back(as_person: AsPerson, upload: Upload, sari: User) -> None:
    client = as_person(sari, Scope.PUBLISH)
    assert post(client, upload, CELL).json()["state"] == "checking"
    failed_again(upload)
    assert post(client, upload, CELL | {"row": 5}).status_code == 200
    failed_again(upload)
    Finding.objects.create(
        upload=upload, position=0, code=FindingCode.REPAIR_UNNEEDED, severity=Severity.FIXED,
        column="Ton", row=5, value="lima", params={"repair": "cell"},
    )  # fmt: skip
    listed = client.get(path(upload)).json()
    assert [(one["row"], one["is_needed"]) for one in listed["results"]] == [(4, True), (5, False)]
    answer = client.delete(path(upload, f"/{listed['results'][0]['key']}"))
    assert (answer.status_code, answer.json()["state"]) == (200, "checking")
    upload.refresh_from_db()
    assert [one["row"] for one in upload.recipe["repairs"]] == [5]


def test_a_repair_that_somebody_else_overtook_is_a_conflict(
    as_person: AsPerson, upload: Upload, sari: User
) -> None:
    client = as_person(sari, Scope.PUBLISH)
    post(client, upload, CELL)
    assert post(client, upload, CELL | {"row": 6}).json()["code"] == "illegal_move"
    failed_again(upload)
    late = post(client, upload, CELL | {"row": 6}, CELL | {"new": "6"})
    assert (late.status_code, late.json()["code"]) == (409, "overtaken")
    upload.refresh_from_db()
    assert upload.recipe["repairs"] == [CELL]


def test_what_is_no_repair_is_refused(as_person: AsPerson, upload: Upload, sari: User) -> None:
    client = as_person(sari, Scope.PUBLISH)
    for wrong in ([], [CELL | {"row": 0}], [{"kind": "cell"}], [CELL | {"column": "Lain"}], ["x"]):
        assert post(client, upload, *wrong).status_code == 400
    bodies: tuple[dict[str, Any], ...] = ({}, {"repairs": {}}, {"lain": []})
    for body in bodies:
        answer = client.post(path(upload), json.dumps(body), content_type="application/json")
        assert answer.status_code == 400
    assert client.delete(path(upload, "/tidak-ada")).status_code == 400


def test_only_the_senders_office_mends(
    as_person: AsPerson, upload: Upload, sari: User, budi: User, wati: User, nobody: Client
) -> None:
    assert post(as_person(sari, Scope.READ), upload, CELL).status_code == 403
    assert post(as_person(wati, Scope.PUBLISH), upload, CELL).status_code == 403
    assert as_person(wati, Scope.READ).get(path(upload)).status_code == 200
    for answer in (
        post(as_person(budi, Scope.PUBLISH), upload, CELL),
        as_person(budi, Scope.READ).get(path(upload)),
        nobody.get(path(upload)),
    ):
        assert answer.status_code == 404
    assert post(nobody, upload, CELL).status_code == 401
