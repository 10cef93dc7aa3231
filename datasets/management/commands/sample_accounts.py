"""`manage.py sample_accounts`: who can sign in to a portal with sample data, as a table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from datasets.actions.make_sample_accounts import PEOPLE, sample_password
from datasets.models import User
from satudata import env


class Command(BaseCommand):
    """Print the sample accounts with their roles, and the password they were made with."""

    help = "Menampilkan akun contoh dan sandinya."

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each account that is there."""
        there = {
            user.username: user for user in User.objects.filter(is_sample=True).select_related("organization")
        }
        self.stdout.write(f"{'Akun contoh':<13}{'Peran':<20}Perangkat daerah")
        for person in PEOPLE:
            if user := there.get(person.username):
                office = user.organization.name if user.organization else "kota"
                self.stdout.write(f"  {user.username:<11}{user.get_role_display():<20}{office}")
        password = sample_password(settings.BIND, env.text("SAMPLE_PASSWORD"))
        self.stdout.write(f"Sandi untuk semuanya, kecuali yang sudah diganti: {password}")
