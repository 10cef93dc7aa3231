"""The sender asks for publication."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.submit_upload import submit_upload
from datasets.models import Dataset, Event, User
from datasets.rules.errors import Denied, Hidden, IllegalMove
from datasets.vocab import Role, UploadState
from tests import factories


def test_a_checked_file_is_submitted(
    sari: User, dataset: Dataset, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(dataset)
    with asked() as jobs:
        submit_upload(sari, upload, "Mohon diperiksa.")
    upload.refresh_from_db()
    assert upload.state == UploadState.SUBMITTED
    assert upload.submitted_at is not None
    (line,) = lines(upload)
    assert (line.actor, line.from_state, line.to_state, line.note) == (
        sari,
        "ready",
        "submitted",
        "Mohon diperiksa.",
    )
    assert jobs == []


def test_a_colleague_may_too(dataset: Dataset) -> None:
    colleague = factories.person("santi", Role.PRODUSEN, "dinas-lingkungan-hidup")
    assert submit_upload(colleague, factories.upload(dataset)).state == UploadState.SUBMITTED


def test_one_with_errors_cannot_be_submitted(sari: User, dataset: Dataset) -> None:
    with pytest.raises(IllegalMove):
        submit_upload(sari, factories.upload(dataset, UploadState.FAILED))
    assert not Event.objects.exists()


def test_nobody_else_may(budi: User, wati: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset)
    with pytest.raises(Hidden):
        submit_upload(budi, upload)
    with pytest.raises(Denied):
        submit_upload(wati, upload)
