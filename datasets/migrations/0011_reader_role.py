"""The role that readers' queries take; `manage.py prepare` makes it again where a restored database lacks it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


def let_readers_read(apps: Any, schema_editor: Any) -> None:
    from datasets.queries import reader

    reader.let_readers_read()


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("datasets", "0010_idempotent_answers")]

    operations: ClassVar[list[Operation]] = [
        migrations.RunPython(let_readers_read, migrations.RunPython.noop),
    ]
