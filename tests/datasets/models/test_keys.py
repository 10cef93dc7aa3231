"""Keys are UUIDs of version 7: unique, and in the order of their making."""

from __future__ import annotations

import time

from datasets.models.keys import uuid7


def test_keys_are_version_seven_and_differ() -> None:
    keys = [uuid7() for _ in range(1000)]
    assert len(set(keys)) == 1000
    assert {(key.version, key.variant) for key in keys} == {(7, "specified in RFC 4122")}


def test_later_keys_sort_later() -> None:
    first = uuid7()
    began = time.time_ns() // 1_000_000
    while time.time_ns() // 1_000_000 <= began:  # keys are ordered by the millisecond
        pass
    assert first.bytes < uuid7().bytes
