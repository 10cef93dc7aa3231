"""`manage.py restore DIR`: a backup in the place of this portal's database and files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from satudata.backup import BackupFailed, check, restore
from satudata.embedded import available


class Command(BaseCommand):
    """A damaged backup, or data in the way, ends it before anything is touched."""

    help = "Memulihkan cadangan; isi yang ada hanya diganti dengan --replace."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, and whether what is there may go."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--replace", action="store_true", help="ganti isi basis data yang ada")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, restore, and say what came back."""
        source: Path = options["folder"].absolute()
        data_dir = Path(settings.DATA_DIR)
        try:
            check(source)
            with available(data_dir):
                if connection.introspection.table_names() and not options["replace"]:
                    raise CommandError("Basis data ini sudah berisi. Ganti isinya dengan --replace.")
                connection.close()
                manifest = restore(source, settings.DATABASES["default"], data_dir / "files")
        except BackupFailed as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Dipulihkan: {manifest.tables} tabel, {len(manifest.files)} berkas.")
        self.stdout.write("Jalankan `make up`: cadangan dari rilis lama dimigrasikan saat mulai.")
