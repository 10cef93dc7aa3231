"""What the settings promise and no other test would notice, because tests put something else in its place."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password, make_password
from pytest_django import Settings

from satudata import settings as portal


def test_passwords_are_kept_by_argon2(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = portal.PASSWORD_HASHERS
    kept = make_password("kata-sandi-panjang-2026")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("kata-sandi-panjang-2026", kept)
    assert not check_password("kata-sandi-panjang-2025", kept)
