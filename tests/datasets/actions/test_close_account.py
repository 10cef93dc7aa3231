"""A closed account opens nothing: no session, no link, no token; and an administrator always remains."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from datasets.actions.close_account import close_account
from datasets.actions.letters import password_link
from datasets.actions.make_token import make_token
from datasets.models import Event, User
from datasets.models.keys import Keyed
from datasets.rules.errors import Denied, IllegalMove
from datasets.vocab import Role, Scope
from tests import factories

Lines = Callable[[Keyed], list[Event]]


@pytest.fixture
def admin(db: None) -> User:
    return factories.person("admin", Role.ADMIN)


def test_sessions_links_and_tokens_end(admin: User, sari: User, lines: Lines) -> None:
    inside = Client()
    inside.force_login(sari)
    link = password_link(sari)
    _, plain = make_token(sari, Scope.PUBLISH, 30)
    close_account(admin, sari)
    sari.refresh_from_db()
    assert not sari.is_active
    assert inside.get("/kerja").status_code == 302
    assert "tidak berlaku lagi" in Client().get(link[link.index("/akun") :], follow=True).text
    answer = Client().get("/api/v1/uploads", headers={"Authorization": f"Bearer {plain}"})
    assert answer.status_code == 401
    line = lines(sari)[-1]
    assert (line.verb, line.actor, line.detail) == ("close_account", admin, {"tokens": 1})
    assert (line.from_state, line.to_state) == ("active", "closed")


def test_a_session_does_not_come_back_with_the_account(admin: User, sari: User) -> None:
    inside = Client()
    inside.force_login(sari)
    close_account(admin, sari)
    User.objects.filter(pk=sari.pk).update(is_active=True)
    assert inside.get("/kerja").status_code == 302


def test_the_last_administrator_stays(admin: User) -> None:
    with pytest.raises(Denied) as refusal:
        close_account(admin, admin)
    assert refusal.value.code == "last_admin"
    other = factories.person("admin-dua", Role.ADMIN)
    with pytest.raises(Denied) as refusal:
        close_account(admin, admin)
    assert refusal.value.code == "own_account"
    close_account(admin, other)
    with pytest.raises(Denied):
        close_account(other, admin)
    assert User.objects.filter(role=Role.ADMIN, is_active=True).count() == 1


def test_a_closed_one_is_not_closed_again(admin: User, sari: User, lines: Lines) -> None:
    close_account(admin, sari)
    with pytest.raises(IllegalMove, match="sudah ditutup"):
        close_account(admin, sari)
    assert len(lines(sari)) == 1


def test_nobody_else_closes_accounts(sari: User, budi: User, wati: User) -> None:
    for actor in (wati, budi, sari):
        with pytest.raises(Denied):
            close_account(actor, sari)
    sari.refresh_from_db()
    assert sari.is_active
