"""How much one asker may ask: quota headers, 429 with Retry-After, and reading without Redis."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.test import Client
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from api import throttling
from datasets.models import User
from tests.api.conftest import AsPerson

PATH = "/api/v1/stats"


@pytest.fixture
def counting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three requests a minute without a token, five with one; counted afresh, and no minute ends."""
    settings.API_PER_MINUTE, settings.API_TOKEN_PER_MINUTE = 3, 5
    monkeypatch.setattr(time, "time", lambda: 1_800_000_010)
    for key in throttling._redis().scan_iter("satudata:api:*"):
        throttling._redis().delete(key)
    monkeypatch.setattr(throttling, "_counter", throttling._Counter())
    return settings


def test_the_fourth_request_of_a_minute_waits(nobody: Client, counting: Any) -> None:
    left = [nobody.get(PATH)["RateLimit-Remaining"] for _ in range(3)]
    answer = nobody.get(PATH)
    assert left == ["2", "1", "0"]
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert answer.json()["code"] == "throttled"
    assert 0 < int(answer["Retry-After"]) <= 60


def test_the_next_minute_begins_anew(nobody: Client, counting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        nobody.get(PATH)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_070)
    assert nobody.get(PATH).status_code == 200


def test_another_address_and_a_token_count_for_themselves(
    nobody: Client, as_person: AsPerson, counting: Any, sari: User
) -> None:
    for _ in range(4):
        nobody.get(PATH)
    assert Client(REMOTE_ADDR="10.0.0.9").get(PATH).status_code == 200
    client = as_person(sari)
    assert [client.get(PATH).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_forwarded_address_is_not_believed(nobody: Client, counting: Any) -> None:
    answers = [nobody.get(PATH, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]


def test_reading_goes_on_while_nobody_counts(
    nobody: Client, counting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def away() -> Any:
        asked.append(1)
        raise RedisAway

    monkeypatch.setattr(throttling, "_redis", away)
    assert [nobody.get(PATH).status_code for _ in range(5)] == [200] * 5
    assert len(asked) == 1  # then it is left alone for a while


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns so often that what can come between two steps does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_the_first_requests_after_a_start_share_one_client(hasty: None) -> None:
    together = Barrier(8)

    def first_request(_number: int) -> Redis:
        together.wait()
        return throttling._redis()

    with ThreadPoolExecutor(8) as threads:
        for _ in range(20):
            throttling._client.cache_clear()
            clients = list(threads.map(first_request, range(8)))
            # A second one would close, when it is dropped, the connections that others read from.
            assert all(client is clients[0] for client in clients)
