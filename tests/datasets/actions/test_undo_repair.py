"""Taking a repair back."""

from __future__ import annotations

import pytest

from datasets.actions.undo_repair import undo_repair
from datasets.models import Dataset, User
from datasets.rules.errors import Hidden, IllegalMove, Invalid
from datasets.rules.repairs import key_of
from datasets.vocab import UploadState
from tests import factories

FIRST = {"kind": "replace", "column": "Ton", "old": "lima", "new": "5"}
SECOND = {"kind": "drop_rows", "rows": [4]}


def test_the_one_named_goes_and_the_other_stays(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.READY, recipe={"repairs": [FIRST, SECOND]})
    undo_repair(sari, upload, key_of(FIRST))
    upload.refresh_from_db()
    assert (upload.state, upload.recipe["repairs"]) == (UploadState.CHECKING, [SECOND])


def test_one_that_is_not_there_cannot_be_taken_back(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.READY, recipe={"repairs": [SECOND]})
    with pytest.raises(Invalid):
        undo_repair(sari, upload, key_of(FIRST))


def test_others_and_other_states_are_refused(sari: User, budi: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED, recipe={"repairs": [FIRST]})
    with pytest.raises(IllegalMove):
        undo_repair(sari, upload, key_of(FIRST))
    with pytest.raises(Hidden):
        undo_repair(budi, upload, key_of(FIRST))
