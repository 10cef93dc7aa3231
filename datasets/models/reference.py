"""Reference data (Kode Referensi, Perpres 39/2019 art. 3): code lists and their codes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from datasets.models.keys import Keyed


class CodeList(Keyed):
    """A list of codes that columns may be bound to, public through the API."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=40)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class Code(Keyed):
    """One code with its official name and the spellings that mean it."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=40, blank=True)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["code_list", "code"], name="code_once_in_list")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
