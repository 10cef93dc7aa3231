"""Sources with their last run and what is wrong, for Walidata only."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from datasets.actions.make_source import make_source
from datasets.models import HarvestRun, SourceItem, User
from datasets.queries.harvest import items_of, runs_of, senders, source_of, sources_of
from datasets.rules.errors import Denied, Hidden
from datasets.vocab import Role
from datasets.vocab_harvest import ItemState, RunState
from tests import factories


def test_sources_tell_how_they_stand(wati: User, budi: User, sari: User) -> None:
    made = make_source(wati, "Provinsi", "ckan", "https://data.prov.example", budi, "kesehatan", "monthly")
    for number, state in enumerate((ItemState.ACTIVE, ItemState.DEAD, ItemState.ACTIVE)):
        SourceItem.objects.create(
            source=made, remote_id=str(number), title=f"Isi {number}", state=state,
            error="status_404" if state is ItemState.DEAD else "",
        )  # fmt: skip
    HarvestRun.objects.create(source=made, started_at=timezone.now(), state=RunState.DONE)
    (found,) = sources_of(wati)
    assert (found.last_state, found.here, found.trouble) == ("done", 2, 1)  # type: ignore[attr-defined]
    assert source_of(wati, made.pk) == made
    assert [one.title for one in items_of(made)] == ["Isi 1", "Isi 0", "Isi 2"]
    assert len(runs_of(made)) == 1
    assert list(senders()) == [budi, sari]


def test_everybody_else_is_refused(sari: User, wati: User) -> None:
    for person in (sari, factories.person("admin", Role.ADMIN)):
        with pytest.raises(Denied):
            sources_of(person)
        with pytest.raises(Denied):
            source_of(person, uuid.uuid4())
    with pytest.raises(Hidden):
        source_of(wati, uuid.uuid4())
