"""`/healthz` and `/livez`: whole, and with each part away."""

from __future__ import annotations

import json
import time

import pytest
from django.db import connection
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from satudata import health

pytestmark = pytest.mark.django_db


def ask(view: str = "healthz") -> tuple[int, dict[str, str]]:
    response = getattr(health, view)(RequestFactory().get(f"/{view}"))
    return response.status_code, json.loads(response.content)


@pytest.fixture(autouse=True)
def alive() -> None:
    health.beat()


def test_it_works() -> None:
    assert ask() == (200, {"status": "ok", "database": "ok", "redis": "ok", "worker": "ok"})


def test_livez_asks_nobody(settings: Settings) -> None:
    settings.CACHES = {"default": {"LOCATION": "redis://127.0.0.1:1/0"}}
    assert ask("livez") == (200, {"status": "ok"})


def test_a_database_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nonexistent")
    status, parts = ask()
    assert status == 503
    assert parts["status"] == "unavailable"
    assert (parts["database"], parts["redis"]) == ("no answer", "ok")


def test_a_redis_that_does_not_answer_is_named(settings: Settings) -> None:
    settings.CACHES = {"default": {"LOCATION": "redis://127.0.0.1:1/0"}}
    status, parts = ask()
    assert status == 503
    assert (parts["database"], parts["redis"], parts["worker"]) == ("ok", "no answer", "unknown")


def test_a_silent_worker_is_named_with_its_silence() -> None:
    with health._redis() as client:
        client.set(health.HEARTBEAT, str(time.time() - 90))
    status, parts = ask()
    assert status == 503
    assert parts["worker"] == "no heartbeat from worker or beat for 90 s"


def test_a_worker_that_never_spoke_is_named() -> None:
    with health._redis() as client:
        client.delete(health.HEARTBEAT)
    assert ask()[1]["worker"] == "no heartbeat from worker or beat"


def test_it_is_never_cached() -> None:
    response = health.healthz(RequestFactory().get("/healthz"))
    assert "no-store" in response["Cache-Control"]
