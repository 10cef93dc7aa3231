"""`manage.py revoke_token PREFIX`: a token opens nothing from now on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from datasets.actions.revoke_token import revoke_token
from datasets.models import ApiToken


class Command(BaseCommand):
    """Revoke the token with this prefix (as `list_tokens` shows it)."""

    help = "Mencabut token API dengan awalan ini."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("prefix")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke it in its person's name; an unknown prefix ends the command with a sentence."""
        prefix = str(options["prefix"]).partition(".")[0]
        token = ApiToken.objects.select_related("user").filter(prefix=prefix).first()
        if token is None:
            raise CommandError(f"Token dengan awalan “{prefix}” tidak ada.")
        revoke_token(token.user, token)
        self.stdout.write(f"Token {prefix} milik {token.user.username} dicabut.")
