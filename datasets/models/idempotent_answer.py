"""IdempotentAnswer: what was answered to a call that carried an Idempotency-Key, so that it is done once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.keys import Keyed


class IdempotentAnswer(Keyed):
    """One call of one person under a `key` of their own; `fingerprint` tells whether it is the same call.

    Written in the transaction of the deed itself: there is no answer without its deed, nor the other
    way about. Forgotten after a week.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="idempotent_over")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotent_once")]

    def __str__(self) -> str:
        return self.key
