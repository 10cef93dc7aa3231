"""The sweeper: asks again for what was lost, leaves alone what is held, clears away what nobody needs."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from psycopg2 import sql

from datasets import jobs, partials
from datasets.actions.open_session import open_session
from datasets.intake import claims, database
from datasets.intake.sweep import sweep
from datasets.jobs import Job
from datasets.models import FaultyRow, Part, Realisation, Upload, UploadSession, User, Version
from datasets.vocab import UploadState, VersionState
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def asked(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> Callable[[], list[tuple[Job, str]]]:
    """One round of the sweeper; what it asked the queue for."""

    def round_of() -> list[tuple[Job, str]]:
        sent: list[tuple[Job, str]] = []
        monkeypatch.setattr(jobs, "_send", lambda job, args: sent.append((job, args[0])))
        with django_capture_on_commit_callbacks(execute=True):
            sweep()
        return sent

    return round_of


Asked = Callable[[], list[tuple[Job, str]]]


def _upload(state: UploadState, **changes: Any) -> Upload:
    changes.setdefault("received_at", timezone.now() - LONG_AGO)
    return factories.upload(factories.dataset(f"d-{state}", title=f"D {state}"), state, **changes)


def test_a_received_file_that_nobody_began_is_asked_for_again(asked: Asked) -> None:
    upload = _upload(UploadState.RECEIVED)
    assert asked() == [(Job.PROCESS_UPLOAD, str(upload.pk))]
    assert asked() == [], "once in a while, not every round"
    assert claims.take_for_checking(upload.pk) is not None


def test_a_file_just_received_is_left_to_the_queue(asked: Asked) -> None:
    _upload(UploadState.RECEIVED, received_at=timezone.now())
    assert asked() == []


def test_a_check_is_asked_for_again_when_its_lease_ran_out(asked: Asked) -> None:
    held = _upload(UploadState.CHECKING, lease_until=timezone.now() + LONG_AGO)
    assert asked() == []
    Upload.objects.filter(pk=held.pk).update(lease_until=timezone.now() - LONG_AGO)
    assert asked() == [(Job.PROCESS_UPLOAD, str(held.pk))]


def test_an_answered_file_whose_job_was_lost_is_asked_for(asked: Asked) -> None:
    upload = _upload(UploadState.CHECKING)
    assert asked() == [(Job.PROCESS_UPLOAD, str(upload.pk))]


def test_an_approved_file_that_is_not_public_is_asked_for(asked: Asked) -> None:
    upload = _upload(UploadState.APPROVED)
    assert asked() == [(Job.PUBLISH_UPLOAD, str(upload.pk))]


@pytest.mark.parametrize(
    "state", sorted(set(UploadState) - {UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPROVED})
)
def test_no_other_state_is_touched(asked: Asked, state: UploadState) -> None:
    upload = _upload(state)
    assert asked() == []
    before = upload.state
    upload.refresh_from_db()
    assert upload.state == before


@pytest.mark.parametrize("state", [UploadState.CANCELLED, UploadState.FAILED])
def test_rows_that_will_never_be_public_are_dropped(asked: Asked, tmp_path: Path, state: UploadState) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path)
    Upload.objects.filter(pk=part.upload_id).update(state=state)
    asked()
    assert not Part.objects.exists()
    assert not database.part_tables()


def test_rows_kept_to_be_mended_go_when_nobody_can_mend_them(asked: Asked) -> None:
    states = (UploadState.PUBLISHED, UploadState.CANCELLED, UploadState.FAILED, UploadState.RETURNED)
    for state in states:
        _upload(state).faulty_rows.create(position=0, row=4, cells=["a"])
    asked()
    left = FaultyRow.objects.values_list("upload__state", flat=True)
    assert set(left) == {UploadState.FAILED, UploadState.RETURNED}


def test_rows_under_review_and_live_rows_stay(asked: Asked, tmp_path: Path) -> None:
    by_hand.published(factories.dataset(), tmp_path)
    by_hand.loaded(factories.dataset("lain"), tmp_path)
    asked()
    assert len(database.part_tables()) == 2


def test_a_table_without_a_part_is_dropped(asked: Asked) -> None:
    database.execute(sql.SQL("CREATE TABLE rows.p_00 (_n bigint)"))
    asked()
    assert not database.part_tables()


def test_half_built_versions_of_dropped_uploads_are_removed(asked: Asked, tmp_path: Path) -> None:
    version = by_hand.published(factories.dataset(), tmp_path)
    dropped = factories.upload(version.dataset, UploadState.CANCELLED)
    Version.objects.create(
        dataset=version.dataset,
        number=2,
        state=VersionState.BUILDING,
        upload=dropped,
        columns=[],
        row_count=0,
        approved_by=factories.wati(),
    )
    asked()
    assert list(Version.objects.all()) == [version]


def test_old_files_of_unfinished_work_are_removed_and_new_ones_not(asked: Asked, settings: Any) -> None:
    places = []
    for folder in ("spool", "files/incoming"):
        where = Path(settings.DATA_DIR) / folder
        where.mkdir(parents=True)
        places += [where / "old", where / "new"]
    for path in places:
        path.write_text("x")
        if path.name == "old":
            os.utime(path, (time.time() - 7200,) * 2)
    asked()
    assert [path.name for path in places if path.exists()] == ["new", "new"]


def test_clean_rows_stay_only_while_their_claim_holds(asked: Asked, settings: Any) -> None:
    upload = _upload(UploadState.CHECKING, attempt=2, lease_until=timezone.now() + LONG_AGO)
    folder = Path(settings.DATA_DIR) / "spool"
    folder.mkdir(parents=True)
    mine, dead = (folder / f"{upload.pk.hex}-{attempt}.csv" for attempt in (2, 1))
    gone = folder / f"{'0' * 32}-1.csv"
    for path in (mine, dead, gone):
        path.write_text("x")
    asked()
    assert [path.exists() for path in (mine, dead, gone)] == [True, False, False]


@pytest.mark.parametrize(("state", "stays"), [(UploadState.APPROVED, True), (UploadState.PUBLISHED, False)])
def test_a_half_written_workbook_goes_with_its_publication(
    asked: Asked, settings: Any, state: UploadState, stays: bool
) -> None:
    upload = _upload(state)
    folder = Path(settings.DATA_DIR) / "spool" / f"{upload.pk.hex}-abc"
    folder.mkdir(parents=True)
    (folder / "unduhan.xlsx").write_text("x")
    asked()
    assert folder.exists() is stays


def test_no_figure_rests_on_withdrawn_data(asked: Asked, tmp_path: Path) -> None:
    of = factories.dataset()
    by_hand.indicator(of)
    by_hand.published(of, tmp_path)
    assert Realisation.objects.exists()
    type(of).objects.filter(pk=of.pk).update(withdrawn_at=timezone.now(), live_version=None)
    asked()
    assert not Realisation.objects.exists()


def test_what_came_of_expired_and_unknown_sessions_is_removed(sari: User) -> None:
    alive, over, old = (open_session(sari, factories.dataset(f"d{n}"), "a.csv", 10) for n in range(3))
    stray = uuid.uuid4()
    for key in (alive.pk, over.pk, old.pk, stray):
        partials.append(key, 0, [b"abc"], 3)
    UploadSession.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    UploadSession.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=31))
    sweep()
    assert partials.keys() == {alive.pk}
    assert set(UploadSession.objects.values_list("pk", flat=True)) == {alive.pk, over.pk}
