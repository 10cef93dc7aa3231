"""Describing datasets: the short form, the whole one, the columns, the end; it works, then each refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, User
from datasets.vocab import Access, Accumulation, Frequency, Role, Topic, UploadState
from tests import factories

SHORT = {
    "title": "Sampah pasar",
    "description": "Sampah yang terangkut dari pasar.",
    "topic": Topic.WASTE,
    "frequency": Frequency.MONTHLY,
    "accumulation": Accumulation.PERIOD,
}


@pytest.fixture
def draft(sari: User) -> Dataset:
    return factories.dataset()


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def whole(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the whole form is saved."""
    names = (
        "title", "description", "topic", "frequency", "accumulation", "concept", "definition", "classification",
        "measure", "unit", "method", "caveats", "coverage", "contact_name", "contact_email", "license", "access",
        "access_basis", "access_test_number",
    )  # fmt: skip
    given = {name: getattr(dataset, name) for name in names}
    return given | {"tags": "", "next_release": "", "priority_years": "", "access_review_on": ""} | changes


def save(client: Client, dataset: Dataset, **changes: Any) -> Any:
    return client.post(f"/kerja/dataset/{dataset.slug}", whole(dataset, **changes))


def test_a_short_form_makes_a_draft_and_asks_for_its_first_file(sari: User) -> None:
    answer = inside(sari).post("/kerja/dataset/baru", SHORT)
    made = Dataset.objects.get()
    assert answer["Location"] == f"/kerja/unggah/{made.slug}"
    assert (made.organization, made.created_by, made.live_version) == (sari.organization, sari, None)


def test_walidata_registers_for_an_office(wati: User) -> None:
    office = factories.office()
    client = inside(wati)
    assert "Dinas Lingkungan Hidup" in client.get("/kerja/dataset/baru").text
    answer = client.post("/kerja/dataset/baru", SHORT | {"organization": str(office.pk)})
    made = Dataset.objects.get()
    assert made.organization == office
    assert answer["Location"] == f"/kerja/dataset/{made.slug}"


def test_a_sender_registers_for_the_own_office_only(sari: User, budi: User) -> None:
    inside(sari).post("/kerja/dataset/baru", SHORT | {"organization": str(budi.organization_id)})
    assert Dataset.objects.get().organization == sari.organization


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "Isi bagian ini"),
        ({"topic": "lain"}, "ringkasan-salah"),
        ({"title": "x" * 201}, "201"),
    ],
)
def test_a_faulty_short_form_keeps_what_was_typed(sari: User, changes: dict[str, str], told: str) -> None:
    page = inside(sari).post("/kerja/dataset/baru", SHORT | changes)
    assert page.status_code == 400
    assert told in page.text
    assert SHORT["description"] in page.text
    assert not Dataset.objects.exists()


def test_a_title_the_office_has_already_is_refused(sari: User) -> None:
    inside(sari).post("/kerja/dataset/baru", SHORT)
    page = inside(sari).post("/kerja/dataset/baru", SHORT | {"title": "SAMPAH PASAR"})
    assert page.status_code == 400
    assert "sudah punya dataset berjudul sama" in page.text


def test_the_form_says_what_publication_still_needs(sari: User) -> None:
    factories.dataset(concept="", unit="")
    text = inside(sari).get("/kerja/dataset/sampah-terangkut").text
    assert "Belum dapat diterbitkan" in text
    assert 'href="#id_concept"' in text
    assert 'href="#id_measure"' not in text


def test_metadata_is_saved(sari: User, draft: Dataset) -> None:
    answer = save(inside(sari), draft, title="Sampah ke TPA", tags="sampah, TPA ,", next_release="2026-12-05")
    assert answer["Location"] == f"/kerja/dataset/{draft.slug}"
    draft.refresh_from_db()
    assert (draft.title, draft.tags, str(draft.next_release)) == (
        "Sampah ke TPA",
        ["sampah", "TPA"],
        "2026-12-05",
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"access": Access.CLOSED}, "UU 14/2008 Pasal 19"),
        ({"next_release": "besok"}, "Tulis tanggal sebagai"),
        ({"contact_email": "bukan"}, "Tulis alamat surel lengkap"),
        ({"priority_years": "26"}, "Tulis tahun empat angka"),
        ({"priority_years": "2026"}, "Anda tidak berwenang"),
        ({"title": ""}, "Isi bagian ini"),
    ],
)
def test_a_faulty_form_changes_nothing_and_keeps_what_was_typed(
    sari: User, draft: Dataset, changes: dict[str, str], told: str
) -> None:
    page = save(inside(sari), draft, caveats="kalimat panjang saya", **changes)
    assert page.status_code == 400
    assert told in page.text
    assert "kalimat panjang saya" in page.text
    draft.refresh_from_db()
    assert (draft.caveats, draft.access, draft.priority_years) == ("", Access.OPEN, [])


