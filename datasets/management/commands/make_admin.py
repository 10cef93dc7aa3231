"""`manage.py make_admin`: the first administrator, from the environment or asked for in the terminal."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from datasets.actions.make_first_admin import has_admin, make_first_admin
from datasets.rules.errors import IllegalMove, Invalid
from satudata import env


class Command(BaseCommand):
    """Take ADMIN_EMAIL and ADMIN_PASSWORD; ask for what is missing where a person can answer."""

    help = "Membuat administrator dari ADMIN_EMAIL dan ADMIN_PASSWORD, atau menanyakannya."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--only-first` does nothing where an administrator is there already."""
        parser.add_argument("--only-first", action="store_true", help="hanya bila belum ada administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say in one sentence why not."""
        if options["only_first"] and has_admin():
            return
        email = env.text("ADMIN_EMAIL") or self._ask("Surel administrator pertama: ")
        password = env.text("ADMIN_PASSWORD") or self._ask_secret()
        try:
            admin = make_first_admin(email, password)
        except (Invalid, IllegalMove) as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Administrator dibuat: masuk sebagai {admin.username}.")

    def _ask(self, question: str) -> str:
        self._check_terminal()
        return input(question).strip()

    def _ask_secret(self) -> str:
        self._check_terminal()
        first = getpass.getpass("Sandi (paling sedikit 12 huruf): ")
        if getpass.getpass("Sandi sekali lagi: ") != first:
            raise CommandError("Kedua sandi tidak sama.")
        return first

    def _check_terminal(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(
                "Belum ada administrator, dan tidak ada terminal untuk bertanya: "
                "isi ADMIN_EMAIL dan ADMIN_PASSWORD."
            )
