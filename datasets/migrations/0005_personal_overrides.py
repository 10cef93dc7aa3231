"""Reasons for open personal columns get a table: first files have no dictionary, and kinds change."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import datasets.models.keys


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("datasets", "0004_faulty_rows")]

    operations: ClassVar[list[Operation]] = [
        migrations.RemoveField(model_name="column", name="personal_data_override"),
        migrations.CreateModel(
            name="PersonalOverride",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=datasets.models.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("column", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=300)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=15), size=None
                    ),
                ),
                ("reason", models.TextField()),
                ("given_at", models.DateTimeField()),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_overrides",
                        to="datasets.dataset",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["dataset", "label"],
                "constraints": [
                    models.UniqueConstraint(fields=("dataset", "column"), name="personal_override_once")
                ],
            },
        ),
    ]
