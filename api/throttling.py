"""How much one asker may ask: a fixed window of a minute, counted in Redis.

Reading never depends on the counter: while Redis does not answer within 0.2 s, nothing is counted.
"""

from __future__ import annotations

import time
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

if TYPE_CHECKING:  # REST framework's views import their throttles: at run time this would be a circle
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)

WINDOW = 60  # seconds
#: After a failure the counter is left alone for this long, so that not every request waits for it.
_REST = 5.0


class _Counter:
    """Counts in Redis, or tells that it cannot."""

    def __init__(self) -> None:
        self._resting_until = 0.0

    def count(self, key: str) -> int:
        """How often `key` was counted in its window, this time included; 0 where nobody counts."""
        if time.monotonic() < self._resting_until:
            return 0
        try:
            with _redis().pipeline(transaction=False) as pipe:
                pipe.incr(key)
                pipe.expire(key, WINDOW * 2)
                return int(pipe.execute()[0])
        except RedisError as error:
            self._resting_until = time.monotonic() + _REST
            log.warning("throttle_not_counting", reason=type(error).__name__)
            return 0


_counter = _Counter()


class _Throttle(BaseThrottle):
    """Leaves its quota on the request, where the view reads it for the headers."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request fits in its asker's minute."""
        limit, who = self.limit(), self.asker(request)
        if not limit or who is None:
            return True
        now = int(time.time())
        used = _counter.count(f"satudata:api:{who}:{now // WINDOW}")
        self._left_in_window = WINDOW - now % WINDOW
        request._request.META["api.quota"] = (limit, max(0, limit - used), self._left_in_window)
        return used <= limit

    def wait(self) -> float:
        """Seconds until the next window (Retry-After)."""
        return float(self._left_in_window)

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