def test_an_access_with_its_basis_is_saved(sari: User, draft: Dataset) -> None:
    basis = {
        "access": Access.RESTRICTED,
        "access_basis": "UU 14/2008 Ps 17",
        "access_test_number": "1/PPID/2026",
        "access_review_on": "2027-11-01",
    }
    assert save(inside(sari), draft, **basis).status_code == 302
    draft.refresh_from_db()
    assert draft.access == Access.RESTRICTED


def test_a_dataset_that_counts_people_is_marked_so(sari: User, draft: Dataset) -> None:
    client = inside(sari)
    assert 'name="is_sensitive"' in client.get(f"/kerja/dataset/{draft.slug}").content.decode()
    save(client, draft, is_sensitive="on")
    draft.refresh_from_db()
    assert draft.is_sensitive


def test_a_draft_is_deleted(sari: User, draft: Dataset) -> None:
    factories.upload(draft, UploadState.FAILED)
    assert "Hapus draf" in inside(sari).get(f"/kerja/dataset/{draft.slug}").text
    assert inside(sari).post(f"/kerja/dataset/{draft.slug}/hapus")["Location"] == "/kerja/daftar-data"
    assert not Dataset.objects.exists()


def test_what_was_published_cannot_be_deleted(sari: User, draft: Dataset) -> None:
    factories.published(draft)
    page = inside(sari).post(f"/kerja/dataset/{draft.slug}/hapus")
    assert page.status_code == 409
    assert "tidak dapat dihapus" in page.text
    assert Dataset.objects.exists()


def withdraw(user: User, dataset: Dataset, reason: str = "Angka keliru.") -> Any:
    return inside(user).post(f"/kerja/dataset/{dataset.slug}/tarik", {"reason": reason})


def test_walidata_withdraws_with_a_reason(wati: User, draft: Dataset) -> None:
    factories.published(draft)
    assert "Tarik dari umum" in inside(wati).get(f"/kerja/dataset/{draft.slug}").text
    assert withdraw(wati, draft)["Location"] == "/kerja/daftar-data"
    draft.refresh_from_db()
    assert draft.withdrawn_reason == "Angka keliru."
    gone = inside(wati).get(f"/kerja/dataset/{draft.slug}")
    assert gone.status_code == 410
    assert "Angka keliru." in gone.text


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawing_takes_a_reason(wati: User, draft: Dataset, reason: str) -> None:
    factories.published(draft)
    page = withdraw(wati, draft, reason)
    assert page.status_code == 400
    assert "pembaca berhak tahu" in page.text
    draft.refresh_from_db()
    assert draft.withdrawn_at is None


def test_the_office_itself_does_not_withdraw(sari: User, draft: Dataset) -> None:
    factories.published(draft)
    assert "Tarik dari umum" not in inside(sari).get(f"/kerja/dataset/{draft.slug}").text
    assert withdraw(sari, draft).status_code == 403


def test_a_draft_is_not_withdrawn(wati: User, draft: Dataset) -> None:
    assert withdraw(wati, draft).status_code == 409


PLACES = ("", "/kolom", "/skema", "/hapus", "/tarik")


@pytest.mark.parametrize("place", PLACES)
def test_another_offices_draft_is_not_found(budi: User, draft: Dataset, place: str) -> None:
    assert inside(budi).post(f"/kerja/dataset/{draft.slug}{place}", {}).status_code == 404
    assert Dataset.objects.exists()


@pytest.mark.parametrize("place", PLACES)
def test_another_offices_published_dataset_is_refused(budi: User, draft: Dataset, place: str) -> None:
    factories.published(draft)
    assert inside(budi).post(f"/kerja/dataset/{draft.slug}{place}", {}).status_code == 403


@pytest.mark.parametrize("role", [Role.PIMPINAN, Role.SEKRETARIAT, Role.PEMBINA, Role.ADMIN])
def test_roles_that_describe_nothing_are_refused(role: Role, draft: Dataset) -> None:
    client = inside(factories.person(f"p-{role}", role))
    assert client.get("/kerja/dataset/baru").status_code == 403
    assert client.get(f"/kerja/dataset/{draft.slug}").status_code == 404


@pytest.mark.parametrize("place", ["/skema", "/hapus", "/tarik"])
def test_what_changes_something_is_a_post_with_its_token(sari: User, draft: Dataset, place: str) -> None:
    address = f"/kerja/dataset/{draft.slug}{place}"
    assert inside(sari).get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sari)
    assert strict.post(address).status_code == 403


def test_nobody_is_sent_to_sign_in(client: Client, draft: Dataset) -> None:
    assert client.get("/kerja/dataset/baru").status_code == 302
    assert client.post(f"/kerja/dataset/{draft.slug}/hapus").status_code == 302
    assert Dataset.objects.exists()


def test_markup_in_what_was_typed_is_text(sari: User) -> None:
    payload = '"><script>alert(1)</script>'
    draft = factories.dataset(title=payload, caveats=payload, tags=[payload])
    factories.columns(draft)
    draft.columns.update(label=payload, definition=payload)
    assert "<script>alert" not in inside(sari).get(f"/kerja/dataset/{draft.slug}").text
