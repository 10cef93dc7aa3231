"""The desk of each role and the office's register; who sees what, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from datasets.models import Dataset, User
from datasets.vocab import Access, Role, UploadState
from tests import factories


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def others_draft() -> Dataset:
    return factories.dataset("obat-puskesmas", organization=factories.office("dinas-kesehatan"))


def test_an_empty_desk_says_so(sari: User) -> None:
    assert "Tidak ada yang menunggu" in inside(sari).get("/kerja").text


def test_the_senders_desk_sorts_by_whose_turn_it_is(sari: User, budi: User) -> None:
    draft = factories.dataset()
    states = {
        UploadState.RETURNED: "Menunggu Anda",
        UploadState.CHECKING: "Sedang diperiksa sistem",
        UploadState.SUBMITTED: "Menunggu Walidata",
    }
    for number, state in enumerate(states):
        factories.upload(draft, state, filename=f"{state}.csv", period=f"2026-0{number + 1}")
    text = inside(sari).get("/kerja").text
    for state, title in states.items():
        assert title in text
        assert f"{state}.csv" in text
    assert "Draf dataset" in text
    assert draft.title not in inside(budi).get("/kerja").text


def test_a_file_that_a_newer_one_replaced_waits_for_nobody(sari: User) -> None:
    draft = factories.dataset()
    long_ago = timezone.now() - timedelta(days=2)
    factories.upload(draft, UploadState.FAILED, filename="lama.csv", received_at=long_ago)
    factories.upload(draft, UploadState.READY, filename="baru.csv")
    text = inside(sari).get("/kerja").text
    assert "baru.csv" in text
    assert "lama.csv" not in text


def test_walidata_sees_what_waits_for_review_oldest_first(wati: User) -> None:
    draft = factories.dataset()
    now = timezone.now()
    for age in (1, 3, 2):
        factories.upload(
            draft, UploadState.SUBMITTED, filename=f"umur-{age}.csv", submitted_at=now - timedelta(days=age)
        )
    factories.upload(draft, UploadState.READY, filename="belum.csv")
    for address in ("/kerja", "/kerja/tinjau"):
        text = inside(wati).get(address).text
        assert "belum.csv" not in text
    places = [upload.filename for upload in inside(wati).get("/kerja").context["desk"].to_review]
    assert places == ["umur-3.csv", "umur-2.csv", "umur-1.csv"]


def test_a_publication_that_failed_is_on_walidatas_desk(wati: User) -> None:
    factories.upload(factories.dataset(), UploadState.APPROVED, publish_error="disk", filename="macet.csv")
    text = inside(wati).get("/kerja").text
    assert "Belum berhasil terbit" in text
    assert "macet.csv" in text


def test_a_late_release_is_told(sari: User) -> None:
    draft = factories.dataset(next_release=timezone.localdate() - timedelta(days=3))
    text = inside(sari).get("/kerja").text
    assert "Terlambat rilis" in text
    assert draft.title in text


def test_the_desk_takes_a_fixed_number_of_queries(
    sari: User, wati: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = factories.dataset()
    clients = (inside(sari), inside(wati))
    for _ in range(2):
        for client in clients:
            with django_assert_num_queries(7):
                client.get("/kerja")
        for number in range(12):
            factories.upload(draft, UploadState.SUBMITTED, period=f"2026-{number + 1:02}")
            factories.dataset(f"draf-{number}-{draft.uploads.count()}")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_desk_and_a_register(role: Role, db: None) -> None:
    of = "dinas-kesehatan" if role in (Role.PRODUSEN, Role.WALIDATA_PENDUKUNG) else ""
    client = inside(factories.person(f"p-{role}", role, of))
    assert client.get("/kerja").status_code == 200
    assert client.get("/kerja/daftar-data").status_code == 200


def test_the_register_shows_the_own_offices_drafts_only(sari: User, budi: User, wati: User) -> None:
    mine, other = factories.dataset(), others_draft()
    factories.upload(mine, UploadState.FAILED)
    text = inside(sari).get("/kerja/daftar-data").text
    assert mine.title in text
    assert "Perlu perbaikan" in text
    assert other.title not in text
    both = inside(wati).get("/kerja/daftar-data").text
    assert mine.title in both
    assert other.title in both


def test_the_register_is_filtered_by_words(wati: User) -> None:
    factories.dataset()
    other = others_draft()
    text = inside(wati).get("/kerja/daftar-data", {"q": "obat"}).text
    assert other.title in text
    assert "Sampah terangkut" not in text
    nothing = inside(wati).get("/kerja/daftar-data", {"q": "<script>alert(1)</script>\x00"}).text
    assert "Tidak ada yang cocok" in nothing
    assert "<script>alert" not in nothing


def test_a_page_beyond_the_last_shows_the_last(wati: User) -> None:
    factories.dataset()
    for page in ("99", "x", "-1", ""):
        assert "Sampah terangkut" in inside(wati).get("/kerja/daftar-data", {"page": page}).text


def test_the_register_takes_a_fixed_number_of_queries(
    wati: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = inside(wati)
    factories.dataset()
    for round_ in range(2):
        with django_assert_num_queries(4):
            client.get("/kerja/daftar-data")
        for number in range(5):
            factories.upload(factories.dataset(f"d-{round_}-{number}"))


def test_a_closed_dataset_is_marked(sari: User) -> None:
    factories.dataset(access=Access.CLOSED)
    assert "Tertutup" in inside(sari).get("/kerja/daftar-data").text


def test_markup_in_titles_and_file_names_is_text(sari: User, wati: User) -> None:
    payload = "<img src=x onerror=alert(1)>"
    draft = factories.dataset(title=payload)
    factories.upload(draft, UploadState.SUBMITTED, filename=payload)
    for person in (sari, wati):
        for address in ("/kerja", "/kerja/daftar-data"):
            assert payload not in inside(person).get(address).text
    assert payload not in inside(wati).get("/kerja/tinjau").text
