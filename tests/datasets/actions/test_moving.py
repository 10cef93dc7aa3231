"""Locking and moving a row."""

from __future__ import annotations

import pytest

from datasets.actions.moving import locked_dataset, locked_upload, move
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.access import Act
from datasets.rules.errors import Denied, Hidden, IllegalMove
from datasets.rules.states import Move
from datasets.vocab import UploadState, Verb
from tests import factories


def test_a_row_is_read_again_before_it_is_judged(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset)
    Upload.objects.update(state=UploadState.CANCELLED)
    assert locked_upload(sari, Act.SUBMIT, upload).state == UploadState.CANCELLED


def test_what_is_gone_meanwhile_is_not_found(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset)
    Upload.objects.all().delete()
    with pytest.raises(Hidden):
        locked_upload(sari, Act.SUBMIT, upload)
    Dataset.objects.filter(pk=dataset.pk).delete()
    with pytest.raises(Hidden):
        locked_dataset(sari, Act.EDIT_DATASET, dataset)


def test_rights_are_asked_again(budi: User, wati: User, dataset: Dataset) -> None:
    with pytest.raises(Hidden):
        locked_dataset(budi, Act.EDIT_DATASET, dataset)
    with pytest.raises(Denied):
        locked_upload(wati, Act.SUBMIT, factories.upload(dataset))


def test_a_move_writes_the_state_the_changes_and_one_line(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset)
    move(sari, upload, Move.SUBMIT, Verb.SUBMIT_UPLOAD, note="Mohon.", step_done=7)
    upload.refresh_from_db()
    assert (upload.state, upload.step_done) == (UploadState.SUBMITTED, 7)
    line = Event.objects.get()
    assert (line.from_state, line.to_state, line.note) == ("ready", "submitted", "Mohon.")


def test_an_illegal_move_changes_nothing(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset)
    with pytest.raises(IllegalMove):
        move(sari, upload, Move.APPROVE, Verb.APPROVE_UPLOAD, step_done=7)
    upload.refresh_from_db()
    assert (upload.state, upload.step_done) == (UploadState.READY, 0)
    assert not Event.objects.exists()
