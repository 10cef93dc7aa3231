"""A piece is durable or never was; the last one receives the file, in the same transaction."""

from __future__ import annotations

from typing import Any

import pytest

from datasets import jobs, partials, store
from datasets.actions.continue_session import Checksum, continue_session
from datasets.actions.open_session import open_session
from datasets.jobs import Job
from datasets.models import Dataset, Upload, UploadSession, User
from datasets.rules.errors import ChecksumWrong, Denied, Gone, IllegalMove, NotATable, OffsetWrong
from datasets.vocab import Role, UploadState
from datasets.vocab_sessions import SessionState
from tests import factories

CSV = b"bulan,ton\n2026-10,5\n"


@pytest.fixture
def session(dataset: Dataset, sari: User) -> UploadSession:
    return open_session(sari, dataset, "sampah.csv", len(CSV))


def test_the_last_piece_receives_the_file_and_asks_for_its_examination(
    session: UploadSession,
    sari: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    sent: list[tuple[Job, str]] = []
    monkeypatch.setattr(jobs, "_send", lambda job, args: sent.append((job, args[0])))
    continue_session(sari, session.pk, 0, [CSV[:5], CSV[5:8]])
    with django_capture_on_commit_callbacks(execute=True):
        done = continue_session(sari, session.pk, 8, [CSV[8:]])
    upload = Upload.objects.get()
    assert (done.state, done.upload, upload.bytes) == (SessionState.DONE, upload, len(CSV))
    assert sent == [(Job.PROCESS_UPLOAD, str(upload.pk))]
    assert partials.keys() == set()
    assert upload.idempotency_key == f"session:{session.pk}"
    assert store.path_of(upload.sha256).read_bytes() == CSV


def test_a_piece_that_does_not_follow_changes_nothing(session: UploadSession, sari: User) -> None:
    continue_session(sari, session.pk, 0, [CSV[:8]])
    with pytest.raises(OffsetWrong) as refused:
        continue_session(sari, session.pk, 0, [b"x"])
    assert refused.value.offset == 8
    assert partials.path_of(session.pk).read_bytes() == CSV[:8]


def test_a_piece_with_another_checksum_is_not_kept(session: UploadSession, sari: User) -> None:
    with pytest.raises(ChecksumWrong):
        continue_session(sari, session.pk, 0, [CSV], Checksum("sha256", b"x" * 32))
    session.refresh_from_db()
    assert session.offset == 0
    assert not Upload.objects.exists()


def test_what_is_no_table_is_forgotten(dataset: Dataset, sari: User) -> None:
    session = open_session(sari, dataset, "a.csv", 100)
    with pytest.raises(NotATable):
        continue_session(sari, session.pk, 0, [b"%PDF-1.7 "])
    assert not UploadSession.objects.exists()


def test_who_may_no_longer_upload_may_not_go_on(session: UploadSession, sari: User) -> None:
    sari.role = Role.WALIDATA
    sari.organization = None
    sari.save()
    with pytest.raises(Denied):
        continue_session(sari, session.pk, 0, [CSV])
    assert not Upload.objects.exists()


def test_a_dataset_withdrawn_meanwhile_receives_nothing(session: UploadSession, sari: User) -> None:
    held = Dataset.objects.get()
    held.withdrawn_at, held.withdrawn_reason = session.created_at, "Keliru"
    held.save()
    with pytest.raises(Gone):
        continue_session(sari, session.pk, 0, [CSV])
    assert not Upload.objects.exists()


def mending(sari: User, upload: Upload) -> UploadSession:
    return open_session(sari, upload.dataset, "baru.csv", len(CSV), replaces=upload)


@pytest.fixture
def failed(dataset: Dataset, sari: User) -> Upload:
    stored = store.save([b"bulan\n?\n"])
    return factories.upload(dataset, UploadState.FAILED, sha256=stored.sha256, bytes=8, filename="lama.csv")


def test_a_corrected_file_takes_the_place_of_the_one_before_with_its_last_piece(
    sari: User, failed: Upload
) -> None:
    session = mending(sari, failed)
    continue_session(sari, session.pk, 0, [CSV[:8]])
    failed.refresh_from_db()
    assert (failed.state, failed.filename) == (UploadState.FAILED, "lama.csv")
    done = continue_session(sari, session.pk, 8, [CSV[8:]])
    failed.refresh_from_db()
    assert (done.state, done.upload) == (SessionState.DONE, failed)
    assert (failed.state, failed.filename, failed.bytes) == (UploadState.CHECKING, "baru.csv", len(CSV))
    assert [file.filename for file in failed.earlier_files.all()] == ["lama.csv"]
    assert Upload.objects.count() == 1
    assert continue_session(sari, session.pk, len(CSV), []).upload == failed


def test_where_the_upload_has_moved_on_meanwhile_the_piece_is_refused_and_the_session_gone(
    sari: User, failed: Upload
) -> None:
    session = mending(sari, failed)
    Upload.objects.update(state=UploadState.CANCELLED)
    with pytest.raises(IllegalMove):
        continue_session(sari, session.pk, 0, [CSV])
    failed.refresh_from_db()
    assert (failed.filename, failed.state) == ("lama.csv", UploadState.CANCELLED)
    assert not UploadSession.objects.exists()
