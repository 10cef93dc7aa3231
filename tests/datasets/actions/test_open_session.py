"""Announcing a file: rights, size and quota are asked before any byte."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.actions.open_session import LONGEST_FINGERPRINT, open_session
from datasets.models import Dataset, UploadSession, User
from datasets.rules.errors import Denied, EmptyFile, Hidden, IllegalMove, Invalid, TooManySessions
from datasets.rules.sessions import LIFETIME, MOST_OPEN
from datasets.store import DiskFull, TooLarge
from datasets.vocab import UploadState
from tests import factories


def test_a_session_keeps_what_was_announced(dataset: Dataset, sari: User) -> None:
    made = open_session(sari, dataset, "../Sampah.csv", 10, note=" x ", fingerprint="a" * 500)
    assert (made.filename, made.length, made.offset, made.note) == ("Sampah.csv", 10, 0, "x")
    assert made.expires_at - made.created_at == LIFETIME
    assert len(made.fingerprint) == LONGEST_FINGERPRINT


def test_others_may_not_begin(dataset: Dataset, budi: User, wati: User) -> None:
    with pytest.raises(Hidden):
        open_session(budi, dataset, "a.csv", 10)
    with pytest.raises(Denied):
        open_session(wati, dataset, "a.csv", 10)
    assert not UploadSession.objects.exists()


def test_size_and_room_are_asked_first(dataset: Dataset, sari: User, settings: Any) -> None:
    with pytest.raises(EmptyFile):
        open_session(sari, dataset, "a.csv", 0)
    with pytest.raises(TooLarge):
        open_session(sari, dataset, "a.csv", settings.MAX_UPLOAD_BYTES + 1)
    settings.MIN_FREE_BYTES = 10**18
    with pytest.raises(DiskFull):
        open_session(sari, dataset, "a.csv", 10)


def test_one_more_than_the_quota_is_refused(dataset: Dataset, sari: User) -> None:
    for _ in range(MOST_OPEN):
        open_session(sari, dataset, "a.csv", 10)
    with pytest.raises(TooManySessions, match=str(MOST_OPEN)):
        open_session(sari, dataset, "a.csv", 10)


def test_a_corrected_file_is_announced_for_the_upload_it_mends(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.FAILED, period="2026-10")
    session = open_session(sari, dataset, "a.csv", 10, period="?", replaces=upload)
    assert (session.replaces, session.period) == (upload, "2026-10")


def test_it_is_refused_where_the_upload_cannot_be_mended(sari: User, budi: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    with pytest.raises(IllegalMove):
        open_session(sari, dataset, "a.csv", 10, replaces=upload)
    other = factories.dataset("lain")
    factories.columns(other)
    with pytest.raises(Invalid):
        open_session(sari, other, "a.csv", 10, replaces=factories.upload(dataset, UploadState.FAILED))
    with pytest.raises(Hidden):
        open_session(budi, dataset, "a.csv", 10, replaces=factories.upload(dataset, UploadState.FAILED))
    assert not UploadSession.objects.exists()
