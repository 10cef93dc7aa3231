"""The pages of harvesting: a source named, pulled, seen, switched; then each refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from datasets.models import HarvestRun, Source, SourceItem, User
from datasets.vocab_harvest import ItemState, RunState


@pytest.fixture
def inside(client: Client, wati: User) -> Client:
    client.force_login(wati)
    return client


def make(client: Client, by: User, **changes: Any) -> Any:
    given: dict[str, Any] = {
        "name": "Portal provinsi", "kind": "ckan", "url": "https://data.prov.example", "sender": str(by.pk),
        "topic": "kesehatan", "frequency": "monthly", "hours": "24",
    }  # fmt: skip
    return client.post("/kerja/panen", given | changes)


def test_a_source_is_named_seen_pulled_and_switched(inside: Client, budi: User) -> None:
    assert make(inside, budi)["Location"] == "/kerja/panen"
    one = Source.objects.get()
    assert "Belum pernah dipanen" in inside.get("/kerja/panen").text
    HarvestRun.objects.create(
        source=one, started_at=timezone.now(), state=RunState.FAILED, error="status_503", counts={"new": 2}
    )
    SourceItem.objects.create(source=one, remote_id="1", title="Gizi <b>", state=ItemState.GONE)
    page = inside.get(f"/kerja/panen/{one.pk}").text
    for told in (
        "servernya menjawab 503",
        "Gizi &lt;b&gt;",
        "hilang dari sumber",
        "2 baru",
        "Dinas Kesehatan: Budi",
    ):
        assert told in page
    assert "servernya menjawab 503" in inside.get("/kerja/panen").text
    assert inside.post(f"/kerja/panen/{one.pk}/jalankan").status_code == 302
    assert inside.post(f"/kerja/panen/{one.pk}/saklar").status_code == 302
    one.refresh_from_db()
    assert not one.is_active
    assert "Panen sekarang" not in inside.get(f"/kerja/panen/{one.pk}").text


@pytest.mark.parametrize(
    "changes", [{"url": "http://10.0.0.1/"}, {"name": ""}, {"hours": "0"}, {"sender": ""}, {"kind": "oai"}]
)
def test_what_is_not_right_is_told(inside: Client, budi: User, changes: dict[str, str]) -> None:
    answer = make(inside, budi, **changes)
    assert (answer.status_code, "ringkasan-salah" in answer.text) == (422, True)
    assert not Source.objects.exists()


def test_it_is_for_walidata_only(inside: Client, budi: User, sari: User) -> None:
    make(inside, budi)
    one = Source.objects.get()
    stranger = Client()
    assert stranger.get("/kerja/panen").status_code == 302
    for person in (sari, budi):
        stranger.force_login(person)
        assert stranger.get("/kerja/panen").status_code == 403
        assert stranger.get(f"/kerja/panen/{one.pk}").status_code == 403
        assert make(stranger, budi, url="https://lain.example").status_code == 403
        for step in ("jalankan", "saklar"):
            assert stranger.post(f"/kerja/panen/{one.pk}/{step}").status_code == 403
    assert Source.objects.get().is_active
