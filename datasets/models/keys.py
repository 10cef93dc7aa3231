"""Keys of the domain tables: time-ordered UUIDs, so that a key never changes and still indexes well."""

from __future__ import annotations

import secrets
import time
import uuid

from django.db import models


def uuid7() -> uuid.UUID:
    """A UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    random_a = secrets.randbits(12)
    random_b = secrets.randbits(62)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b)


class Keyed(models.Model):
    """Base of every domain table: a UUIDv7 key, stable for ever."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
