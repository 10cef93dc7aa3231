"""How much one asker may ask: a fixed window of a minute, counted in Redis.

Reading never depends on the counter: while Redis does not answer within 0.2 s, nothing is counted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from datasets.models import ApiToken
from datasets.queries.recent import Recent

if TYPE_CHECKING:  # REST framework's views import their throttles: at run time this would be a circle
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)

WINDOW = 60  # seconds
#: After a failure the counter is left alone for this long, so that not every request waits for it.
_REST = 5.0
#: A process takes a hundredth of a limit from Redis at once, but not more requests than this.
_MOST_AT_ONCE = 50
#: Where an ASGI scope says that its request was counted already (`api.door`).
COUNTED = "api.quota"


@dataclass(frozen=True)
class Quota:
    """What an asker may still ask in this window: `limit` a minute, `left` of it, for `seconds` more."""

    limit: int
    left: int
    seconds: int
    is_over: bool = False


class _Counter:
    """Numbers requests by Redis, or tells that it cannot.

    Numbers are taken some at once and given out here, so that not each request is a round trip. Each
    is given once, whoever of the processes gives it: a limit is never passed, and reached early by
    a hundredth at most for each other process.
    """

    def __init__(self) -> None:
        self._resting_until = 0.0
        self._taken: Recent[str, Iterator[int]] = Recent(10_000)

    def number(self, key: str, limit: int) -> int:
        """Which request of `key` this is, from 1 on; 0 where nobody counts."""
        given = self.at_hand(key)
        return self._take(key, max(1, min(limit // 100, _MOST_AT_ONCE))) if given is None else given

    def at_hand(self, key: str) -> int | None:
        """The same without asking Redis; None where it has to be asked."""
        if time.monotonic() < self._resting_until:
            return 0
        return next(self._taken.get(key) or iter(()), None)

    def _take(self, key: str, several: int) -> int:
        try:
            with _redis().pipeline(transaction=False) as pipe:
                pipe.incrby(key, several)
                pipe.expire(key, WINDOW * 2)
                last = int(pipe.execute()[0])
        except RedisError as error:
            self._resting_until = time.monotonic() + _REST
            log.warning("throttle_not_counting", reason=type(error).__name__)
            return 0
        numbers = iter(range(last - several + 1, last + 1))
        first = next(numbers)
        self._taken.put(key, numbers)
        return first


_counter = _Counter()


def count(who: str, limit: int) -> Quota:
    """Count one request of `who` (an address or a token) in the minute that runs now."""
    return _quota(_counter.number(_key(who), limit), limit)


def count_at_hand(who: str, limit: int) -> Quota | None:
    """The same where it takes no time; None where Redis has to be asked."""
    number = _counter.at_hand(_key(who))
    return None if number is None else _quota(number, limit)


def _key(who: str) -> str:
    return f"satudata:api:{who}:{int(time.time()) // WINDOW}"


def _quota(number: int, limit: int) -> Quota:
    left = WINDOW - int(time.time()) % WINDOW
    return Quota(limit, max(0, limit - number), left, is_over=number > limit)


def quota_headers(quota: Quota) -> dict[str, str]:
    """The quota as the asker reads it."""
    return {
        "RateLimit-Limit": str(quota.limit),
        "RateLimit-Remaining": str(quota.left),
        "RateLimit-Reset": str(quota.seconds),
    }


class _Throttle(BaseThrottle):
    """Leaves its quota on the request, where the view reads it for the headers."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request fits in its asker's minute."""
        limit, who = self.limit(), self.asker(request)
        if not limit or who is None:
            return True
        counted = getattr(request._request, "scope", {}).get(COUNTED)
        self._quota = counted or count(who, limit)
        request._request.META["api.quota"] = self._quota
        return not self._quota.is_over

    def wait(self) -> float:
        """Seconds until the next window (Retry-After)."""
        return float(self._quota.seconds)

    def limit(self) -> int:
        """Requests a minute; 0 for no limit."""
        raise NotImplementedError

    def asker(self, request: Request) -> str | None:
        """Who is counted; None where this throttle is not meant."""
        raise NotImplementedError


class AddressThrottle(_Throttle):
    """Requests without a token, counted by network address."""

    def limit(self) -> int:
        """`API_PER_MINUTE`."""
        return int(settings.API_PER_MINUTE)

    def asker(self, request: Request) -> str | None:
        """The address, unless a token is asking."""
        return None if isinstance(request.auth, ApiToken) else f"a:{self.get_ident(request)}"


class TokenThrottle(_Throttle):
    """Requests with a token, counted by token."""

    def limit(self) -> int:
        """`API_TOKEN_PER_MINUTE`."""
        return int(settings.API_TOKEN_PER_MINUTE)

    def asker(self, request: Request) -> str | None:
        """The token's prefix."""
        return f"t:{request.auth.prefix}" if isinstance(request.auth, ApiToken) else None


_making = Lock()


def _redis() -> Redis:
    """The one client of this process.

    Made by one thread only: of two made at once the cache would drop one, and a dropped client closes
    its connections, also those that another request is reading from (`Bad file descriptor`, 500).
    """
    with _making:
        return _client()


@cache
def _client() -> Redis:
    address = settings.CACHES["default"]["LOCATION"]
    return Redis.from_url(address, socket_timeout=0.2, socket_connect_timeout=0.2)
