"""The name a sender's file had, made safe to show and to offer; it never becomes a path."""

from __future__ import annotations

import re

from datasets.actions.texts import one_line

#: What the database keeps, in characters.
LONGEST = 255
#: Longest ending that is kept whole when a name is cut.
_LONGEST_ENDING = 12
_NAMELESS = "berkas"


def safe_filename(given: str) -> str:
    """The last part of `given` without folders, controls or leading dots, at most 255 characters."""
    last = re.split(r"[/\\]", one_line(given))[-1]
    name = last.strip(" .") or _NAMELESS
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST]
    return stem[: LONGEST - len(ending) - 1].rstrip(" .") + dot + ending
