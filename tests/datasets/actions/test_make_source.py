"""A source is named, switched and pulled by Walidata; then each refusal."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.actions.make_source import make_source, pull_now, switch_source
from datasets.jobs import Job
from datasets.models import Event, Source, User
from datasets.rules.errors import Denied, Hidden, Invalid
from datasets.vocab import Role, Verb
from tests import factories
from tests.datasets.actions.conftest import Asked


def make(actor: User, sender: User, **changes: Any) -> Source:
    given: dict[str, Any] = {
        "name": "Portal provinsi", "kind": "ckan", "url": "https://data.prov.example", "sender": sender,
        "topic": "kesehatan", "frequency": "monthly", "hours": 24,
    }  # fmt: skip
    return make_source(actor, **(given | changes))


def test_it_is_named_and_pulled_at_once(wati: User, budi: User, asked: Asked) -> None:
    with asked() as jobs:
        made = make(wati, budi)
    assert (made.organization, made.is_active, made.created_by) == (budi.organization, True, wati)
    assert jobs == [(Job.HARVEST, (str(made.pk),))]
    assert Event.objects.get(verb=Verb.MAKE_SOURCE).detail["kind"] == "ckan"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"), ({"kind": "oai"}, "kind"), ({"topic": "x"}, "topic"), ({"frequency": "x"}, "frequency"),
        ({"hours": 0}, "hours"), ({"hours": 1_000}, "hours"), ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "http://169.254.169.254/latest"}, "url"), ({"url": "file:///etc/passwd"}, "url"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_told(wati: User, budi: User, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        make(wati, budi, **changes)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert not Source.objects.exists()


def test_an_address_twice_and_a_sender_who_sends_nothing_are_refused(wati: User, budi: User) -> None:
    make(wati, budi)
    with pytest.raises(Invalid):
        make(wati, budi)
    for sender in (wati, factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-kesehatan")):
        with pytest.raises(Invalid):
            make(wati, sender, url="https://lain.example")


def test_only_walidata_may(wati: User, budi: User, sari: User) -> None:
    made = make(wati, budi)
    for person in (sari, budi, factories.person("admin", Role.ADMIN), factories.person("bima", Role.PEMBINA)):
        with pytest.raises(Denied):
            make(person, budi, url="https://lain.example")
        with pytest.raises(Denied):
            switch_source(person, made, is_active=False)
        with pytest.raises(Denied):
            pull_now(person, made)


def test_it_is_switched_and_pulled_now(wati: User, budi: User, asked: Asked) -> None:
    made = make(wati, budi)
    assert not switch_source(wati, made, is_active=False).is_active
    with asked() as jobs:
        pull_now(wati, made)
    assert jobs == [(Job.HARVEST, (str(made.pk),))]
    made.delete()
    with pytest.raises(Hidden):
        pull_now(wati, Source(pk=Event.objects.filter(verb=Verb.MAKE_SOURCE)[0].object_id))
