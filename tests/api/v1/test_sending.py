"""`POST uploads/{id}/file`: a corrected file resumes the upload; each refusal at the gate."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from datasets import store
from datasets.intake.run import process
from datasets.models import Upload, User
from datasets.vocab import Scope, UploadState
from tests import factories
from tests.api.conftest import AsPerson

BAD = (
    b"Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n"
    b"2026-09,82.71.02,Ternate Selatan,lima\n"
    b"2026-09,82.71.03,Ternate Utara,640.0\n"
)


@pytest.fixture
def upload(sari: User) -> Upload:
    dataset = factories.dataset()
    factories.columns(dataset)
    stored = store.save([BAD])
    return factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, filename="sampah.csv")


def path(upload: Upload) -> str:
    return f"/api/v1/uploads/{upload.pk}/file"


def send(client: Client, upload: Upload, content: bytes, name: str = "baru.csv", **more: Any) -> Any:
    return client.post(path(upload), {"file": SimpleUploadedFile(name, content), **more})


def state_of(upload: Upload) -> str:
    upload.refresh_from_db()
    return str(upload.state)


@pytest.mark.django_db(transaction=True)
def test_the_marked_workbook_comes_back_mended_and_is_ready(
    as_person: AsPerson, sari: User, upload: Upload
) -> None:
    process(upload.pk)
    assert state_of(upload) == UploadState.FAILED, upload.counts
    client = as_person(sari, Scope.PUBLISH)
    marked = client.get(f"/api/v1/uploads/{upload.pk}/annotated.xlsx")
    book = load_workbook(io.BytesIO(marked.content))
    sheet = book.worksheets[0]
    cell = next(cell for cell in sheet[2] if cell.value == "lima")
    assert cell.comment is not None
    cell.value = 5
    saved = io.BytesIO()
    book.save(saved)
    answer = client.post(
        f"/api/v1/datasets/{upload.dataset.slug}/uploads",
        {"file": SimpleUploadedFile("sampah-temuan.xlsx", saved.getvalue())},
    )
    assert (answer.status_code, answer.json()["id"]) == (200, str(upload.pk))
    process(upload.pk)
    assert state_of(upload) == UploadState.READY, list(upload.findings.values_list("code", "value"))
    assert (upload.table["rows"], Upload.objects.count()) == (2, 1)


def test_the_file_is_exchanged_and_the_upload_followed(
    as_person: AsPerson, sari: User, upload: Upload
) -> None:
    Upload.objects.update(state=UploadState.FAILED)
    answer = send(as_person(sari, Scope.PUBLISH), upload, BAD.replace(b"lima", b"5"))
    assert (answer.status_code, answer.json()["state"]) == (202, "checking")
    assert upload.earlier_files.count() == 1


@pytest.mark.parametrize(("content", "status"), [(b"", 422), (b"%PDF-1.7", 415)])
def test_what_is_no_table_is_refused_at_once(
    as_person: AsPerson, sari: User, upload: Upload, content: bytes, status: int
) -> None:
    Upload.objects.update(state=UploadState.FAILED)
    assert send(as_person(sari, Scope.PUBLISH), upload, content).status_code == status
    assert state_of(upload) == UploadState.FAILED


def test_form_and_size_are_held_to(as_person: AsPerson, sari: User, upload: Upload, settings: Any) -> None:
    Upload.objects.update(state=UploadState.FAILED)
    client = as_person(sari, Scope.PUBLISH)
    assert client.post(path(upload), {}).status_code == 400
    assert send(client, upload, BAD, period="2026-10").status_code == 400
    settings.MAX_UPLOAD_BYTES = 10
    assert send(client, upload, BAD).status_code == 413
    assert state_of(upload) == UploadState.FAILED


def test_it_is_for_its_office_in_the_right_moment_with_the_right_scope(
    as_person: AsPerson, sari: User, budi: User, wati: User, upload: Upload
) -> None:
    assert send(as_person(sari, Scope.PUBLISH), upload, BAD).status_code == 409  # not checked yet
    Upload.objects.update(state=UploadState.FAILED)
    for person, scope, status in (
        (budi, Scope.PUBLISH, 404),
        (wati, Scope.PUBLISH, 403),
        (sari, Scope.READ, 403),
    ):
        assert send(as_person(person, scope), upload, BAD).status_code == status, person
    assert send(Client(), upload, BAD).status_code in (401, 404)
    assert state_of(upload) == UploadState.FAILED
