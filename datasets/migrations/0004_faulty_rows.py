"""Rows of an upload that something was found fault with, kept whole to be mended in place."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("datasets", "0003_row_rules")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="FaultyRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("row", models.BigIntegerField()),
                ("cells", models.JSONField()),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="faulty_rows",
                        to="datasets.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["upload", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "position"), name="faulty_row_once")
                ],
            },
        ),
    ]
