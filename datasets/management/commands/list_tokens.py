"""`manage.py list_tokens`: which API tokens there are, without what opens anything."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from datasets.models import ApiToken


class Command(BaseCommand):
    """One line a token: prefix, person, scope, expiry, last use, state."""

    help = "Menampilkan token API: awalan, pengguna, wewenang, masa berlaku, terakhir dipakai."

    def add_arguments(self, parser: CommandParser) -> None:
        """Perhaps of one person only."""
        parser.add_argument("user", nargs="?", default="", help="nama pengguna")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them, newest first."""
        tokens = ApiToken.objects.select_related("user")
        if options["user"]:
            tokens = tokens.filter(user__username=options["user"])
        for token in tokens:
            used = f"{token.last_used_at:%Y-%m-%d}" if token.last_used_at else "-"
            cells = (token.prefix, token.user.username, token.scope, f"{token.expires_at:%Y-%m-%d}", used)
            self.stdout.write("\t".join((*cells, state_of(token), token.name)))


def state_of(token: ApiToken) -> str:
    """Whether it still opens anything."""
    if token.revoked_at is not None:
        return "dicabut"
    return "kedaluwarsa" if token.expires_at <= timezone.now() else "berlaku"
