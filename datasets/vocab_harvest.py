"""Codes of harvesting: kinds of sources, what became of an item, how a run ended."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    """How a source says what it has."""

    CKAN = "ckan"
    DCAT = "dcat"
    LISTING = "listing"
    FILE = "file"


class ItemState(StrEnum):
    """How an item of a source stands: there, its file not to be had, or gone from the source."""

    ACTIVE = "active"
    DEAD = "dead"
    FAILED = "failed"
    GONE = "gone"


class RunState(StrEnum):
    """How a run stands; `cut` ended at its time limit and goes on at the next one."""

    RUNNING = "running"
    DONE = "done"
    CUT = "cut"
    FAILED = "failed"
    LOST = "lost"


class Outcome(StrEnum):
    """What a run did with one item."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DEAD = "dead"
    FAILED = "failed"
    GONE = "gone"
