"""The sender answers, and the file is checked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.answer_upload import answer_upload
from datasets.jobs import Job
from datasets.models import Dataset, Event, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.vocab import Step, UploadState
from tests import factories

MENDED = [UploadState.NEEDS_ANSWER, UploadState.FAILED, UploadState.READY, UploadState.RETURNED]


@pytest.mark.parametrize("state", MENDED)
def test_it_is_checked_again_with_the_answers(
    sari: User, dataset: Dataset, state: UploadState, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(
        dataset,
        state,
        recipe={"sheet": "Data"},
        question={"code": "dash_missing"},
        step=Step.DONE,
        step_done=5,
        attempt=2,
    )
    with asked() as jobs:
        answer_upload(sari, upload, {"dash_means": {"ton": "zero"}})
    upload.refresh_from_db()
    assert upload.state == UploadState.CHECKING
    assert upload.recipe == {"sheet": "Data", "dash_means": {"ton": "zero"}}
    assert (upload.question, upload.step, upload.step_done, upload.attempt) == ({}, Step.STORED, 0, 0)
    assert jobs == [(Job.PROCESS_UPLOAD, (str(upload.pk),))]
    (line,) = lines(upload)
    assert (line.from_state, line.to_state, line.detail) == (state, "checking", {"answered": ["dash_means"]})


def test_what_is_on_its_way_takes_no_answer(sari: User, dataset: Dataset) -> None:
    for state in set(UploadState) - set(MENDED):
        with pytest.raises(IllegalMove):
            answer_upload(sari, factories.upload(dataset, state), {})


def test_an_answer_nobody_asked_for_changes_nothing(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.NEEDS_ANSWER)
    with pytest.raises(Invalid):
        answer_upload(sari, upload, {"owner": "budi"})
    upload.refresh_from_db()
    assert upload.state == UploadState.NEEDS_ANSWER


def test_nobody_else_may(budi: User, wati: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.NEEDS_ANSWER)
    with pytest.raises(Hidden):
        answer_upload(budi, upload, {})
    with pytest.raises(Denied):
        answer_upload(wati, upload, {})
