"""What stands and what does not: `/livez` for this process, `/healthz` for all it depends on.

The worker's sign of life is a time in Redis, set by a task that beat asks for every ten seconds
(and by long jobs while they work): it is old when either beat or the worker is gone.
"""

from __future__ import annotations

import time

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

HEARTBEAT = "satudata:heartbeat"
#: Seconds after which a silent worker counts as gone: four missed beats.
OLDEST_HEARTBEAT = 45
#: Seconds a part has to answer.
_PATIENCE = 2


def beat() -> None:
    """Leave the worker's sign of life; called in the worker. Raises redis.RedisError."""
    with _redis() as client:
        client.set(HEARTBEAT, f"{time.time():.3f}", ex=10 * OLDEST_HEARTBEAT)


def forget() -> None:
    """Forget earlier signs of life, so that a new start is not taken for well by an old one."""
    with _redis() as client:
        client.delete(HEARTBEAT)


@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """200 for as long as this process lives."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, Redis and worker answer; 503 naming each that does not."""
    parts = {"database": _database(), **_queue()}
    is_whole = all(state == "ok" for state in parts.values())
    answer = {"status": "ok" if is_whole else "unavailable", **parts}
    response = JsonResponse(answer, status=200 if is_whole else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked too often for a line each
    return response


def _database() -> str:
    """Asked over a connection of its own, so that a stopped server costs seconds, not for ever."""
    probe = connection.copy()
    probe.settings_dict["OPTIONS"] = {**probe.settings_dict["OPTIONS"], "connect_timeout": _PATIENCE}
    try:
        with probe.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "no answer"
    finally:
        probe.close()
    return "ok"


def _queue() -> dict[str, str]:
    """Redis, and what it knows of the worker."""
    try:
        with _redis() as client:
            seen = client.get(HEARTBEAT)
    except redis.RedisError:
        return {"redis": "no answer", "worker": "unknown"}
    return {"redis": "ok", "worker": _worker(seen)}


def _worker(seen: object) -> str:
    if not isinstance(seen, bytes):
        return "no heartbeat from worker or beat"
    silent = time.time() - float(seen)
    return "ok" if silent <= OLDEST_HEARTBEAT else f"no heartbeat from worker or beat for {silent:.0f} s"


def _redis() -> redis.Redis:
    location = str(settings.CACHES["default"]["LOCATION"])
    return redis.Redis.from_url(
        location,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
