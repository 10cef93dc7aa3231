"""Letters with a link to choose a password: ours, plain, and never in the way."""

from __future__ import annotations

import pytest
from django.core import mail
from pytest_django import Settings

from datasets.actions.letters import password_link, send_invitation, send_reset
from datasets.models import User
from tests import factories


@pytest.fixture
def person(sari: User) -> User:
    sari.email = "sari@kota.example"
    sari.name = "Sari & Kawan <b>"
    return sari


def test_the_link_is_built_from_our_public_address(person: User, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://data.kota.example"
    assert password_link(person).startswith("https://data.kota.example/akun/sandi/baru/")


def test_an_invitation_says_who_one_is_here_and_how_to_begin(person: User, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://data.kota.example"
    send_invitation(person)
    [letter] = mail.outbox
    assert letter.to == ["sari@kota.example"]
    assert settings.CITY.catalogue_title in letter.subject
    for told in ("Sari & Kawan <b>", "Nama pengguna Anda: sari", "tiga jam", password_link(person)):
        assert told in letter.body
    assert "https://data.kota.example/akun/sandi/lupa" in letter.body
    assert factories.PASSWORD not in letter.body


def test_a_reset_brings_the_same_kind_of_link(person: User) -> None:
    send_reset(person)
    assert password_link(person) in mail.outbox[0].body


def test_dead_mail_is_told_in_the_log_only(person: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    send_invitation(person)
    send_reset(person)
