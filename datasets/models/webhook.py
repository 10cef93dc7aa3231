"""Webhooks and the outbox: who wants to hear what, what there is to tell, and each telling of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.dataset import Dataset
from datasets.models.event import Event
from datasets.models.keys import Keyed, uuid7
from datasets.models.organization import Organization
from datasets.models.upload import Upload
from datasets.vocab_hooks import DeliveryState, HookEvent


class Webhook(Keyed):
    """A person's system that is told of events, as far as that person may know of them.

    Its secret is never kept: it is computed from `salt` and the portal's key when it is needed
    (`outbox.signing`). `failing_since` is the first failure after the last success.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=100, blank=True)
    url = models.CharField(max_length=2_000)
    salt = models.CharField(max_length=32)
    events = ArrayField(models.CharField(max_length=30))
    dataset = models.ForeignKey(Dataset, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or self.url


class Announcement(Keyed):
    """Something to tell, written in the transaction in which it happened; spread once to who may hear it."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=choices_of(HookEvent))
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["at"], condition=models.Q(spread_at=None), name="announcement_open"),
        ]
        constraints = [known_code("kind", HookEvent, "announcement")]

    def __str__(self) -> str:
        return f"{self.kind} {self.dataset_id}"


class Delivery(Keyed):
    """One message to one receiver (a webhook, or a mail address), and every try: the delivery log.

    `message` stays the same when it is sent again, so that a receiver knows what it had before.
    `tries` is `[{at, status, error, seconds}]`; `due_at` is also the lease of who is sending now.
    """

    announcement = models.ForeignKey(Announcement, null=True, on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, null=True, on_delete=models.CASCADE, related_name="deliveries")
    email = models.EmailField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=choices_of(HookEvent))
    message = models.UUIDField(default=uuid7)
    data = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=choices_of(DeliveryState), default=DeliveryState.WAITING.value
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=40, blank=True)
    excerpt = models.TextField(blank=True)
    tries = models.JSONField(default=list)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state=DeliveryState.WAITING.value), name="delivery_due"
            ),
            models.Index(fields=["webhook", "-created_at"], name="delivery_by_webhook"),
        ]
        constraints = [
            known_code("kind", HookEvent, "delivery"),
            known_code("state", DeliveryState, "delivery"),
            models.CheckConstraint(
                condition=models.Q(webhook__isnull=False, email="")
                | (models.Q(webhook__isnull=True) & ~models.Q(email="")),
                name="delivery_has_one_receiver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
