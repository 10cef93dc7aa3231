"""The page of an upload and its steps, as the sender sees them; it works, then each refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from datasets import store
from datasets.actions.open_session import open_session
from datasets.models import Dataset, Event, Finding, Part, Upload, UploadSession, User
from datasets.queries import annotated
from datasets.vocab import FindingCode, Role, Severity, UploadState, Verb
from tests import factories

XSS = "<script>alert(1)</script>"


@pytest.fixture
def draft(sari: User) -> Dataset:
    return factories.dataset()


@pytest.fixture
def inside(client: Client, sari: User) -> Client:
    client.force_login(sari)
    return client


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def found(upload: Upload, place: int, code: FindingCode, severity: Severity, **more: object) -> Finding:
    return Finding.objects.create(upload=upload, position=place, code=code, severity=severity, **more)


def failed(dataset: Dataset, value: str = "Gamalamo") -> Upload:
    upload = factories.upload(
        dataset,
        UploadState.FAILED,
        table={"format": "xlsx", "sheet": "Data", "header_row": "3", "rows": 1248, "columns": []},
        counts={"errors": 19, "warnings": 6, "fixed": 2},
    )
    for place in range(7):
        found(
            upload,
            place,
            FindingCode.CODE_UNKNOWN,
            Severity.ERROR,
            sheet="Data",
            row=18 + place,
            column="Kelurahan",
            cell=f"C{18 + place}",
            value=value,
            suggestion="Gamalama",
            params={"codelist": "wilayah"},
            count=19 if place == 0 else 1,
        )
    found(upload, 7, FindingCode.TOTAL_ROW, Severity.WARNING, row=1252, value="JUMLAH", count=6)
    found(upload, 8, FindingCode.SPACES_TRIMMED, Severity.FIXED, column="Pasar", count=2)
    return upload


def page(client: Client, upload: Upload) -> str:
    answer = client.get(f"/kerja/unggahan/{upload.pk}")
    assert answer.status_code == 200
    return answer.text


def step(client: Client, upload: Upload, name: str, **given: str) -> Any:
    return client.post(f"/kerja/unggahan/{upload.pk}/{name}", given)


def test_choosing_lists_the_offices_own_datasets(inside: Client, draft: Dataset) -> None:
    factories.dataset("obat", organization=factories.office("dinas-kesehatan"))
    text = inside.get("/kerja/unggah").text
    assert draft.title in text
    assert "Obat" not in text


def test_findings_are_grouped_with_counts_addresses_and_remedies(inside: Client, draft: Dataset) -> None:
    text = page(inside, failed(draft))
    assert "19 hal perlu diperbaiki" in text
    assert "19 tempat · kolom Kelurahan" in text
    assert "sel C18" in text
    assert "dan 14 tempat lain" in text
    assert "tidak dikenal dalam daftar kode" in text
    assert "Peringatan, boleh lanjut" in text
    assert "1 hal sudah dirapikan sendiri" in text
    assert "Kirim berkas yang sudah diperbaiki" in text
    assert "Ajukan untuk terbit" not in text


def test_the_page_of_many_findings_takes_a_fixed_number_of_queries(
    inside: Client, draft: Dataset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    upload = failed(draft)
    with django_assert_num_queries(11):
        page(inside, upload)
    for place in range(20, 60):
        found(upload, place, FindingCode.REQUIRED_EMPTY, Severity.ERROR, column=f"k{place}", cell=f"A{place}")
    with django_assert_num_queries(11):
        page(inside, upload)


@pytest.mark.parametrize("state", list(UploadState))
def test_each_state_has_a_page_that_says_where_it_stands(
    inside: Client, draft: Dataset, state: UploadState
) -> None:
    text = page(inside, factories.upload(draft, state))
    assert text.count('aria-current="step"') == (0 if state in ("published",) else 1)
    assert ("data-pantau" in text) == (state in ("received", "checking", "approved"))
    assert ('http-equiv="refresh"' in text) == (state in ("received", "checking", "approved"))


def test_watching_is_small_and_never_cached(inside: Client, draft: Dataset) -> None:
    upload = factories.upload(draft, UploadState.CHECKING, step="read", step_done=25, step_total=100)
    answer = inside.get(f"/kerja/unggahan/{upload.pk}/pantau")
    seen = answer.json()
    assert (seen["state"], seen["is_settled"], seen["percent"]) == ("checking", False, 25)
    assert seen["text"] == "Membaca tabel: 25%"
    assert "no-store" in answer["Cache-Control"]
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READY)
    assert inside.get(f"/kerja/unggahan/{upload.pk}/pantau").json()["is_settled"] is True


def test_what_publication_would_change_is_shown_before_it_happens(inside: Client, draft: Dataset) -> None:
    moved = {
        "code": "IKU-1", "name": "Sampah terangkut", "unit": "ton", "decimals": 1,
        "period": "2026-10", "before": None, "after": "1470.25",
    }  # fmt: skip
    upload = factories.upload(
        draft,
        UploadState.READY,
        counts={"errors": 0, "warnings": 0, "fixed": 0},
        difference={
            "against": 11, "has_key": True, "new": 212, "changed": 31, "same": 1005, "removed": 0,
            "columns_new": [], "columns_gone": ["catatan"], "is_same": False, "indicators": [moved],
        },
    )  # fmt: skip
    text = page(inside, upload)
    for shown in ("Bila diterbitkan", "212", "1.005", "Dibanding versi 11", "1.470,3", "catatan"):
        assert shown in text
    assert "Ajukan untuk terbit" in text


def test_the_first_rows_are_shown_as_they_were_loaded(inside: Client, draft: Dataset) -> None:
    version = factories.published(draft)
    upload = version.upload
    Part.objects.filter(upload=upload).update(period="")
    text = page(inside, upload)
    assert "Ternate Selatan" in text
    assert "830,25" in text


def test_a_ready_upload_is_submitted_with_a_note(inside: Client, draft: Dataset, sari: User) -> None:
    upload = factories.upload(draft)
    answer = step(inside, upload, "ajukan", note="Melonjak karena pasar baru.")
    assert answer["Location"] == f"/kerja/unggahan/{upload.pk}"
    upload.refresh_from_db()
    assert upload.state == UploadState.SUBMITTED
    assert "Melonjak karena pasar baru." in page(inside, upload)


def test_an_upload_is_cancelled(inside: Client, draft: Dataset) -> None:
    upload = failed(draft)
    step(inside, upload, "batal")
    upload.refresh_from_db()
    assert upload.state == UploadState.CANCELLED


def asked(dataset: Dataset) -> Upload:
    question = {
        "code": FindingCode.NUMBER_AMBIGUOUS,
        "column": "berat",
        "options": ["id", "plain"],
        "default": "id",
    }
    return factories.upload(dataset, UploadState.NEEDS_ANSWER, question={"questions": [question]})


def test_a_question_is_asked_in_words_and_answered(inside: Client, draft: Dataset) -> None:
    upload = asked(draft)
    text = page(inside, upload)
    assert "Bagaimana angka ditulis di kolom “berat”?" in text
    step(inside, upload, "jawab", **{"jawab-0": "plain"})
    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKING
    assert upload.recipe == {"number_styles": {"berat": "plain"}}


def test_an_answer_that_was_not_offered_is_no_answer(inside: Client, draft: Dataset) -> None:
    upload = asked(draft)
    step(inside, upload, "jawab", **{"jawab-0": "en", "jawab-9": "id"})
    upload.refresh_from_db()
    assert upload.recipe == {}


def test_a_step_that_is_not_possible_now_says_so_and_keeps_the_note(inside: Client, draft: Dataset) -> None:
    upload = factories.upload(draft, UploadState.PUBLISHED)
    answer = step(inside, upload, "ajukan", note="catatan saya")
    assert answer.status_code == 409
    assert "Langkah ini tidak mungkin" in answer.text
    assert not Event.objects.filter(verb=Verb.SUBMIT_UPLOAD).exists()


STEPS = ("ajukan", "batal", "jawab", "setujui", "kembalikan")


@pytest.mark.parametrize("name", STEPS)
def test_steps_are_posts_with_their_token(inside: Client, draft: Dataset, sari: User, name: str) -> None:
    upload = factories.upload(draft)
    address = f"/kerja/unggahan/{upload.pk}/{name}"
    assert inside.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sari)
    assert strict.post(address).status_code == 403


@pytest.mark.parametrize("name", ["", "/pantau", "/asli"])
def test_other_offices_and_city_roles_do_not_find_it(client: Client, draft: Dataset, name: str) -> None:
    upload = factories.upload(draft, UploadState.SUBMITTED)
    others = [
        factories.budi(),
        factories.person("walikota", Role.PIMPINAN),
        factories.person("rini", Role.SEKRETARIAT),
        factories.person("bima", Role.PEMBINA),
        factories.person("admin", Role.ADMIN),
    ]
    for person in others:
        assert as_person(person).get(f"/kerja/unggahan/{upload.pk}{name}").status_code == 404
    assert client.get(f"/kerja/unggahan/{upload.pk}{name}").status_code == 302
    assert as_person(factories.sari()).get(f"/kerja/unggahan/{uuid4()}{name}").status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_steps_of_others_are_not_found_and_change_nothing(draft: Dataset, budi: User, name: str) -> None:
    upload = factories.upload(draft)
    assert step(as_person(budi), upload, name, note="x").status_code == 404
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


@pytest.fixture
def kept(draft: Dataset) -> Upload:
    content = b"<html><script>alert(1)</script></html>"
    stored = store.save([content])
    return factories.upload(draft, sha256=stored.sha256, bytes=len(content), filename='a"b\r\nX: y.csv')


def test_the_original_comes_back_byte_for_byte_and_never_opens(
    inside: Client, kept: Upload, wati: User
) -> None:
    for client in (inside, as_person(wati)):
        answer = client.get(f"/kerja/unggahan/{kept.pk}/asli")
        assert answer.getvalue() == b"<html><script>alert(1)</script></html>"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "\n" not in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/octet-stream"


def test_an_original_the_store_lost_is_not_found(inside: Client, draft: Dataset) -> None:
    assert inside.get(f"/kerja/unggahan/{factories.upload(draft).pk}/asli").status_code == 404


@pytest.mark.parametrize("where", ["filename", "note", "value", "column", "sheet", "period", "story"])
def test_markup_in_names_notes_and_cells_is_text(
    inside: Client, draft: Dataset, sari: User, where: str
) -> None:
    upload = failed(draft, XSS if where == "value" else "x")
    changes: dict[str, Callable[[], object]] = {
        "filename": lambda: Upload.objects.filter(pk=upload.pk).update(filename=XSS),
        "note": lambda: Upload.objects.filter(pk=upload.pk).update(note=XSS),
        "column": lambda: upload.findings.update(column=XSS),
        "sheet": lambda: Upload.objects.filter(pk=upload.pk).update(table={"format": "xlsx", "sheet": XSS}),
        "period": lambda: Upload.objects.filter(pk=upload.pk).update(period="<b>"),
        "story": lambda: Event.objects.create(verb=Verb.SUBMIT_UPLOAD, object_id=upload.pk, note=XSS),
    }
    changes.get(where, lambda: None)()
    assert XSS not in page(inside, upload)


def test_no_address_of_staff_is_shown_to_others(draft: Dataset, wati: User) -> None:
    User.objects.update(email="rahasia@kota.example")
    upload = failed(draft)
    assert "rahasia@kota.example" not in page(as_person(wati), upload)


def test_the_file_with_marks_is_offered_and_goes_to_its_office_only(
    inside: Client, draft: Dataset, budi: User
) -> None:
    stored = store.save([b"Kelurahan,Ton\nSasa,lima\n"])
    upload = failed(draft)
    Upload.objects.filter(pk=upload.pk).update(sha256=stored.sha256)
    path = f"/kerja/unggahan/{upload.pk}/temuan.xlsx"
    assert path in inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    answer = inside.get(path)
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer["Content-Disposition"]
    assert as_person(budi).get(path).status_code == 404


def test_while_a_file_is_checked_there_are_no_marks_to_give(inside: Client, draft: Dataset) -> None:
    stored = store.save([b"Kelurahan,Ton\nSasa,lima\n"])
    upload = factories.upload(draft, UploadState.CHECKING, sha256=stored.sha256)
    answer = inside.get(f"/kerja/unggahan/{upload.pk}/temuan.xlsx")
    assert answer.status_code == 409
    assert "masih diperiksa" in answer.content.decode()


def test_marks_that_cannot_be_made_now_are_no_crash(
    inside: Client, draft: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store.save([b"Kelurahan,Ton\nSasa,lima\n"])
    upload = factories.upload(draft, UploadState.FAILED, sha256=stored.sha256)
    monkeypatch.setattr(annotated, "CHILD", "datasets.intake.tidak_ada")
    answer = inside.get(f"/kerja/unggahan/{upload.pk}/temuan.xlsx")
    assert answer.status_code == 503


def test_an_unfinished_file_is_given_up_by_its_sender_only(
    inside: Client, draft: Dataset, sari: User
) -> None:
    session = open_session(sari, draft, "besar.csv", 1_000)
    address = f"/kerja/unggah/sesi/{session.pk}/buang"
    colleague = as_person(factories.person("tono", Role.PRODUSEN, "dinas-lingkungan-hidup"))
    assert colleague.post(address).status_code == 404
    assert Client().post(address).status_code == 302
    assert inside.get(address).status_code == 405
    assert UploadSession.objects.exists()
    answer = inside.post(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/kerja/unggah/{draft.slug}")
    assert not UploadSession.objects.exists()
    assert inside.post(address).status_code == 404
