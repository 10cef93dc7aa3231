"""The sender takes a file back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.cancel_upload import cancel_upload
from datasets.models import Dataset, Event, User
from datasets.rules.errors import Denied, Hidden, IllegalMove
from datasets.rules.states import BEFORE_APPROVAL
from datasets.vocab import UploadState
from tests import factories


@pytest.mark.parametrize("state", BEFORE_APPROVAL)
def test_before_approval_it_can_be_taken_back(
    sari: User, dataset: Dataset, state: UploadState, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(dataset, state)
    cancel_upload(sari, upload)
    upload.refresh_from_db()
    assert upload.state == UploadState.CANCELLED
    assert upload.finished_at is not None
    (line,) = lines(upload)
    assert (line.verb, line.from_state, line.to_state) == ("cancel_upload", state, "cancelled")


@pytest.mark.parametrize("state", [UploadState.APPROVED, UploadState.PUBLISHED, UploadState.CANCELLED])
def test_afterwards_it_cannot(sari: User, dataset: Dataset, state: UploadState) -> None:
    with pytest.raises(IllegalMove):
        cancel_upload(sari, factories.upload(dataset, state))


def test_nobody_else_may(budi: User, wati: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset)
    with pytest.raises(Hidden):
        cancel_upload(budi, upload)
    with pytest.raises(Denied):
        cancel_upload(wati, upload)
