"""`uploads`: a file goes in by API; each refusal at the gate; moves with the right scope and person."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets import store
from datasets.models import Dataset, Finding, Upload, User
from datasets.vocab import FindingCode, Scope, Severity, UploadState
from tests import factories
from tests.api.conftest import AsPerson

PATH = "/api/v1/datasets/sampah-terangkut/uploads"
CSV = b"bulan,ton\n2026-10,5\n"


@pytest.fixture
def waste(db: None) -> Dataset:
    dataset = factories.dataset()
    factories.columns(dataset)
    return dataset


def a_file(content: bytes = CSV, name: str = "sampah.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def post(client: Client, upload: Upload, verb: str, body: Any = None) -> Any:
    return client.post(
        f"/api/v1/uploads/{upload.pk}/{verb}", json.dumps(body or {}), content_type="application/json"
    )


def test_a_file_is_received_and_can_be_followed(as_person: AsPerson, waste: Dataset, sari: User) -> None:
    client = as_person(sari, Scope.PUBLISH)
    answer = client.post(PATH, {"file": a_file(), "note": "Oktober"}, headers={"Idempotency-Key": "k1"})
    body = answer.json()
    assert (answer.status_code, body["state"], answer["Location"]) == (202, "received", body["url"])
    assert answer["Location"] == f"http://127.0.0.1:8000/api/v1/uploads/{body['id']}"
    upload = Upload.objects.get()
    assert store.path_of(upload.sha256).read_bytes() == CSV
    shown = client.get(f"/api/v1/uploads/{upload.pk}").json()
    assert shown["progress"] == {"step": "stored", "done": 0, "total": 0}
    assert shown["counts"] == {"errors": 0, "warnings": 0, "fixed": 0}
    assert set(shown) >= {
        "id",
        "dataset",
        "state",
        "progress",
        "table",
        "counts",
        "version",
        "received_at",
        "finished_at",
    }


def test_the_same_key_gives_the_same_upload(as_person: AsPerson, waste: Dataset, sari: User) -> None:
    client = as_person(sari, Scope.PUBLISH)
    first, second = (
        client.post(PATH, {"file": a_file()}, headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"file": (b"", "a.csv")}, 422, "empty_file"),
        ({"file": (b"%PDF-1.7 x", "a.csv")}, 415, "is_pdf"),
        ({"file": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a.xlsx")}, 415, "is_image"),
        ({}, 400, "bad_parameter"),
        ({"berkas": (CSV, "a.csv")}, 400, "bad_parameter"),
        ({"file": (CSV, "a.csv"), "state": "published"}, 400, "bad_parameter"),
        ({"file": (CSV, "a.csv"), "period": "kemarin"}, 400, "invalid"),
        ({"file": (CSV, "a.csv"), "note": "a\x00b"}, 400, "bad_parameter"),
    ],
)
def test_what_cannot_be_received_is_refused_at_once(
    as_person: AsPerson, waste: Dataset, sari: User, fields: Any, status: int, code: str
) -> None:
    form = {name: a_file(*value) if isinstance(value, tuple) else value for name, value in fields.items()}
    answer = as_person(sari, Scope.PUBLISH).post(PATH, form)
    assert answer.status_code == status
    assert status == 400 or answer.json()["code"] == code
    assert answer["Content-Type"] == "application/problem+json"
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_413_announced_or_not(
    as_person: AsPerson, waste: Dataset, sari: User, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000
    client = as_person(sari, Scope.PUBLISH)
    assert client.post(PATH, {"file": a_file(b"a,b\n" * 300)}).status_code == 413
    assert client.post(PATH, {"file": a_file(b"a,b\n" * 300_000)}).status_code == 413
    assert not Upload.objects.exists()
    assert not list((settings.DATA_DIR / "files").glob("*/*"))


def test_a_full_disk_is_507(as_person: AsPerson, waste: Dataset, sari: User, settings: Any) -> None:
    settings.MIN_FREE_BYTES = 10**18
    answer = as_person(sari, Scope.PUBLISH).post(PATH, {"file": a_file()})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")


def test_sending_is_for_the_own_office_with_the_right_scope(
    nobody: Client, as_person: AsPerson, waste: Dataset, sari: User, budi: User, wati: User
) -> None:
    assert nobody.post(PATH, {"file": a_file()}).status_code == 401
    assert as_person(sari, Scope.READ).post(PATH, {"file": a_file()}).status_code == 403
    assert (
        as_person(budi, Scope.PUBLISH).post(PATH, {"file": a_file()}).status_code == 404
    )  # a draft of others
    factories.published(waste)
    assert as_person(budi, Scope.PUBLISH).post(PATH, {"file": a_file()}).status_code == 403
    assert as_person(wati, Scope.REVIEW).post(PATH, {"file": a_file()}).status_code == 403
    assert Upload.objects.exclude(state=UploadState.PUBLISHED).count() == 0


def test_a_session_needs_the_csrf_token(waste: Dataset, sari: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/api/v1/datasets")
    client.force_login(sari)
    answer = client.post(PATH, {"file": a_file()})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert not Upload.objects.exists()


def test_a_body_of_another_kind_is_415(as_person: AsPerson, waste: Dataset, sari: User) -> None:
    assert as_person(sari, Scope.PUBLISH).post(PATH, "{}", content_type="application/json").status_code == 415


def test_an_upload_is_known_to_its_office_and_walidata_only(
    nobody: Client, as_person: AsPerson, waste: Dataset, sari: User, budi: User, wati: User
) -> None:
    upload = factories.upload(waste)
    for rest in ("", "/findings"):
        path = f"/api/v1/uploads/{upload.pk}{rest}"
        assert nobody.get(path).status_code == 404
        assert as_person(budi).get(path).status_code == 404
        assert as_person(sari).get(path).status_code == 200
        assert as_person(wati).get(path).status_code == 200
    assert as_person(sari).get("/api/v1/uploads/bukan-uuid").status_code == 404


def test_findings_come_in_pages_with_sentences(as_person: AsPerson, waste: Dataset, sari: User) -> None:
    upload = factories.upload(waste, UploadState.FAILED)
    for n in range(5):
        Finding.objects.create(
            upload=upload, position=n, code=FindingCode.DATE_IMPOSSIBLE, severity=Severity.ERROR if n % 2 else Severity.WARNING,
            sheet="Data", row=n + 2, column="Tanggal", cell=f"B{n + 2}", value="31/02/2026",
        )  # fmt: skip
    client = as_person(sari)
    first = client.get(f"/api/v1/uploads/{upload.pk}/findings?limit=3").json()
    assert (first["count"], len(first["results"])) == (5, 3)
    keys = {
        "code",
        "severity",
        "sheet",
        "row",
        "column",
        "cell",
        "value",
        "message",
        "remedy",
        "suggestion",
        "count",
    }
    assert set(first["results"][0]) == keys
    assert first["results"][0]["message"]
    assert first["results"][0]["cell"] == "B2"
    second = client.get(first["next"]).json()
    assert [found["row"] for found in second["results"]] == [5, 6]
    assert second["next"] is None
    assert client.get(f"/api/v1/uploads/{upload.pk}/findings?severity=error").json()["count"] == 2
    for wrong in ("severity=parah", "limit=1001", "cursor=x", "page=2"):
        assert client.get(f"/api/v1/uploads/{upload.pk}/findings?{wrong}").status_code == 400


def test_it_goes_from_ready_to_approved_by_two_people(
    as_person: AsPerson, waste: Dataset, sari: User, wati: User
) -> None:
    upload = factories.upload(waste)
    assert (
        post(as_person(sari, Scope.PUBLISH), upload, "submit", {"note": "Mohon diperiksa"}).json()["state"]
        == "submitted"
    )
    assert post(as_person(wati, Scope.REVIEW), upload, "approve").json()["state"] == "approved"


def test_it_is_returned_with_a_note_and_answered(
    as_person: AsPerson, waste: Dataset, sari: User, wati: User
) -> None:
    upload = factories.upload(waste, UploadState.SUBMITTED)
    reviewer = as_person(wati, Scope.REVIEW)
    assert post(reviewer, upload, "return").status_code == 400
    assert post(reviewer, upload, "return", {"note": "Kolom ton keliru"}).json()["state"] == "returned"
    assert post(as_person(sari, Scope.PUBLISH), upload, "answer", {"recipe": {"sheet": "Data"}}).json()[
        "state"
    ] in ("checking", "received")


@pytest.mark.parametrize("recipe", [None, "x", [], {"tidak_dikenal": 1}])
def test_an_answer_that_is_none_is_refused(
    as_person: AsPerson, waste: Dataset, sari: User, recipe: Any
) -> None:
    upload = factories.upload(waste, UploadState.NEEDS_ANSWER)
    assert post(as_person(sari, Scope.PUBLISH), upload, "answer", {"recipe": recipe}).status_code == 400


def test_an_illegal_move_is_409_and_changes_nothing(
    as_person: AsPerson, waste: Dataset, sari: User, wati: User
) -> None:
    upload = factories.upload(waste, UploadState.PUBLISHED)
    for client, verb in (
        (as_person(sari, Scope.PUBLISH), "submit"),
        (as_person(sari, Scope.PUBLISH), "cancel"),
        (as_person(wati, Scope.REVIEW), "approve"),
    ):
        answer = post(client, upload, verb)
        assert (answer.status_code, answer.json()["code"], answer.json()["state"]) == (
            409,
            "illegal_move",
            "published",
        )
    assert Upload.objects.get().state == UploadState.PUBLISHED


@pytest.mark.parametrize("verb", ["submit", "cancel", "answer", "approve", "return"])
def test_moves_are_refused_to_others(
    nobody: Client, as_person: AsPerson, waste: Dataset, sari: User, budi: User, wati: User, verb: str
) -> None:
    upload = factories.upload(waste, UploadState.SUBMITTED)
    body: dict[str, Any] = {"recipe": {}} if verb == "answer" else {"note": "x"}
    assert post(nobody, upload, verb, body).status_code == 401
    assert post(as_person(budi, Scope.PUBLISH), upload, verb, body).status_code in (403, 404)
    assert post(as_person(sari, Scope.READ), upload, verb, body).json()["code"] == "scope_too_small"
    if verb in ("approve", "return"):
        assert post(as_person(sari, Scope.PUBLISH), upload, verb, body).status_code == 403
        assert post(as_person(wati), upload, verb, body).status_code == 403
    assert Upload.objects.get().state == UploadState.SUBMITTED


def test_a_move_takes_no_unknown_field(as_person: AsPerson, waste: Dataset, sari: User) -> None:
    answer = post(as_person(sari, Scope.PUBLISH), factories.upload(waste), "submit", {"state": "published"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "state")


def test_the_annotated_workbook_is_for_its_office_and_walidata(
    as_person: AsPerson, waste: Dataset, sari: User, wati: User, budi: User, nobody: Client
) -> None:
    stored = store.save([CSV])
    upload = factories.upload(waste, UploadState.FAILED, sha256=stored.sha256)
    path = f"/api/v1/uploads/{upload.pk}/annotated.xlsx"
    for person in (sari, wati):
        answer = as_person(person, Scope.READ).get(path)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert as_person(budi, Scope.READ).get(path).status_code == 404
    assert nobody.get(path).status_code in (401, 404)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CHECKING)
    assert as_person(sari, Scope.READ).get(path).status_code == 409


def test_repairs_go_in_as_part_of_the_answer(as_person: AsPerson, waste: Dataset, sari: User) -> None:
    upload = factories.upload(waste, UploadState.FAILED, table={"columns": [{"id": "ton", "label": "Ton"}]})
    client = as_person(sari, Scope.PUBLISH)
    repair = {"kind": "replace", "column": "Ton", "old": "lima", "new": "5"}
    wrong = post(client, upload, "answer", {"recipe": {"repairs": [repair | {"column": "Lain"}]}})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "unknown_column")
    assert post(client, upload, "answer", {"recipe": {"repairs": [repair] * 10_000}}).status_code == 400
    answer = post(client, upload, "answer", {"recipe": {"repairs": [repair]}})
    upload.refresh_from_db()
    assert (answer.status_code, answer.json()["state"]) == (200, "checking")
    assert upload.recipe == {"repairs": [repair]}


def test_the_pace_of_asking_again_is_told_while_the_portal_is_at_work(
    as_person: AsPerson, sari: User
) -> None:
    upload = factories.upload(factories.dataset(), UploadState.CHECKING)
    client, path = as_person(sari), f"/api/v1/uploads/{upload.pk}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert [(one.status_code, one["Retry-After"]) for one in (first, again)] == [(200, "2"), (304, "2")]
    Upload.objects.update(state=UploadState.READY)
    ready = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (ready.status_code, ready.has_header("Retry-After")) == (200, False)
