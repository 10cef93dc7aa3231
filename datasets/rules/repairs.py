"""What a repair is about: the name by which it is taken back, and how a finding speaks of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from datasets.models import Upload

#: (kind, column, row, old value) of a repair.
Subject = tuple[str, str, int, str]
#: Characters of a value that a finding carries.
_VALUE_CHARS = 200


def held_repairs(upload: Upload) -> list[dict[str, Any]]:
    """The repairs that hold for the upload: its own, else those its dataset remembers of an earlier file.

    One taken back leaves the upload a list of its own, so the remembered ones do not come back by it.
    """
    held: list[dict[str, Any]] = upload.recipe.get("repairs", upload.dataset.recipe.get("repairs", []))
    return held


def key_of(repair: Mapping[str, Any]) -> str:
    """A short name by which page and API can speak of one repair."""
    text = json.dumps(repair, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def subject_of(repair: Mapping[str, Any]) -> Subject:
    """What a repair is about, as the finding that it was not needed names it."""
    old = str(repair.get("old", ""))[:_VALUE_CHARS]
    return (repair["kind"], repair.get("column", ""), repair.get("row", 0), old)
