"""`manage.py load_samples`: the sample city, through the real intake."""

from __future__ import annotations

import time
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from kombu.exceptions import OperationalError

from datasets.actions.load_reference import load_reference
from datasets.actions.make_sample_accounts import SamplePasswordNeeded, sample_password
from datasets.city import CityError
from datasets.management.samples import SamplesStuck, load_samples
from satudata import env


class Command(BaseCommand):
    """Send every sample file as its office would, and lead it to publication. Safe to run again."""

    help = "Memuat kota contoh lewat penerimaan yang sebenarnya: kirim, periksa, setujui, terbitkan."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--inline` works in this process, for a machine without a running worker."""
        parser.add_argument("--inline", action="store_true", help="bekerja di proses ini, tanpa worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, telling how far it is; a sample that gets stuck ends the command with its sentence."""
        began = time.monotonic()
        inline = options["inline"] or not _has_worker()
        try:
            password = sample_password(settings.BIND, env.text("SAMPLE_PASSWORD"))
            load_reference(settings.CITY)
            count = load_samples(settings.CITY, password, self.stdout.write, inline=inline)
        except (CityError, SamplePasswordNeeded, SamplesStuck) as error:
            raise CommandError(str(error)) from error
        seconds = f"{time.monotonic() - began:.1f}".replace(".", ",")
        if count:
            self.stdout.write(f"{count} berkas contoh terbit dalam {seconds} detik.")
        else:
            self.stdout.write("Data contoh sudah lengkap.")


def _has_worker() -> bool:
    """Whether a worker answers at the broker within a second."""
    try:
        return bool(current_app.control.ping(timeout=1.0, limit=1))
    except (OperationalError, OSError):
        return False
