"""`manage.py create_token USER --scope …`: a new API token, printed once and never again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from datasets.actions.make_token import MOST_DAYS, make_token
from datasets.models import User
from datasets.rules.errors import Refused
from datasets.vocab import Scope


class Command(BaseCommand):
    """Make a token for a person; only the token itself goes to standard output."""

    help = "Membuat token API untuk seorang pengguna; token hanya ditampilkan sekali."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what for, how long."""
        parser.add_argument("user", help="nama pengguna")
        parser.add_argument("--scope", required=True, choices=[scope.value for scope in Scope])
        parser.add_argument("--days", type=int, default=90, help=f"masa berlaku, 1–{MOST_DAYS} hari")
        parser.add_argument("--name", default="", help="untuk apa token ini")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token; what is refused ends the command with its sentence."""
        person = User.objects.filter(username=options["user"], is_active=True).first()
        if person is None:
            raise CommandError(f"Pengguna “{options['user']}” tidak ada.")
        try:
            token, plain = make_token(person, Scope(options["scope"]), options["days"], options["name"])
        except Refused as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(plain)
        self.stderr.write(
            f"Berlaku sampai {token.expires_at:%Y-%m-%d}. Simpan sekarang: tidak ditampilkan lagi."
        )
