"""Event: the append-only trail of who did what, when, from which state to which (DOMAIN req. 9)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.keys import Keyed
from datasets.models.organization import Organization


class Event(Keyed):
    """One line of the trail. A database trigger refuses to change or delete it.

    `object_id` is no foreign key: the trail outlives a deleted draft.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    actor_role = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=30, blank=True)
    object_id = models.UUIDField(null=True)
    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="event_object"),
            models.Index(fields=["-at"], name="event_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}"
