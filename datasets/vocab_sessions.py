"""The words of files that come in pieces."""

from __future__ import annotations

from enum import StrEnum


class SessionState(StrEnum):
    """A file that comes in pieces: still coming, or received whole as an upload."""

    OPEN = "open"
    DONE = "done"
