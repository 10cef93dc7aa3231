"""Consumer: a system that reads a dataset and is warned before its columns change under it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed
from datasets.models.webhook import Webhook


class Consumer(Keyed):
    """Which columns (by id; none named: all) a system reads, and where its people are told."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="consumers")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    contact = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    webhook = models.ForeignKey(Webhook, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    columns = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "owner", "name"], name="consumer_once"),
        ]

    def __str__(self) -> str:
        return self.name
