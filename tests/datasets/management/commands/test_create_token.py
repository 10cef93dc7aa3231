"""create_token, list_tokens and revoke_token: made once, listed without its secret, revoked."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from datasets.models import User


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def status(plain: str) -> int:
    return Client().get("/api/v1/stats", headers={"Authorization": f"Bearer {plain}"}).status_code


def test_a_token_works_until_it_is_revoked(sari: User) -> None:
    plain = run("create_token", "sari", "--scope", "publish", "--days", "7", "--name", "SIMPEG")
    assert status(plain) == 200
    prefix, _, secret = plain.partition(".")
    listed = run("list_tokens", "sari")
    assert listed.startswith(f"{prefix}\tsari\tpublish\t")
    assert listed.endswith("\tberlaku\tSIMPEG")
    assert secret not in listed
    assert "dicabut" in run("revoke_token", prefix)
    assert "\tdicabut\t" in run("list_tokens")
    assert status(plain) == 401


@pytest.mark.parametrize(
    "words",
    [
        ("create_token", "siapa", "--scope", "read"),
        ("create_token", "sari", "--scope", "semua"),
        ("create_token", "sari", "--scope", "review"),
        ("create_token", "sari", "--scope", "read", "--days", "0"),
        ("create_token", "sari"),
        ("revoke_token", "tidakada"),
    ],
)
def test_what_cannot_be_done_is_said(sari: User, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*words)
