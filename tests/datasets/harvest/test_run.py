"""A run: claimed once, one bad thing stops nothing, twice makes no double, the missing get a tombstone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from datasets.harvest.run import harvest
from datasets.models import Dataset, HarvestRun, Source, SourceItem, Upload, User
from datasets.vocab import Access
from datasets.vocab_harvest import ItemState, RunState, SourceKind
from tests import factories
from tests.api.conftest import keep_file
from tests.datasets.harvest.conftest import CSV, Elsewhere, NewSource
from tests.receiver import plain


@pytest.fixture
def source(new_source: NewSource, elsewhere: Elsewhere, entries: list[dict[str, Any]]) -> Source:
    show(elsewhere, entries)
    elsewhere.at["/gizi.csv"] = plain(CSV)
    elsewhere.at["/imunisasi.csv"] = plain(CSV.replace(b"Ton", b"Anak"))
    return new_source(SourceKind.LISTING, f"{elsewhere.url}/daftar")


def show(elsewhere: Elsewhere, entries: list[dict[str, Any]]) -> None:
    elsewhere.at["/daftar"] = plain(json.dumps({"data": entries}).encode())


def pulled(source: Source, **more: Any) -> HarvestRun:
    """Due, and pulled."""
    Source.objects.filter(pk=source.pk).update(next_run_at=timezone.now())
    harvest(source.pk, **more)
    return HarvestRun.objects.filter(source=source).order_by("-started_at")[0]


def states(source: Source) -> dict[str, str]:
    return dict(source.items.values_list("remote_id", "state"))


def test_a_source_becomes_drafts_once_however_often_it_is_pulled(source: Source) -> None:
    first = pulled(source)
    assert (first.state, first.counts) == (RunState.DONE, {"new": 2})
    assert [line["outcome"] for line in first.log] == ["new", "new"]
    assert pulled(source).counts == {"same": 2}
    assert (Dataset.objects.count(), Upload.objects.count()) == (2, 2)
    assert not Dataset.objects.exclude(live_version=None).exists()
    source.refresh_from_db()
    assert (source.current_run, source.lease_until) == (None, None)
    assert source.next_run_at > timezone.now() + timedelta(hours=23)


def test_one_bad_thing_stops_nothing(
    source: Source, elsewhere: Elsewhere, entries: list[dict[str, Any]]
) -> None:
    broken: list[dict[str, Any]] = [
        {"id": 3, "judul": "Mati", "file": "/tidak-ada.csv"},
        {"id": 4, "judul": "Dalam", "file": "http://127.0.0.2/a.csv"},
        {"id": 5, "judul": "Gambar", "file": "/gambar.csv"},
        {"id": 6, "judul": "", "file": ["x"]},
        {"id": 7, "judul": "x" * 5_000, "file": "/gizi.csv", "updated_at": "y" * 500},
    ]
    elsewhere.at["/gambar.csv"] = plain(b"\x89PNG\r\n\x1a\n" + b"0" * 50)
    show(elsewhere, [*broken, *entries])
    run = pulled(source)
    assert (run.state, run.counts) == (RunState.DONE, {"dead": 1, "failed": 3, "new": 3})
    assert states(source) == {
        "1": "active", "2": "active", "3": "dead", "4": "failed", "5": "failed", "6": "failed", "7": "active",
    }  # fmt: skip
    assert SourceItem.objects.get(remote_id="4").error == "address_refused"
    assert Dataset.objects.count() == 3


def test_a_file_that_died_and_came_back(source: Source, elsewhere: Elsewhere) -> None:
    pulled(source)
    del elsewhere.at["/gizi.csv"]
    assert pulled(source).counts == {"dead": 1, "same": 1}
    assert states(source)["1"] == ItemState.DEAD
    elsewhere.at["/gizi.csv"] = plain(CSV)
    assert pulled(source).counts == {"same": 2}
    assert (states(source)["1"], Upload.objects.count()) == (ItemState.ACTIVE, 2)


def test_what_is_gone_gets_a_tombstone_and_its_dataset_stays(
    source: Source, elsewhere: Elsewhere, entries: list[dict[str, Any]]
) -> None:
    pulled(source)
    show(elsewhere, entries[:1])
    assert pulled(source).counts == {"same": 1, "gone": 1}
    gone = SourceItem.objects.get(remote_id="2")
    assert (gone.state, gone.gone_at is not None, gone.dataset is not None) == (ItemState.GONE, True, True)
    assert pulled(source).counts == {"same": 1}
    show(elsewhere, entries)
    assert pulled(source).counts == {"same": 2}
    gone.refresh_from_db()
    assert (gone.state, gone.gone_at, Dataset.objects.count()) == (ItemState.ACTIVE, None, 2)


@pytest.mark.parametrize(
    ("answer", "error"),
    [(b"", "broken_answer"), (plain(b"{}"), "not_a_list"), (plain(b"[]"), "empty_list"),
     (plain(b"", "503 Busy"), "status_503")],
)  # fmt: skip
def test_a_list_that_cannot_be_read_buries_nothing(
    source: Source, elsewhere: Elsewhere, answer: bytes, error: str
) -> None:
    pulled(source)
    elsewhere.at["/daftar"] = answer
    run = pulled(source)
    assert (run.state, run.error) == (RunState.FAILED, error)
    assert set(states(source).values()) == {"active"}
    source.refresh_from_db()
    assert source.lease_until is None


def test_it_runs_only_when_due_switched_on_and_free(source: Source) -> None:
    pulled(source)
    harvest(source.pk)
    Source.objects.update(next_run_at=timezone.now(), is_active=False)
    harvest(source.pk)
    Source.objects.update(is_active=True, lease_until=timezone.now() + timedelta(minutes=1))
    harvest(source.pk)
    assert HarvestRun.objects.count() == 1


def test_a_run_whose_worker_died_is_taken_over(source: Source) -> None:
    dead = HarvestRun.objects.create(source=source, started_at=timezone.now())
    Source.objects.update(current_run=dead.pk, lease_until=timezone.now() - timedelta(seconds=1))
    assert pulled(source).state == RunState.DONE
    dead.refresh_from_db()
    assert dead.state == RunState.LOST


def test_a_run_that_was_taken_over_writes_no_more(source: Source) -> None:
    def takeover() -> None:
        Source.objects.update(current_run=None)

    run = pulled(source, alive=takeover)
    assert run.state == RunState.RUNNING
    assert SourceItem.objects.count() == 1


def test_a_run_ends_and_the_next_goes_on_where_it_ended(source: Source, elsewhere: Elsewhere) -> None:
    run = pulled(source, seconds=0)
    assert (run.state, run.error) == (RunState.FAILED, "timeout")
    assert not SourceItem.objects.exists()
    SourceItem.objects.create(source=source, remote_id="1", checked_at=timezone.now())
    pulled(source)
    assert elsewhere.asked.index("/imunisasi.csv") < elsewhere.asked.index("/gizi.csv")


def test_a_sender_who_left_is_told_at_each_thing(source: Source) -> None:
    User.objects.filter(pk=source.sender_id).update(is_active=False)
    assert pulled(source).counts == {"failed": 2}
    assert not Dataset.objects.exists()


@pytest.mark.parametrize(
    ("kind", "path"), [(SourceKind.CKAN, ""), (SourceKind.DCAT, "/catalog.ttl"), (SourceKind.DCAT, "/catalog.jsonld")]
)  # fmt: skip
def test_our_own_portal_is_harvested(
    live_server: LiveServer, settings: Settings, wati: User, budi: User, sari: User, kind: SourceKind, path: str,
    new_source: NewSource,
) -> None:  # fmt: skip
    url = live_server.url.replace("localhost", "127.0.0.1")
    settings.PUBLIC_URL, settings.OUTGOING_ALLOW = url, frozenset({"127.0.0.1"})
    keep_file(factories.published(factories.dataset()))
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    source = new_source(kind, url + path)
    run = pulled(source)
    assert (run.state, run.error, run.counts) == (RunState.DONE, "", {"new": 1})
    made = Dataset.objects.get(organization=budi.organization)
    assert (made.title, made.live_version) == ("Sampah terangkut", None)
    assert Upload.objects.get(dataset=made).bytes == len(b"Bulan,Ton\n2026-10,5\n")
    assert pulled(source).counts == {"same": 1}
