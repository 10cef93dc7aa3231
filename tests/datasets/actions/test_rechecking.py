"""What every verb does that lets a file be read anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.jobs import Job
from datasets.models import Dataset, Event, User
from datasets.rules.access import Act
from datasets.rules.errors import IllegalMove
from datasets.vocab import Step, UploadState, Verb
from tests import factories


def test_the_last_check_is_forgotten_and_the_work_asked_for(
    sari: User, dataset: Dataset, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(
        dataset,
        UploadState.FAILED,
        question={"code": "x"},
        step=Step.DONE,
        step_done=5,
        step_total=5,
        attempt=2,
    )
    with asked() as jobs, transaction.atomic():
        held = locked_upload(sari, Act.ANSWER, upload)
        check_again(sari, held, Verb.ANSWER_UPLOAD, {"answered": ["sheet"]}, recipe={"sheet": "Data"})
    upload.refresh_from_db()
    assert (upload.state, upload.recipe) == (UploadState.CHECKING, {"sheet": "Data"})
    assert (upload.question, upload.step, upload.step_done, upload.step_total) == ({}, Step.STORED, 0, 0)
    assert (upload.attempt, upload.lease_until, upload.finished_at) == (0, None, None)
    assert jobs == [(Job.PROCESS_UPLOAD, (str(upload.pk),))]
    assert [(line.verb, line.detail) for line in lines(upload)] == [
        ("answer_upload", {"answered": ["sheet"]})
    ]


def test_what_is_on_its_way_is_left_alone(sari: User, dataset: Dataset, asked: Any) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    with asked() as jobs, pytest.raises(IllegalMove), transaction.atomic():
        check_again(sari, locked_upload(sari, Act.ANSWER, upload), Verb.ANSWER_UPLOAD, {})
    upload.refresh_from_db()
    assert (upload.state, jobs) == (UploadState.SUBMITTED, [])
