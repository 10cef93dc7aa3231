"""Giving a file up: its row and its bytes go; others' stay."""

from __future__ import annotations

import pytest

from datasets import partials
from datasets.actions.continue_session import continue_session
from datasets.actions.discard_session import discard_session
from datasets.actions.open_session import open_session
from datasets.models import Dataset, UploadSession, User
from datasets.rules.errors import Hidden


@pytest.mark.django_db(transaction=True)
def test_it_is_forgotten_with_its_bytes(dataset: Dataset, sari: User) -> None:
    session = open_session(sari, dataset, "a.csv", 100)
    continue_session(sari, session.pk, 0, [b"a,b\n"])
    assert partials.keys() == {session.pk}
    discard_session(sari, session.pk)
    assert partials.keys() == set()
    assert not UploadSession.objects.exists()


def test_of_others_nothing_is_known(dataset: Dataset, sari: User, budi: User, wati: User) -> None:
    session = open_session(sari, dataset, "a.csv", 100)
    for other in (budi, wati):
        with pytest.raises(Hidden):
            discard_session(other, session.pk)
    assert UploadSession.objects.exists()
