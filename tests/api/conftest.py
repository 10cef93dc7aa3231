"""Clients of the API: nobody, and people with tokens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from datasets import store
from datasets.actions.make_token import make_token
from datasets.models import Distribution, User, Version
from datasets.vocab import MEDIA_TYPES, Format, Scope

AsPerson = Callable[..., Client]


@pytest.fixture
def nobody(db: None) -> Client:
    """A client without a token."""
    return Client()


@pytest.fixture
def as_person(db: None) -> AsPerson:
    """A client that carries a new token of this person."""

    def made(person: User, scope: Scope = Scope.READ) -> Client:
        _, plain = make_token(person, scope, 30)
        return Client(headers={"Authorization": f"Bearer {plain}"})

    return made


@pytest.fixture(autouse=True)
def no_quota(settings: object) -> None:
    """Tests are not throttled, but for those about throttling."""
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def no_connection_left(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of a live server keep no connection after an answer: the test database could not be dropped."""
    if "live_server" in request.fixturenames:
        monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


def keep_file(
    version: Version, content: bytes = b"Bulan,Ton\n2026-10,5\n", form: Format = Format.CSV
) -> Distribution:
    """A prepared download of a version."""
    stored = store.save([content])
    return Distribution.objects.create(
        version=version,
        format=form,
        media_type=MEDIA_TYPES[form],
        filename=f"{version.dataset.slug}_v{version.number}.{form}",
        sha256=stored.sha256,
        bytes=stored.bytes,
    )
