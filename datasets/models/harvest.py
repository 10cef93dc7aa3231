"""Harvesting: a source elsewhere, each thing it has (once), and each run with what it did."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed
from datasets.models.organization import Organization
from datasets.models.upload import Upload
from datasets.vocab import Frequency, Topic
from datasets.vocab_harvest import ItemState, RunState, SourceKind


class Source(Keyed):
    """A catalogue or file elsewhere, pulled every `hours` into drafts of `organization`.

    Files come in the name of `sender`, a produsen of that office, who submits them as any other file.
    `current_run` with `lease_until` is the claim of the run that works on it now.
    """

    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=choices_of(SourceKind))
    url = models.CharField(max_length=2_000)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=30, choices=choices_of(Topic))
    frequency = models.CharField(max_length=12, choices=choices_of(Frequency))
    hours = models.PositiveSmallIntegerField(default=24)
    is_active = models.BooleanField(default=True)
    next_run_at = models.DateTimeField()
    current_run = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            known_code("kind", SourceKind, "source"),
            models.UniqueConstraint(fields=["url"], name="source_once"),
            models.CheckConstraint(condition=models.Q(hours__gte=1), name="source_hours"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceItem(Keyed):
    """One thing that a source has, by the source's own id for it: one dataset here, for ever.

    `modified` and `etag` are the source's words, `sha256` that of the file last taken. An item that is
    gone stays as a tombstone; what became of it here, people decide.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="items")
    remote_id = models.CharField(max_length=500)
    title = models.CharField(max_length=300, blank=True)
    page = models.CharField(max_length=2_000, blank=True)
    file_url = models.CharField(max_length=2_000, blank=True)
    dataset = models.ForeignKey(Dataset, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    last_upload = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=choices_of(ItemState), default=ItemState.ACTIVE.value)
    error = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=60, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "remote_id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "remote_id"], name="sourceitem_once"),
            known_code("state", ItemState, "sourceitem"),
        ]

    def __str__(self) -> str:
        return self.title or self.remote_id


class HarvestRun(Keyed):
    """One pull of a source: `counts` by outcome, and a `log` of what was not the same as before.

    The log is `[{item, title, outcome, error}]`.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=10, choices=choices_of(RunState), default=RunState.RUNNING.value)
    error = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict)
    log = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [known_code("state", RunState, "harvestrun")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"
