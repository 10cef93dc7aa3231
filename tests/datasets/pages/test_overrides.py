"""Walidata writes a reason where the finding is told; others read it, and take no step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from datasets.models import Finding, PersonalOverride, Upload, User
from datasets.vocab import FindingCode, Severity, UploadState
from tests import factories

REASON = "NIP pejabat publik tercantum dalam SK 12/2026."
TABLE = {"columns": [{"id": "petugas", "label": "Petugas", "type": "code", "personal": "nip"}]}
SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def upload(sari: User) -> Upload:
    made = factories.upload(factories.dataset(), UploadState.FAILED, table=TABLE)
    Finding.objects.create(
        upload=made, position=0, code=FindingCode.PERSONAL_COLUMN, severity=Severity.ERROR,
        column="Petugas", params={"kind": "nip"},
    )  # fmt: skip
    return made


def test_walidata_gives_a_reason_and_everybody_concerned_reads_it(
    signed_in: SignedIn, upload: Upload, wati: User, sari: User
) -> None:
    client = signed_in(wati)
    address = f"/kerja/unggahan/{upload.pk}"
    assert "Alasan kolom ini boleh terbuka" in client.get(address).content.decode()
    answer = client.post(f"{address}/alasan", {"column": "Petugas", "reason": REASON})
    assert (answer.status_code, answer["Location"]) == (302, address)
    for reader, page in ((wati, address), (sari, address), (sari, f"/kerja/dataset/{upload.dataset.slug}")):
        assert REASON in signed_in(reader).get(page).content.decode()


def test_a_reason_too_short_is_told_on_the_page(signed_in: SignedIn, upload: Upload, wati: User) -> None:
    answer = signed_in(wati).post(
        f"/kerja/unggahan/{upload.pk}/alasan", {"column": "Petugas", "reason": "perlu"}
    )
    assert answer.status_code == 400
    assert "Tuliskan alasannya" in answer.content.decode()


def test_the_sender_is_offered_no_reason_and_refused_one(
    signed_in: SignedIn, upload: Upload, sari: User, budi: User
) -> None:
    client, address = signed_in(sari), f"/kerja/unggahan/{upload.pk}"
    assert "Alasan kolom ini boleh terbuka" not in client.get(address).content.decode()
    assert client.post(f"{address}/alasan", {"column": "Petugas", "reason": REASON}).status_code == 403
    assert signed_in(budi).post(f"{address}/alasan", {}).status_code == 404
    assert not PersonalOverride.objects.exists()


def test_walidata_takes_it_back_at_the_dataset(
    signed_in: SignedIn, upload: Upload, wati: User, sari: User
) -> None:
    client, slug = signed_in(wati), upload.dataset.slug
    client.post(f"/kerja/unggahan/{upload.pk}/alasan", {"column": "Petugas", "reason": REASON})
    ending = f"/kerja/dataset/{slug}/alasan/cabut"
    assert ending in client.get(f"/kerja/dataset/{slug}").content.decode()
    assert ending not in signed_in(sari).get(f"/kerja/dataset/{slug}").content.decode()
    assert signed_in(sari).post(ending, {"column": "petugas"}).status_code == 403
    assert client.post(ending, {"column": "lain"}).status_code == 302
    assert PersonalOverride.objects.exists()
    assert client.post(ending, {"column": "petugas"}).status_code == 302
    assert not PersonalOverride.objects.exists()
