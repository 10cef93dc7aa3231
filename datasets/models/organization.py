"""Organization: an office of the city (OPD), producer and publisher of its own data."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from datasets.models.keys import Keyed

#: SIPD code of an office: three bidang-urusan pairs, SKPD number, unit number (DOMAIN §3).
ORGANIZATION_CODE = r"^(\d\.\d{2}\.){3}\d{2}\.\d{4}$"


class Organization(Keyed):
    """An OPD. Renamed or merged offices stay, and point to their successor."""

    code = models.CharField(max_length=30, unique=True, validators=[RegexValidator(ORGANIZATION_CODE)])
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    affairs = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    description = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    website = models.URLField(blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """Abbreviation where the office has one, else its name."""
        return self.abbreviation or self.name
