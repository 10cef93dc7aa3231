"""Claims with real parallel connections: one worker wins, a lease is renewed, readers are never disturbed."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from psycopg2 import sql

from datasets import store
from datasets.intake import claims, database, load, run
from datasets.intake.publish import publish
from datasets.intake.run import process
from datasets.models import Dataset, Event, Part, Upload, Version
from datasets.vocab import UploadState
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db(transaction=True)

CSV = b"Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n2026-09,82.71.02,Ternate Selatan,812.5\n"


def _at_once(*works: Callable[[], object]) -> None:
    """Run all of `works` at the same time, each on a connection of its own."""
    barrier = threading.Barrier(len(works))

    def run_one(work: Callable[[], object]) -> None:
        try:
            barrier.wait()
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run_one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _sent() -> Upload:
    of = factories.dataset()
    factories.columns(of)
    stored = store.save([CSV])
    return factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)


def test_the_same_check_twice_in_parallel_is_one_check() -> None:
    upload = _sent()
    _at_once(lambda: process(upload.pk), lambda: process(upload.pk))
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert Event.objects.filter(object_id=upload.pk).count() == 1
    assert Part.objects.count() == 1


def test_the_same_publication_twice_in_parallel_makes_one_version(tmp_path: Path) -> None:
    upload = by_hand.approved(by_hand.loaded(factories.dataset(), tmp_path))
    _at_once(lambda: publish(upload.pk), lambda: publish(upload.pk))
    assert Version.objects.count() == 1
    assert Event.objects.filter(object_id=upload.pk).count() == 1


class _Breaths:
    """Counts the renewals of a lease, and lets a test wait for the next ones."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self._left = threading.Semaphore(0)
        self._then = then

    def __call__(self) -> None:
        self._left.release()
        self._then()

    def wait_for(self, most: int) -> bool:
        """Whether so many more came; as late as a very slow machine may bring them."""
        return all(self._left.acquire(timeout=60) for _ in range(most))


def _leased_until(upload: Upload) -> datetime:
    found = Upload.objects.get(pk=upload.pk).lease_until
    assert found is not None
    return found


def test_a_lease_is_renewed_and_a_sign_of_life_given_while_the_work_lasts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claims, "_BREATH", 0.05)
    upload, breaths = _sent(), _Breaths()
    claim = claims.take_for_checking(upload.pk)
    assert claim is not None
    first = _leased_until(upload)
    with claims.kept(claim, breaths):
        assert breaths.wait_for(3)
        assert _leased_until(upload) > first
        assert claims.take_for_checking(upload.pk) is None


def test_a_sign_of_life_that_fails_does_not_cost_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "_BREATH", 0.05)
    upload = _sent()
    claim = claims.take_for_checking(upload.pk)
    assert claim is not None

    def broken() -> None:
        raise OSError("no redis")

    breaths = _Breaths(broken)
    with claims.kept(claim, breaths):
        assert breaths.wait_for(1)
        first = _leased_until(upload)
        assert breaths.wait_for(2)  # the second of them came after a whole renewal of its own
        assert _leased_until(upload) > first
        assert claims.take_for_checking(upload.pk) is None


def test_a_connection_cut_during_copy_leaves_nothing_and_the_next_try_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload = _sent()
    copy = database.copy_in

    def cut(query: sql.Composable, source: object) -> int:
        [(pid,)] = database.rows(sql.SQL("SELECT pg_backend_pid()"))
        _at_once(lambda: database.rows(sql.SQL("SELECT pg_terminate_backend({})").format(sql.Literal(pid))))
        return copy(query, source)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(database, "copy_in", cut)
        with pytest.raises(OperationalError):
            process(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.attempt) == (UploadState.CHECKING, 1)
    assert not database.part_tables()
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_the_live_version_is_read_while_another_file_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = factories.dataset()
    live = by_hand.published(of, tmp_path)
    table = live.parts.get().table_name
    seen: list[int] = []
    finish = load._finish

    def read_meanwhile(*args: object) -> None:
        _at_once(lambda: seen.append(len(database.rows(sql.SQL(f"SELECT * FROM rows.{table}")))))
        seen.append(Dataset.objects.get(pk=of.pk).live_version_id == live.pk)
        finish(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(load, "_finish", read_meanwhile)
    by_hand.loaded(Dataset.objects.get(pk=of.pk), tmp_path, factories.WASTE_ROWS[:1])
    assert seen == [4, True]


def test_an_unknown_upload_is_nobodys() -> None:
    assert claims.take_for_checking(uuid.uuid4()) is None
    assert claims.take_for_publication(uuid.uuid4()) is None
    run.process(uuid.uuid4())
