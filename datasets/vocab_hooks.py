"""Codes of what other systems are told: the events they may hear, and what became of each telling."""

from __future__ import annotations

from enum import StrEnum


class HookEvent(StrEnum):
    """What a message is about; the word stands in the message as its `type`."""

    DATASET_PUBLISHED = "dataset.published"
    UPLOAD_RETURNED = "upload.returned"
    DATASET_WITHDRAWN = "dataset.withdrawn"
    SCHEMA_BREAKING = "schema.breaking"
    PING = "ping"
    WEBHOOK_DISABLED = "webhook.disabled"


class SchemaChange(StrEnum):
    """How a version's columns differ from those of another."""

    ADDED = "added"
    REMOVED = "removed"
    RETYPED = "retyped"
    KEY_CHANGED = "key_changed"
    CODES_CHANGED = "codes_changed"
    UNIT_CHANGED = "unit_changed"
    RELABELLED = "relabelled"


class DeliveryState(StrEnum):
    """What became of one message to one receiver."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


#: What a webhook may subscribe to; the rest is told unasked.
SUBSCRIBABLE = (HookEvent.DATASET_PUBLISHED, HookEvent.UPLOAD_RETURNED, HookEvent.DATASET_WITHDRAWN)
