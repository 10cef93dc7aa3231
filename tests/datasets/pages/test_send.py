"""Sending a file: the plain form and the one with progress; it works, then each refusal at the gate."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from datasets import store
from datasets.actions.continue_session import continue_session
from datasets.actions.open_session import open_session
from datasets.models import Dataset, Upload, User
from datasets.vocab import Accumulation, Role, UploadState
from tests import factories

CSV = b"bulan,ton\n2026-10,12\n"
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(sari: User) -> Dataset:
    return factories.dataset()


@pytest.fixture
def inside(client: Client, sari: User) -> Client:
    client.force_login(sari)
    return client


def send(
    client: Client, dataset: Dataset, content: bytes = CSV, name: str = "okt.csv", **more: object
) -> Any:
    given = {"file": SimpleUploadedFile(name, content), "note": "", "period": ""}
    return client.post(f"/kerja/unggah/{dataset.slug}", given | more)


def nothing_was_kept() -> bool:
    return not Upload.objects.exists()


def test_the_form_asks_for_a_period_only_where_files_are_periods(inside: Client, draft: Dataset) -> None:
    assert 'name="period"' not in inside.get(f"/kerja/unggah/{draft.slug}").text
    Dataset.objects.update(accumulation=Accumulation.PERIOD)
    assert 'name="period"' in inside.get(f"/kerja/unggah/{draft.slug}").text


def test_a_file_is_received_and_its_page_comes_next(inside: Client, draft: Dataset, sari: User) -> None:
    answer = send(inside, draft, note="Lihat lembar 2")
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/kerja/unggahan/{upload.pk}")
    assert (upload.state, upload.note, upload.uploaded_by) == (UploadState.RECEIVED, "Lihat lembar 2", sari)
    assert store.path_of(upload.sha256).read_bytes() == CSV
    assert inside.get(answer["Location"]).status_code == 200


def test_with_progress_the_page_gets_the_address_as_json(inside: Client, draft: Dataset) -> None:
    answer = inside.post(
        f"/kerja/unggah/{draft.slug}", {"file": SimpleUploadedFile("a.csv", CSV)}, headers=JSON
    )
    assert answer.status_code == 201
    assert answer.json() == {"url": f"/kerja/unggahan/{Upload.objects.get().pk}"}


@pytest.mark.parametrize(
    ("content", "status", "told"),
    [
        (b"", 422, "Berkas ini kosong"),
        (b"%PDF-1.7 x", 415, "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", 415, "gambar"),
    ],
)
def test_what_can_be_no_table_is_refused_in_words(
    inside: Client, draft: Dataset, content: bytes, status: int, told: str
) -> None:
    page = send(inside, draft, content, "tabel.xlsx", note="catatan saya")
    assert page.status_code == status
    assert told in page.text
    assert "catatan saya" in page.text
    assert nothing_was_kept()
    assert send(inside, draft, content).status_code == status


def test_a_file_beyond_the_limit_is_refused(inside: Client, draft: Dataset, settings: Settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    page = send(inside, draft, b"a,b\n" * 400_000)
    assert page.status_code == 413
    assert "lebih besar dari 1 MB" in page.text
    assert nothing_was_kept()


def test_an_announced_size_beyond_the_limit_is_refused_unread(inside: Client, draft: Dataset) -> None:
    """201 MB by its Content-Length; the body is never asked for."""
    for headers in ({}, JSON):
        answer = inside.generic(
            "POST",
            f"/kerja/unggah/{draft.slug}",
            b"",
            "multipart/form-data; boundary=x",
            CONTENT_LENGTH="201500000",
            headers=headers,
        )
        assert answer.status_code == 413
        assert "lebih besar dari 200 MB" in answer.text
    assert nothing_was_kept()


def test_a_full_disk_refuses_before_anything_is_lost(
    inside: Client, draft: Dataset, settings: Settings
) -> None:
    settings.MIN_FREE_BYTES = 10**18
    page = send(inside, draft)
    assert page.status_code == 507
    assert "Ruang simpan portal hampir penuh" in page.text
    assert nothing_was_kept()


def test_a_period_that_is_none_is_told_beside_its_field(inside: Client, draft: Dataset) -> None:
    Dataset.objects.update(accumulation=Accumulation.PERIOD)
    page = send(inside, draft, period="Oktobr")
    assert page.status_code == 400
    assert "tidak dikenali" in page.text
    assert 'value="Oktobr"' in page.text
    assert nothing_was_kept()


def test_no_file_is_told(inside: Client, draft: Dataset) -> None:
    plain = inside.post(f"/kerja/unggah/{draft.slug}", {"note": "halo"})
    assert plain.status_code == 400
    assert "Pilih berkas yang akan dikirim" in plain.text
    assert "halo" in plain.text
    as_json = inside.post(f"/kerja/unggah/{draft.slug}", {}, headers=JSON)
    assert as_json.json()["errors"][0]["field"] == "file"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "😀" * 120 + ".csv", "a\x00b.csv", "<b>.csv", "con\r\nX.csv"]
)
def test_odd_names_are_kept_as_names_only(inside: Client, draft: Dataset, name: str) -> None:
    answer = send(inside, draft, name=name)
    assert answer.status_code == 303
    upload = Upload.objects.get()
    assert "/" not in upload.filename
    assert len(upload.filename) <= 255
    assert "<b>.csv" not in inside.get(answer["Location"]).text


def test_a_name_no_disk_could_hold_is_refused_in_words(inside: Client, draft: Dataset) -> None:
    page = send(inside, draft, name="😀" * 255 + ".csv")
    assert page.status_code == 400
    assert "Pendekkan nama berkasnya" in page.text
    assert nothing_was_kept()


def test_a_body_that_is_no_form_is_refused(inside: Client, draft: Dataset) -> None:
    broken = inside.post(f"/kerja/unggah/{draft.slug}", b"xx", content_type="multipart/form-data; boundary=")
    assert broken.status_code == 400
    assert nothing_was_kept()


def test_the_same_file_again_leads_to_what_was_published(inside: Client, draft: Dataset) -> None:
    send(inside, draft)
    first = Upload.objects.get()
    version = factories.published(draft)
    Upload.objects.filter(pk=version.upload_id).update(sha256=first.sha256)
    answer = inside.post(
        f"/kerja/unggah/{draft.slug}", {"file": SimpleUploadedFile("a.csv", CSV)}, follow=True
    )
    assert "Berkas yang sama sudah pernah dikirim" in answer.text
    assert Upload.objects.count() == 2


def test_the_form_takes_its_token(draft: Dataset, sari: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sari)
    assert send(strict, draft).status_code == 403
    assert nothing_was_kept()


def test_nobody_is_sent_to_sign_in(client: Client, draft: Dataset) -> None:
    assert send(client, draft)["Location"] == "/masuk?next=/kerja"
    assert client.get(f"/kerja/unggah/{draft.slug}")["Location"] == f"/masuk?next=/kerja/unggah/{draft.slug}"


def test_another_offices_draft_is_not_found(client: Client, draft: Dataset, budi: User) -> None:
    client.force_login(budi)
    assert client.get(f"/kerja/unggah/{draft.slug}").status_code == 404
    assert send(client, draft).status_code == 404
    assert nothing_was_kept()


@pytest.mark.parametrize("role", [Role.WALIDATA, Role.WALIDATA_PENDUKUNG, Role.PIMPINAN, Role.ADMIN])
def test_roles_that_send_nothing_are_refused(client: Client, draft: Dataset, role: Role) -> None:
    of = "dinas-lingkungan-hidup" if role == Role.WALIDATA_PENDUKUNG else ""
    client.force_login(factories.person(f"p-{role}", role, of))
    knows = role in (Role.WALIDATA, Role.WALIDATA_PENDUKUNG)
    assert send(client, draft).status_code == (403 if knows else 404)
    assert client.get("/kerja/unggah").status_code == 403
    assert nothing_was_kept()


def test_another_offices_published_dataset_is_refused(client: Client, draft: Dataset, budi: User) -> None:
    factories.published(draft)
    client.force_login(budi)
    assert send(client, draft).status_code == 403


def test_unfinished_files_are_listed_to_their_sender_only(
    inside: Client, draft: Dataset, sari: User, client: Client
) -> None:
    session = open_session(sari, draft, "besar.csv", 1_000, note="Moti", fingerprint="besar.csv|1000|7")
    continue_session(sari, session.pk, 0, [b"a,b\n" * 175])
    for address in (f"/kerja/unggah/{draft.slug}", "/kerja/unggah"):
        page = inside.get(address).content.decode()
        assert "70% terkirim" in page
        assert f'data-alamat="/api/v1/upload-sessions/{session.pk}"' in page
    client.force_login(factories.person("tono", Role.PRODUSEN, "dinas-lingkungan-hidup"))
    assert "besar.csv" not in client.get(f"/kerja/unggah/{draft.slug}").content.decode()


def test_each_form_of_the_page_has_its_token(inside: Client, draft: Dataset, sari: User) -> None:
    open_session(sari, draft, "besar.csv", 1_000)
    for address, forms in ((f"/kerja/unggah/{draft.slug}", 2), ("/kerja/unggah", 1)):
        page = inside.get(address).content.decode()
        main = page[page.index("<main") : page.index("</main")]
        assert main.count("<form") == main.count('name="csrfmiddlewaretoken"') == forms
