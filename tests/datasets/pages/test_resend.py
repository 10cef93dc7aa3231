"""A corrected file by form: it takes the old one's place, then each refusal, which loses nothing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets import store
from datasets.actions.open_session import open_session
from datasets.models import Upload, User
from datasets.vocab import Role, UploadState
from tests import factories

OLD, NEW = b"kelurahan\n?\n", b"kelurahan\nMoti Kota\n"


@pytest.fixture
def upload(sari: User) -> Upload:
    stored = store.save([OLD])
    return factories.upload(
        factories.dataset(), UploadState.FAILED, filename="lama.csv", sha256=stored.sha256, bytes=len(OLD)
    )


def send(client: Client, upload: Upload, content: bytes = NEW, name: str = "baru.csv") -> object:
    return client.post(f"/kerja/unggahan/{upload.pk}/berkas", {"file": SimpleUploadedFile(name, content)})


def as_(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_the_page_goes_on_with_the_new_file(client: Client, sari: User, upload: Upload) -> None:
    page = f"/kerja/unggahan/{upload.pk}"
    assert 'id="ganti-berkas"' in as_(client, sari).get(page).content.decode()
    answer = client.post(f"{page}/berkas", {"file": SimpleUploadedFile("baru.csv", NEW)}, follow=True)
    shown = answer.content.decode()
    assert "Berkas diterima dan diperiksa lagi" in shown
    assert 'id="ganti-berkas"' not in shown  # it is being checked
    upload.refresh_from_db()
    assert (upload.state, upload.filename) == (UploadState.CHECKING, "baru.csv")


def test_the_earlier_file_stays_to_be_had_by_its_people(
    client: Client, sari: User, wati: User, budi: User, upload: Upload
) -> None:
    send(as_(client, sari), upload)
    (earlier,) = upload.earlier_files.all()
    address = f"/kerja/unggahan/{upload.pk}/asli/{earlier.pk}"
    assert address in client.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    bima = factories.person("bima", Role.PEMBINA)
    for person, status in ((sari, 200), (wati, 200), (budi, 404), (bima, 404)):
        answer = as_(Client(), person).get(address)
        assert answer.status_code == status, person
        assert status != 200 or b"".join(answer.streaming_content) == OLD  # type: ignore[attr-defined]
    assert Client().get(address).status_code in (302, 404)
    other = factories.upload(upload.dataset, UploadState.FAILED)
    assert as_(Client(), sari).get(f"/kerja/unggahan/{other.pk}/asli/{earlier.pk}").status_code == 404


@pytest.mark.parametrize(("content", "status"), [(b" \n", 422), (b"%PDF-1.7", 415)])
def test_what_cannot_be_taken_is_said_on_the_page(
    client: Client, sari: User, upload: Upload, content: bytes, status: int
) -> None:
    answer = send(as_(client, sari), upload, content)
    assert answer.status_code == status  # type: ignore[attr-defined]
    upload.refresh_from_db()
    assert (upload.state, upload.filename) == (UploadState.FAILED, "lama.csv")


def test_no_file_too_much_and_the_wrong_moment(
    client: Client, sari: User, upload: Upload, settings: object
) -> None:
    inside, address = as_(client, sari), f"/kerja/unggahan/{upload.pk}/berkas"
    assert inside.post(address, {}).status_code == 400
    assert inside.get(address).status_code == 405
    settings.MAX_UPLOAD_BYTES = 10  # type: ignore[attr-defined]
    assert send(inside, upload).status_code == 413  # type: ignore[attr-defined]
    huge = inside.post(address, {"file": io.BytesIO(b"x" * 1_000_100)})
    assert huge.status_code == 413
    settings.MAX_UPLOAD_BYTES = 1_000_000  # type: ignore[attr-defined]
    Upload.objects.update(state=UploadState.SUBMITTED)
    assert send(inside, upload).status_code == 409  # type: ignore[attr-defined]
    upload.refresh_from_db()
    assert upload.filename == "lama.csv"


def test_nobody_else_may_and_forms_of_others_are_refused(
    client: Client, sari: User, budi: User, wati: User, upload: Upload
) -> None:
    assert send(as_(Client(), budi), upload).status_code == 404  # type: ignore[attr-defined]
    assert send(as_(Client(), wati), upload).status_code == 403  # type: ignore[attr-defined]
    assert send(Client(), upload).status_code == 302  # type: ignore[attr-defined]
    strict = Client(enforce_csrf_checks=True)
    assert send(as_(strict, sari), upload).status_code == 403  # type: ignore[attr-defined]
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED


def test_the_form_sends_resumably_where_there_is_javascript(
    client: Client, sari: User, upload: Upload
) -> None:
    session = open_session(sari, upload.dataset, "baru.csv", 10, fingerprint="baru.csv|10|1", replaces=upload)
    page = as_(client, sari).get(f"/kerja/unggahan/{upload.pk}").content.decode()
    for word in (
        f'data-mengganti="{upload.pk}"',
        f'data-sambungan="/api/v1/datasets/{upload.dataset.slug}/upload-sessions"',
        f'data-alamat="/api/v1/upload-sessions/{session.pk}"',
        'data-kunci="baru.csv|10|1"',
    ):
        assert word in page, word
    assert str(session.pk) not in client.get(f"/kerja/unggah/{upload.dataset.slug}").content.decode()
    assert f"/kerja/unggahan/{upload.pk}#ganti-berkas" in client.get("/kerja/unggah").content.decode()


def test_the_script_is_answered_in_json(client: Client, sari: User, budi: User, upload: Upload) -> None:
    address, ask = f"/kerja/unggahan/{upload.pk}/berkas", {"Accept": "application/json"}
    empty = as_(client, sari).post(address, {"file": SimpleUploadedFile("a.csv", b"")}, headers=ask)
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "file")
    taken = client.post(address, {"file": SimpleUploadedFile("a.csv", NEW)}, headers=ask)
    assert (taken.status_code, taken.json()["url"]) == (201, f"/kerja/unggahan/{upload.pk}")
    hidden = as_(client, budi).post(address, {"file": SimpleUploadedFile("a.csv", NEW)}, headers=ask)
    assert hidden.status_code == 404
