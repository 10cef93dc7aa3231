"""Chance without a die: numbers that look random and follow from their names alone."""

from __future__ import annotations

import hashlib
import math


def fraction(*names: object) -> float:
    """A number in [0, 1) that depends on nothing but `names`."""
    digest = hashlib.sha256("\x1f".join(str(name) for name in names).encode()).digest()
    return int.from_bytes(digest[:7], "big") / (1 << 56)


def wobble(spread: float, *names: object) -> float:
    """A factor between 1 − spread and 1 + spread."""
    return 1 + spread * (2 * fraction(*names) - 1)


def season(month: int, best: float, height: float) -> float:
    """A factor around 1 that is 1 + height in the month `best` and 1 − height half a year away."""
    return 1 + height * math.cos((month - best) / 12 * 2 * math.pi)


def whole(value: float, *names: object) -> int:
    """`value` as a whole number: rounded up as often as its fraction says, never below 0."""
    floor = math.floor(value)
    return max(0, floor + (fraction("whole", *names) < value - floor))
