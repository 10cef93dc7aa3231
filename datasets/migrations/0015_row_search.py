"""Whether a dataset wants an index of the words of its rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("datasets", "0014_harvest")]

    operations: ClassVar[list[Operation]] = [
        migrations.AddField("dataset", "has_row_search", models.BooleanField(default=False)),
    ]
