"""`manage.py load_reference`: the city's offices, code lists and indicators, into the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from datasets.actions.load_reference import load_reference
from datasets.city import CityError


class Command(BaseCommand):
    """Load the city's files; safe to run at every start."""

    help = "Memuat perangkat daerah, daftar kode dan indikator dari folder kota (CITY_DIR)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much was new; a wrong city file ends the command with its sentence."""
        try:
            loaded = load_reference(settings.CITY)
        except CityError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{settings.CITY.name}: {loaded.total} rujukan, {loaded.made} baru, {loaded.changed} berubah."
        )
