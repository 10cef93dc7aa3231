"""`manage.py backup DIR`: database and stored files, consistent with each other, in a new folder."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from datasets import store
from satudata.backup import BackupFailed, back_up
from satudata.embedded import available


class Command(BaseCommand):
    """Works while the portal runs, and while it does not."""

    help = "Mencadangkan basis data dan berkas ke folder baru."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup and say what it holds."""
        target: Path = options["folder"].absolute()
        data_dir = Path(settings.DATA_DIR)
        try:
            with available(data_dir), store.nothing_removed():
                named = dict.fromkeys(named_files())  # before the dump: rows may go while it is made
                later = (sha256 for sha256 in named_files() if sha256 not in named)
                files = chain(named, later)
                manifest = back_up(target, settings.DATABASES["default"], data_dir / "files", files)
        except BackupFailed as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"Cadangan dibuat di {target}: {manifest.tables} tabel, {len(manifest.files)} berkas, "
            f"{manifest.database_bytes + sum(manifest.files.values())} bita."
        )


def named_files() -> Iterator[str]:
    """The SHA-256 of each stored file that some row names."""
    seen: set[str] = set()
    for model in apps.get_models():
        if any(field.name == "sha256" for field in model._meta.get_fields()):
            found = set(model._default_manager.values_list("sha256", flat=True)) - {""} - seen
            seen |= found
            yield from sorted(found)
