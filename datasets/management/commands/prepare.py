"""`manage.py prepare`: all that must be so before the portal serves; safe at every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from datasets.actions.make_sample_accounts import SamplePasswordNeeded, sample_password
from datasets.queries.reader import let_readers_read
from satudata import env, health
from satudata.static_files import collect_if_changed


class Command(BaseCommand):
    """Refuse known passwords in the open, migrate, readers' role, the city, static files, first admin."""

    help = "Menyiapkan basis data, rujukan kota, berkas statis dan administrator pertama."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step that is still to be done."""
        self._check_samples()
        call_command("migrate", interactive=False, verbosity=0)
        let_readers_read()
        call_command("load_reference", stdout=self.stdout)
        if collect_if_changed():
            self.stdout.write("Berkas statis dikumpulkan.")
        health.forget()
        if not settings.SAMPLES:
            call_command("make_admin", only_first=True, stdout=self.stdout)

    def _check_samples(self) -> None:
        if not settings.SAMPLES:
            return
        try:
            sample_password(settings.BIND, env.text("SAMPLE_PASSWORD"))
        except SamplePasswordNeeded as refusal:
            raise CommandError(str(refusal)) from refusal
