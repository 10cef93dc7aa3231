"""RowChange: rows sent by key, out of which the engine makes a whole file for their upload."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.keys import Keyed
from datasets.models.upload import Upload
from datasets.vocab_rows import RowChangeKind, RowsFormat


class RowChange(Keyed):
    """What was sent (`sha256`, as it came) and the same rows in our own writing (`rows_sha256`).

    `columns` are the ids that were sent, in the order of `rows_sha256`; those of `key` say which row
    is meant. `base` are the keys of the live parts that the upload's file was made of, and `outcome`
    how many of the rows sent were there (`matched`); both are written anew with each check.
    """

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="row_change")
    kind = models.CharField(max_length=6, choices=choices_of(RowChangeKind))
    format = models.CharField(max_length=30, choices=choices_of(RowsFormat))
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    rows_sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    columns = ArrayField(models.CharField(max_length=60))
    key = ArrayField(models.CharField(max_length=60))
    base = ArrayField(models.UUIDField(), default=list, blank=True)
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            known_code("kind", RowChangeKind, "rowchange"),
            known_code("format", RowsFormat, "rowchange"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rows}"
