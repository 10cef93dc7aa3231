"""Dataset (DCAT `dcat:Dataset`): what an office keeps, described; its rows live in versions."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.keys import Keyed
from datasets.models.organization import Organization
from datasets.vocab import (
    Access,
    Accumulation,
    ColumnRole,
    ColumnType,
    Frequency,
    License,
    PersonalData,
    RowRuleKind,
    Topic,
)


class Dataset(Keyed):
    """One subject of one office; years are rows or versions, never new datasets (DOMAIN req. 16).

    The five fields of Standar Data (konsep, definisi, klasifikasi, ukuran, satuan) must be filled
    before anything is published (req. 11). `live_version` is the pointer that publication moves
    last; a dataset without one is a draft unless it was withdrawn.
    """

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    description = models.TextField()
    description_en = models.TextField(blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="datasets")
    topic = models.CharField(max_length=30, choices=choices_of(Topic))
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    license = models.CharField(max_length=30, choices=choices_of(License), default=License.CC_BY_4)
    frequency = models.CharField(max_length=12, choices=choices_of(Frequency))
    accumulation = models.CharField(
        max_length=10, choices=choices_of(Accumulation), default=Accumulation.WHOLE
    )
    access = models.CharField(max_length=12, choices=choices_of(Access), default=Access.OPEN)
    access_basis = models.CharField(max_length=300, blank=True)
    access_test_number = models.CharField(max_length=100, blank=True)
    access_review_on = models.DateField(null=True, blank=True)
    is_sensitive = models.BooleanField(default=False)
    has_row_search = models.BooleanField(default=False)
    priority_years = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    concept = models.TextField(blank=True)
    definition = models.TextField(blank=True)
    classification = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    unit = models.CharField(max_length=100, blank=True)

    method = models.TextField(blank=True)
    caveats = models.TextField(blank=True)
    coverage = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=150, blank=True)
    contact_email = models.EmailField(blank=True)
    next_release = models.DateField(null=True, blank=True)
    release_day = models.PositiveSmallIntegerField(null=True, blank=True)

    live_version = models.ForeignKey(
        "datasets.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    metadata_updated_at = models.DateTimeField()
    data_updated_at = models.DateTimeField(null=True, blank=True)
    recipe = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(fields=["organization", "title"], name="dataset_by_office"),
            models.Index(fields=["-data_updated_at"], name="dataset_recent"),
            models.Index(fields=["next_release"], name="dataset_next_release"),
        ]
        constraints = [
            known_code("access", Access, "dataset"),
            known_code("accumulation", Accumulation, "dataset"),
            known_code("frequency", Frequency, "dataset"),
            known_code("license", License, "dataset"),
            known_code("topic", Topic, "dataset"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether its rows are for everybody."""
        return self.access == Access.OPEN


class Column(Keyed):
    """One column of the data dictionary (MS-Var of Peraturan BPS 5/2020, plus its rules).

    `name` is the column's id: made from the first header, stable for ever, `[a-z][a-z0-9_]*`.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="columns")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    type = models.CharField(max_length=12, choices=choices_of(ColumnType))
    role = models.CharField(max_length=10, choices=choices_of(ColumnRole), default=ColumnRole.DIMENSION)
    unit = models.CharField(max_length=60, blank=True)
    concept = models.TextField(blank=True)
    definition = models.TextField(blank=True)
    code_list = models.ForeignKey(
        "datasets.CodeList", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_required = models.BooleanField(default=False)
    is_key = models.BooleanField(default=False)
    minimum = models.DecimalField(max_digits=30, decimal_places=8, null=True, blank=True)
    maximum = models.DecimalField(max_digits=30, decimal_places=8, null=True, blank=True)
    pattern = models.CharField(max_length=200, blank=True)
    allowed = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    personal_data = models.CharField(max_length=15, choices=choices_of(PersonalData), blank=True, default="")

    class Meta:
        ordering = ["dataset", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "name"], name="column_once_in_dataset"),
            known_code("type", ColumnType, "column"),
            known_code("role", ColumnRole, "column"),
        ]

    def __str__(self) -> str:
        return self.label


class RowRule(Keyed):
    """What columns of one row owe each other, by column ids. What each `kind` means:

    ORDER: the one of `columns` is not after, not more than `target`. SUM: `columns` add up to
    `target`, give or take `tolerance`. REQUIRED_WITH: where `target` is one of `values` (where it is
    filled at all, without values), each of `columns` is filled. Rules hold files that come from now
    on; versions that were published stay as they are.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="row_rules")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=choices_of(RowRuleKind))
    columns = ArrayField(models.CharField(max_length=60))
    target = models.CharField(max_length=60)
    tolerance = models.DecimalField(max_digits=20, decimal_places=8, default=0)
    values = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ["dataset", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "position"], name="rowrule_position_once"),
            known_code("kind", RowRuleKind, "rowrule"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {', '.join(self.columns)} → {self.target}"
