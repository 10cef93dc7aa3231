"""Partial files: appended where the offset says, bounded, and only ours."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from datasets import partials
from datasets.store import DiskFull, TooLarge

KEY = uuid.UUID(int=7)


def test_bytes_are_added_behind_the_offset() -> None:
    assert partials.append(KEY, 0, [b"abc", b"def"], 10) == 6
    assert partials.append(KEY, 4, [b"XY"], 10) == 6
    assert b"".join(partials.blocks(KEY)) == b"abcdXY"
    assert b"".join(partials.blocks(KEY, 3)) == b"abc"
    assert (partials.size_of(KEY), partials.keys()) == (6, {KEY})
    partials.remove(KEY)
    partials.remove(KEY)
    assert (partials.size_of(KEY), partials.keys()) == (0, set())


def test_too_many_bytes_count_for_nothing() -> None:
    partials.append(KEY, 0, [b"abc"], 3)
    with pytest.raises(TooLarge):
        partials.append(KEY, 3, [b"d", b"ef"], 2)
    assert partials.append(KEY, 3, [b""], 2) == 3
    assert b"".join(partials.blocks(KEY)) == b"abc"


def test_no_room_is_told_before_writing(settings: Any) -> None:
    settings.MIN_FREE_BYTES = 10**18
    with pytest.raises(DiskFull):
        partials.append(KEY, 0, [b"abc"], 3)
    assert partials.keys() == set()
