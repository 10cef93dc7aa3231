"""Whether the other end of a connection is still there, asked without a word to it."""

from __future__ import annotations

import select
from typing import Any


def is_silent(connection: Any) -> bool:
    """Whether nothing waits to be read. Between two questions, what reads as ready was closed there.

    False also for one that was closed on our side.
    """
    poll = select.poll()
    try:
        poll.register(connection.fileno(), select.POLLIN)
    except Exception:  # psycopg2 says in several ways that it has no socket any more
        return False
    return not poll.poll(0)
