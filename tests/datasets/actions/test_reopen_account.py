"""A closed account is reopened: same role and office, a new password by invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from datasets.actions.close_account import close_account
from datasets.actions.reopen_account import reopen_account
from datasets.models import Event, User
from datasets.models.keys import Keyed
from datasets.rules.errors import Denied, IllegalMove
from datasets.vocab import Role
from tests import factories


@pytest.fixture
def admin(db: None) -> User:
    return factories.person("admin", Role.ADMIN)


@pytest.fixture
def closed(admin: User, sari: User) -> User:
    User.objects.filter(pk=sari.pk).update(email="sari@kota.example")
    return close_account(admin, sari)


def test_it_opens_as_it_was_and_its_person_is_invited(
    admin: User,
    closed: User,
    lines: Callable[[Keyed], list[Event]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reopen_account(admin, closed)
    closed.refresh_from_db()
    assert closed.is_active
    assert not closed.has_usable_password()
    assert (closed.role, closed.organization) == (Role.PRODUSEN, factories.office())
    assert [letter.to for letter in mail.outbox] == [["sari@kota.example"]]
    assert [line.verb for line in lines(closed)] == ["close_account", "reopen_account"]


def test_an_open_one_is_not_opened(admin: User, sari: User) -> None:
    with pytest.raises(IllegalMove, match="sudah terbuka"):
        reopen_account(admin, sari)


@pytest.mark.parametrize("email", ["", "wati@kota.example"])
def test_it_needs_an_address_of_its_own(admin: User, closed: User, wati: User, email: str) -> None:
    User.objects.filter(pk=wati.pk).update(email="wati@kota.example")
    User.objects.filter(pk=closed.pk).update(email=email)
    with pytest.raises(IllegalMove):
        reopen_account(admin, closed)
    closed.refresh_from_db()
    assert not closed.is_active


def test_nobody_else_reopens(closed: User, wati: User) -> None:
    for actor in (wati, closed):
        with pytest.raises(Denied):
            reopen_account(actor, closed)
