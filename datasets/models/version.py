"""Version and its parts: the accepted, immutable results, and the files they are offered as."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed
from datasets.models.upload import Upload
from datasets.vocab import Format, VersionState


class Part(Keyed):
    """One loaded file: an immutable typed table `rows.<table_name>`, shared by versions.

    `columns` is the schema at loading time, `[{id, label, type, role, unit}]`; `profile` the
    statistics of each column by id.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="parts")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="part")
    table_name = models.CharField(max_length=40, unique=True)
    period = models.CharField(max_length=12, blank=True)
    row_count = models.BigIntegerField()
    columns = models.JSONField()
    profile = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.table_name


class Version(Keyed):
    """The whole dataset as it stood: an ordered list of parts, numbered from 1 in its dataset."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=choices_of(VersionState), default=VersionState.BUILDING)
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="version")
    parts: models.ManyToManyField[Part, VersionPart] = models.ManyToManyField(
        Part, through="datasets.VersionPart", related_name="versions"
    )
    columns = models.JSONField()
    row_count = models.BigIntegerField()
    quality = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["dataset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="version_number_once"),
            known_code("state", VersionState, "version"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} v{self.number}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back; its number and date stay known."""
        return self.state == VersionState.WITHDRAWN


class VersionPart(models.Model):
    """A part's place in a version. `offset + _n` is a row's stable number inside the version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="version_parts")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="version_parts")
    position = models.PositiveIntegerField()
    offset = models.BigIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="versionpart_position_once"),
            models.UniqueConstraint(fields=["version", "part"], name="versionpart_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} #{self.position}"


class Distribution(Keyed):
    """A prepared download (DCAT `dcat:Distribution`): a write-once file of one version."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="distributions")
    format = models.CharField(max_length=10, choices=choices_of(Format))
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["version", "format"]
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="distribution_once"),
            known_code("format", Format, "distribution"),
        ]

    def __str__(self) -> str:
        return self.filename
