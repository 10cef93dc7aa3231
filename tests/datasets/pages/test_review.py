"""Review: walidata approves or returns, never the uploader; it works, then each refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from datasets.actions.make_consumer import make_consumer
from datasets.models import Dataset, Event, Upload, User
from datasets.vocab import Role, UploadState, Verb
from tests import factories


@pytest.fixture
def draft(sari: User) -> Dataset:
    return factories.dataset()


@pytest.fixture
def sent(draft: Dataset) -> Upload:
    return factories.upload(draft, UploadState.SUBMITTED, submitted_at=timezone.now())


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide(client: Client, upload: Upload, step: str, note: str = "") -> Any:
    return client.post(f"/kerja/unggahan/{upload.pk}/{step}", {"note": note})


def state_of(upload: Upload) -> str:
    return Upload.objects.get(pk=upload.pk).state


def test_the_queue_lists_what_waits(wati: User, sent: Upload) -> None:
    text = inside(wati).get("/kerja/tinjau").text
    assert sent.dataset.title in text
    assert "Dinas Lingkungan Hidup" in text


def test_the_reviewers_page_offers_both_decisions(wati: User, sent: Upload) -> None:
    text = inside(wati).get(f"/kerja/unggahan/{sent.pk}").text
    assert "Setujui dan terbitkan" in text
    assert "Kembalikan dengan catatan" in text


def test_the_page_says_which_systems_would_break(wati: User, sari: User, sent: Upload) -> None:
    change = {"column": "kecamatan", "kind": "removed", "before": "text", "after": None, "is_breaking": True}
    sent.difference = {"against": 1, "schema": [change]}
    sent.save()
    page = f"/kerja/unggahan/{sent.pk}"
    assert "belum ada sistem pemakai terdaftar yang terkena" in inside(wati).get(page).text
    factories.published(sent.dataset)
    make_consumer(sari, sent.dataset, "Gudang data", columns=["kecamatan"], email="g@kota.example")
    make_consumer(sari, sent.dataset, "Timbangan", columns=["bulan"], email="t@kota.example")
    text = inside(wati).get(page).text
    assert "1 sistem pemakai akan terputus" in text
    assert "kecamatan: kolom hilang" in text
    assert "Gudang data" in text
    assert "Timbangan" not in text


def test_walidata_approves(wati: User, sent: Upload) -> None:
    assert decide(inside(wati), sent, "setujui", "Baik.")["Location"] == "/kerja/tinjau"
    assert state_of(sent) == UploadState.APPROVED
    assert Event.objects.get(verb=Verb.APPROVE_UPLOAD).actor == wati


def test_walidata_returns_with_a_note_that_the_sender_reads(wati: User, sari: User, sent: Upload) -> None:
    decide(inside(wati), sent, "kembalikan", "Kolom C: pakai nama resmi kelurahan.")
    assert state_of(sent) == UploadState.RETURNED
    text = inside(sari).get(f"/kerja/unggahan/{sent.pk}").text
    assert "Catatan pemeriksa" in text
    assert "Kolom C: pakai nama resmi kelurahan." in text
    assert "Periksa ulang berkas ini" in text


@pytest.mark.parametrize("note", ["", "   \n"])
def test_returning_takes_a_note(wati: User, sent: Upload, note: str) -> None:
    answer = decide(inside(wati), sent, "kembalikan", note)
    assert answer.status_code == 400
    assert "Tuliskan alasan atau catatannya" in answer.text
    assert state_of(sent) == UploadState.SUBMITTED


def test_the_sender_never_sees_nor_takes_the_decision(sari: User, sent: Upload) -> None:
    client = inside(sari)
    assert "Setujui" not in client.get(f"/kerja/unggahan/{sent.pk}").text
    for step in ("setujui", "kembalikan"):
        assert decide(client, sent, step, "x").status_code == 403
    assert state_of(sent) == UploadState.SUBMITTED
    assert client.get("/kerja/tinjau").status_code == 403


def test_a_sender_who_became_walidata_cannot_approve_it(wati: User, draft: Dataset) -> None:
    own = factories.upload(draft, UploadState.SUBMITTED, uploaded_by=wati)
    answer = decide(inside(wati), own, "setujui")
    assert answer.status_code == 403
    assert "Pengirim tidak dapat menyetujui kirimannya sendiri" in answer.text
    assert "Setujui dan terbitkan" not in answer.text
    assert state_of(own) == UploadState.SUBMITTED


def test_what_is_missing_is_named_before_and_at_approval(wati: User, sent: Upload) -> None:
    Dataset.objects.update(concept="", unit="")
    assert "konsep, satuan" in inside(wati).get(f"/kerja/unggahan/{sent.pk}").text
    answer = decide(inside(wati), sent, "setujui", "catatan panjang saya")
    assert answer.status_code == 409
    assert "Metadata belum lengkap" in answer.text
    assert "catatan panjang saya" in answer.text
    assert state_of(sent) == UploadState.SUBMITTED


def test_a_second_decision_says_that_it_came_too_late(wati: User, sent: Upload) -> None:
    decide(inside(wati), sent, "setujui")
    answer = decide(inside(wati), sent, "kembalikan", "terlambat")
    assert answer.status_code == 409
    assert state_of(sent) == UploadState.APPROVED


def test_priority_data_goes_to_the_pembina_who_decides(wati: User, sent: Upload) -> None:
    Dataset.objects.update(priority_years=[timezone.localdate().year])
    bima = inside(factories.person("bima", Role.PEMBINA))
    assert bima.get(f"/kerja/unggahan/{sent.pk}").status_code == 404
    decide(inside(wati), sent, "setujui")
    assert state_of(sent) == UploadState.PEMBINA_REVIEW
    assert sent.dataset.title in bima.get("/kerja/tinjau").text
    assert "Setujui dan terbitkan" in bima.get(f"/kerja/unggahan/{sent.pk}").text
    assert "Setujui dan terbitkan" not in inside(wati).get(f"/kerja/unggahan/{sent.pk}").text
    assert decide(bima, sent, "setujui")["Location"] == "/kerja/tinjau"
    assert state_of(sent) == UploadState.APPROVED


def test_walidata_pendukung_may_return_in_the_own_office_but_not_approve(sent: Upload) -> None:
    joko = inside(factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup"))
    assert "Setujui dan terbitkan" not in joko.get(f"/kerja/unggahan/{sent.pk}").text
    assert decide(joko, sent, "setujui").status_code == 403
    assert decide(joko, sent, "kembalikan", "Periksa lagi").status_code == 302
    assert state_of(sent) == UploadState.RETURNED


@pytest.mark.parametrize("role", [Role.PRODUSEN, Role.SEKRETARIAT, Role.PIMPINAN, Role.ADMIN])
def test_other_roles_have_no_queue(role: Role, sent: Upload) -> None:
    person = factories.person(f"p-{role}", role, "dinas-kesehatan" if role == Role.PRODUSEN else "")
    assert inside(person).get("/kerja/tinjau").status_code == 403
    assert decide(inside(person), sent, "setujui").status_code == 404


def test_nobody_decides_nothing(client: Client, sent: Upload) -> None:
    assert decide(client, sent, "setujui")["Location"] == "/masuk?next=/kerja"
    assert state_of(sent) == UploadState.SUBMITTED


def test_markup_in_a_note_is_text(wati: User, sari: User, sent: Upload) -> None:
    payload = "<script>alert(1)</script>\n<b>tebal</b>"
    decide(inside(wati), sent, "kembalikan", payload)
    text = inside(sari).get(f"/kerja/unggahan/{sent.pk}").text
    assert "<script>alert" not in text
    assert "<b>tebal" not in text
    assert "&lt;script&gt;" in text
