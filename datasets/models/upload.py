"""Upload: the event of a file coming in, with its state, its progress and what was found in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed
from datasets.vocab import Severity, Step, UploadState


class Upload(Keyed):
    """One file of one dataset on its way from `received` to `published` (CONTRACT, States).

    The bytes lie in the store under `sha256`, exactly as sent; the row exists only once they are
    durable. `lease_until` and `attempt` let a sweeper find work that a dead worker dropped.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads"
    )
    state = models.CharField(max_length=15, choices=choices_of(UploadState), default=UploadState.RECEIVED)
    filename = models.CharField(max_length=255)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    period = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=200, blank=True)
    recipe = models.JSONField(default=dict, blank=True)

    step = models.CharField(max_length=10, choices=choices_of(Step), default=Step.STORED)
    step_done = models.BigIntegerField(default=0)
    step_total = models.BigIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    table = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    proposal = models.JSONField(default=dict, blank=True)
    question = models.JSONField(default=dict, blank=True)
    difference = models.JSONField(default=dict, blank=True)

    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    publish_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["dataset", "-received_at"], name="upload_by_dataset"),
            models.Index(fields=["state", "lease_until"], name="upload_work"),
        ]
        constraints = [
            known_code("state", UploadState, "upload"),
            models.UniqueConstraint(
                fields=["uploaded_by", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="upload_idempotent",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_returned(self) -> bool:
        """Whether Walidata gave it back with a note."""
        return self.state == UploadState.RETURNED


class EarlierFile(Keyed):
    """A file that an upload held until its sender put a corrected one in its place; its bytes stay stored."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="earlier_files")
    filename = models.CharField(max_length=255)
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["upload", "-replaced_at"]

    def __str__(self) -> str:
        return self.filename


class FaultyRow(models.Model):
    """A row of an upload that something was found fault with, whole, as it was read at the last check.

    Beside `Upload.table["labels"]`: `cells` are texts in that order. Of a folded table `turn` says which of
    the folded columns the row came from (`Upload.table["folds"]`). Kept while the upload can be mended.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="faulty_rows")
    position = models.PositiveIntegerField()
    row = models.BigIntegerField()
    turn = models.PositiveIntegerField(default=0)
    cells = models.JSONField()

    class Meta:
        ordering = ["upload", "position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="faulty_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.row)


class Finding(models.Model):
    """One thing found in an upload, with its address as the spreadsheet shows it.

    At most 1,000 places of a kind are kept; `count` on the first place of a kind is the true total.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=choices_of(Severity))
    sheet = models.CharField(max_length=120, blank=True)
    row = models.BigIntegerField(null=True)
    column = models.CharField(max_length=300, blank=True)
    cell = models.CharField(max_length=20, blank=True)
    value = models.TextField(blank=True)
    params = models.JSONField(default=dict, blank=True)
    suggestion = models.TextField(blank=True)
    count = models.BigIntegerField(default=1)

    class Meta:
        ordering = ["upload", "position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="finding_once"),
            known_code("severity", Severity, "finding"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.cell}"
