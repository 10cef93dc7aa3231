"""Indicators and summaries: what the mayor reads, always bound to the rows that prove it."""

from __future__ import annotations

from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed
from datasets.models.organization import Organization
from datasets.models.version import Part, Version
from datasets.vocab import Aggregation, IndicatorLevel, Polarity


class Summary(models.Model):
    """measure × area × period of one part: sum and count, never a mean, so that parts add up.

    `area` is '' where the part has no area column, `period` where it has none.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="summaries")
    measure = models.CharField(max_length=60)
    area = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=12, blank=True)
    row_count = models.BigIntegerField()
    value_count = models.BigIntegerField()
    total = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    minimum = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    maximum = models.DecimalField(max_digits=38, decimal_places=8, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "measure", "area", "period"], name="summary_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area} {self.period}"


class Indicator(Keyed):
    """A measure of performance (IKU, IKD, RPJMD …; DOMAIN §6), computed from one dataset.

    `measure` is summed over the rows that match `filters` ({column id: value}); with
    aggregation `ratio` the value is `scale × sum(measure) / sum(denominator)`.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="indicators")
    affair = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=6, choices=choices_of(IndicatorLevel))
    unit = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=1)
    polarity = models.CharField(max_length=6, choices=choices_of(Polarity))
    aggregation = models.CharField(max_length=6, choices=choices_of(Aggregation))
    dataset = models.ForeignKey(
        Dataset, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators"
    )
    measure = models.CharField(max_length=60, blank=True)
    denominator = models.CharField(max_length=60, blank=True)
    scale = models.DecimalField(max_digits=20, decimal_places=8, default=1)
    filters = models.JSONField(default=dict, blank=True)
    formula = models.TextField(blank=True)
    formula_en = models.TextField(blank=True)
    baseline = models.DecimalField(max_digits=38, decimal_places=8, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            known_code("level", IndicatorLevel, "indicator"),
            known_code("polarity", Polarity, "indicator"),
            known_code("aggregation", Aggregation, "indicator"),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What was promised for a year, or for a quarter of it; a range has both bounds."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=38, decimal_places=8, null=True, blank=True)
    lower = models.DecimalField(max_digits=38, decimal_places=8, null=True, blank=True)
    upper = models.DecimalField(max_digits=38, decimal_places=8, null=True, blank=True)

    class Meta:
        ordering = ["indicator", "year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"], nulls_distinct=False, name="target_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"


class Realisation(models.Model):
    """What came of it in one period (`2026`, `2026-10`), and the version that proves it.

    Set, never incremented: publishing the same version twice leaves the same rows.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="realisations")
    period = models.CharField(max_length=12)
    value = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    numerator = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    denominator = models.DecimalField(max_digits=38, decimal_places=8, null=True)
    row_count = models.BigIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["indicator", "period"]
        constraints = [models.UniqueConstraint(fields=["indicator", "period"], name="realisation_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}"
