"""Walidata's word that a column with personal data may stand in an open dataset, and why."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed


class PersonalOverride(Keyed):
    """The reason for which one column may be open (DOMAIN req. 34), for the kinds found when it was given.

    `column` is the column's id, `label` its header then: a first file has no dictionary yet. A kind that
    is not among `kinds` (`vocab.PersonalData`) blocks again. Earlier reasons stay in the trail.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="personal_overrides")
    column = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    kinds = ArrayField(models.CharField(max_length=15))
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["dataset", "label"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "column"], name="personal_override_once"),
        ]

    def __str__(self) -> str:
        return self.label
