"""Every address that changes something, found in the URL conf itself: who is refused, and that nothing changed.

A new address is held to this on the day it is written: where its converters are unknown here, or where
another office's token is let through, this file fails until somebody has thought about it.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from api.v1.base import ApiView
from api.v1.urls import urlpatterns
from datasets import store
from datasets.actions.make_consumer import make_consumer
from datasets.actions.make_token import make_token
from datasets.actions.make_webhook import make_webhook
from datasets.actions.open_session import open_session
from datasets.actions.send_again import ping_webhook
from datasets.models import ApiToken, Dataset, User
from datasets.vocab import Role, Scope, UploadState
from tests import factories
from tests.api.conftest import AsPerson

WRITES = ("post", "put", "patch", "delete")
NOTHING_THERE = "<anything:rest>"
#: Bodies that name something of Sari's office where the address does not.
BODIES: dict[str, Any] = {
    "datasets": {
        "organization": "dinas-lingkungan-hidup",
        "title": "Milik orang lain",
        "description": "Sampah.",
        "topic": "persampahan",
        "frequency": "monthly",
    },
    "bulk": {"operations": [{"op": "edit", "dataset": "sampah-terangkut", "fields": {"title": "Lain"}}]},
}
#: What a body is said to be, where it is not JSON.
KINDS = {"upload-sessions/<uuid:session_id>": "application/offset+octet-stream"}
#: Other than these, nothing that a stranger's token asks may succeed: address → why it may.
OWN_THINGS: dict[str, str] = {
    "webhooks": "everybody's webhooks are their own",
    "datasets/<slug:slug>/consumers": "who may read the rows may ask to be warned",
}


def writes() -> list[tuple[str, str, type[ApiView]]]:
    """(address, method, view) of everything that changes something."""
    found = [(str(one.pattern), vars(one.callback)["view_class"]) for one in urlpatterns]
    return [
        (path, method, view)
        for path, view in found
        for method in WRITES
        if path != NOTHING_THERE and hasattr(view, method)
    ]


WRITING = writes()
NAMES = [f"{method} {path}" for path, method, _ in WRITING]


@pytest.fixture
def address(sari: User, settings: Any) -> Any:
    """Makes an address out of a pattern: everything it names is Sari's and there."""
    dataset = factories.dataset()
    factories.published(dataset)
    stored = store.save([b"Bulan\n2026-10\n"])
    upload = factories.upload(dataset, UploadState.READY, sha256=stored.sha256)
    session = open_session(sari, dataset, "sampah.csv", 10)
    webhook, _ = make_webhook(sari, "https://a.example/hook")
    values = {
        "webhook_id": str(webhook.pk),
        "consumer_id": str(make_consumer(sari, dataset, "Gudang data", webhook=webhook).pk),
        "delivery_id": str(ping_webhook(sari, webhook).pk),
        "slug": dataset.slug,
        "upload_id": str(upload.pk),
        "session_id": str(session.pk),
        "key": "0123456789abcdef",
        "column": "bulan",
    }

    def made(pattern: str) -> str:
        return "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], pattern)

    return made


def ask(client: Client, method: str, path: str, pattern: str) -> Any:
    body = json.dumps(BODIES.get(pattern, {}))
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Offset": "0"}
    return client.generic(method.upper(), path, body, KINDS.get(pattern, "application/json"), headers=headers)


def statuses(answer: Any) -> set[int]:
    """What was answered; of many operations in one call, to each."""
    if answer.status_code == 200 and "failed" in answer.json():
        return {one["status"] for one in answer.json()["results"]}
    return {answer.status_code}


def everything() -> dict[str, list[Any]]:
    """Every row of every table, but for when tokens were last used."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("datasets").get_models()
        if model is not ApiToken
    }


def test_there_are_addresses_that_write() -> None:
    assert len(WRITING) > 20


@pytest.mark.parametrize(("path", "method", "view"), WRITING, ids=NAMES)
def test_nobody_and_dead_or_small_tokens_change_nothing(
    as_person: AsPerson, sari: User, address: Any, path: str, method: str, view: type[ApiView]
) -> None:
    there = address(path)
    for name, (client, status, code) in dead(sari, view.scope).items():
        answer = ask(client, method, there, path)
        assert (name, answer.status_code, answer.json()["code"]) == (name, status, code)
    assert ask(as_person(sari, Scope.READ), method, there, path).json()["code"] == "scope_too_small"
    if view.scope is Scope.REVIEW:
        assert ask(as_person(sari, Scope.PUBLISH), method, there, path).status_code == 403


def dead(sari: User, scope: Scope) -> dict[str, tuple[Client, int, str]]:
    """Clients that are nobody, for whatever reason."""

    def carrying(**changes: Any) -> Client:
        token, plain = make_token(sari, Scope.PUBLISH, 30)
        ApiToken.objects.filter(pk=token.pk).update(**changes)
        return Client(headers={"Authorization": f"Bearer {plain}"})

    now = timezone.now()
    return {
        "nobody": (Client(), 401, "unauthenticated"),
        "unknown": (Client(headers={"Authorization": "Bearer abc." + "x" * 40}), 401, "invalid_token"),
        "revoked": (carrying(revoked_at=now), 401, "invalid_token"),
        "expired": (carrying(expires_at=now - timedelta(seconds=1)), 401, "invalid_token"),
    }


@pytest.mark.parametrize(("path", "method", "view"), WRITING, ids=NAMES)
def test_the_token_of_another_office_changes_nothing(
    as_person: AsPerson, budi: User, address: Any, path: str, method: str, view: type[ApiView]
) -> None:
    reviewer = factories.person("hana", Role.WALIDATA_PENDUKUNG, "dinas-kesehatan")
    client = as_person(reviewer if view.scope is Scope.REVIEW else budi, view.scope)
    there = address(path)
    before = everything()
    answer = ask(client, method, there, path)
    if path in OWN_THINGS:
        return
    assert statuses(answer) <= {403, 404}, (answer.status_code, answer.content)
    assert everything() == before


@pytest.mark.parametrize("path", sorted({path for path, _, _ in WRITING}))
def test_browsers_of_other_origins_may_read_only(address: Any, path: str) -> None:
    headers = {"Origin": "https://lain.example", "Access-Control-Request-Method": "POST"}
    answer = Client().options(address(path), headers=headers)
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Authorization" not in answer["Access-Control-Allow-Headers"]


def test_a_session_of_a_browser_needs_its_csrf_token(sari: User, address: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(sari)
    for path, method, _ in WRITING:
        assert ask(client, method, address(path), path).status_code == 403, (method, path)
    assert Dataset.objects.count() == 1
