"""`uploads/{id}/overrides`: listed, given, taken back by Walidata; then each refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from datasets.models import Finding, PersonalOverride, Upload, User
from datasets.vocab import FindingCode, Role, Scope, Severity, UploadState
from tests import factories
from tests.api.conftest import AsPerson

TABLE = {"columns": [{"id": "petugas", "label": "Petugas", "personal": "nip"}]}
REASON = "NIP pejabat publik tercantum dalam SK 12/2026."


@pytest.fixture
def upload(sari: User) -> Upload:
    made = factories.upload(factories.dataset(), UploadState.FAILED, table=TABLE)
    Finding.objects.create(
        upload=made, position=0, code=FindingCode.PERSONAL_COLUMN, severity=Severity.ERROR,
        column="Petugas", params={"kind": "nip"},
    )  # fmt: skip
    return made


def path(upload: Upload, more: str = "") -> str:
    return f"/api/v1/uploads/{upload.pk}/overrides{more}"


def post(client: Client, upload: Upload, **body: Any) -> Any:
    given = {"column": "Petugas", "reason": REASON} | body
    return client.post(path(upload), json.dumps(given), content_type="application/json")


def test_a_reason_is_given_listed_and_taken_back(
    as_person: AsPerson, upload: Upload, wati: User, sari: User
) -> None:
    client = as_person(wati, Scope.REVIEW)
    (told,) = post(client, upload).json()["results"]
    assert (told["column"], told["kinds"], told["reason"]) == ("petugas", ["nip"], REASON)
    assert "email" not in str(told)
    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKING
    assert as_person(sari, Scope.READ).get(path(upload)).json()["results"][0]["reason"] == REASON
    assert client.delete(path(upload, "/petugas")).json() == {"count": 0, "results": []}
    assert client.delete(path(upload, "/petugas")).status_code == 400


def test_a_short_reason_and_an_unknown_field_are_refused(
    as_person: AsPerson, upload: Upload, wati: User
) -> None:
    client = as_person(wati, Scope.REVIEW)
    short = post(client, upload, reason="perlu")
    assert (short.status_code, short.json()["errors"][0]["field"]) == (400, "reason")
    assert post(client, upload, lain="x").status_code == 400
    assert not PersonalOverride.objects.exists()


def test_everybody_else_is_refused(
    as_person: AsPerson, upload: Upload, wati: User, sari: User, budi: User, client: Client
) -> None:
    assert post(client, upload).status_code == 401
    assert post(as_person(wati, Scope.PUBLISH), upload).status_code == 403
    assert post(as_person(sari, Scope.PUBLISH), upload).status_code == 403
    support = factories.person("joko", Role.WALIDATA_PENDUKUNG, upload.dataset.organization.slug)
    assert post(as_person(support, Scope.REVIEW), upload).status_code == 403
    pembina = factories.person("bima", Role.PEMBINA)
    assert post(as_person(pembina, Scope.REVIEW), upload).status_code == 404
    assert post(as_person(budi, Scope.PUBLISH), upload).status_code == 403
    assert client.get(path(upload)).status_code == 404
    assert as_person(budi, Scope.READ).get(path(upload)).status_code == 404
    assert as_person(support, Scope.REVIEW).delete(path(upload, "/petugas")).status_code == 403
    assert not PersonalOverride.objects.exists()
