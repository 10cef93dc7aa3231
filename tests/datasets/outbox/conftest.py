"""A webhook of Sari's, and ways to make something that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from datasets.actions.make_webhook import make_webhook
from datasets.models import Announcement, Dataset, User, Webhook
from datasets.trail import record
from datasets.vocab import UploadState, Verb
from tests import factories
from tests.receiver import Server, plain, serving

Told = Callable[..., Announcement]


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Server]:
    """A server of somebody else that answers 200."""
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    with serving(plain(b"diterima")) as server:
        yield server


@pytest.fixture
def webhook(sari: User, receiver: Server) -> Webhook:
    """Sari's, for everything."""
    return make_webhook(sari, f"{receiver.url}/hook", name="Sistem sampah")[0]


@pytest.fixture
def told(db: None) -> Told:
    """Makes an announcement of a dataset, by default that it was published."""

    def make(of: Dataset, verb: Verb = Verb.PUBLISH_VERSION, **more: Any) -> Announcement:
        detail = {"version": 1} if verb is Verb.PUBLISH_VERSION else {}
        thing = of if verb is Verb.WITHDRAW_DATASET else factories.upload(of, UploadState.RETURNED)
        event = record(None, verb, thing, detail=detail, **more)
        return Announcement.objects.get(event=event)

    return make
