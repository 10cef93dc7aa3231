"""The invitation once more, for who has not begun yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from datasets.actions.invite_again import invite_again
from datasets.models import Event, User
from datasets.rules.errors import Denied, IllegalMove
from datasets.vocab import Role, Verb
from tests import factories


@pytest.fixture
def admin(db: None) -> User:
    return factories.person("admin", Role.ADMIN)


@pytest.fixture
def invited(sari: User) -> User:
    sari.email = "sari@kota.example"
    sari.set_unusable_password()
    sari.save()
    return sari


def test_a_letter_goes_out_after_commit(
    admin: User, invited: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite_again(admin, invited)
        assert mail.outbox == []
    assert [letter.to for letter in mail.outbox] == [["sari@kota.example"]]
    assert Event.objects.filter(verb=Verb.INVITE_AGAIN, object_id=invited.pk, actor=admin).count() == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [({"is_active": False}, "Buka kembali"), ({"email": ""}, "belum punya alamat")],
)
def test_it_needs_an_open_account_with_an_address(
    admin: User, invited: User, change: dict[str, Any], told: str
) -> None:
    User.objects.filter(pk=invited.pk).update(**change)
    with pytest.raises(IllegalMove, match=told):
        invite_again(admin, invited)
    assert not Event.objects.exists()


def test_who_has_a_password_asks_for_a_new_one_themselves(admin: User, wati: User) -> None:
    with pytest.raises(IllegalMove, match="sudah punya kata sandi"):
        invite_again(admin, wati)


def test_nobody_else_invites(invited: User, wati: User) -> None:
    for actor in (wati, invited):
        with pytest.raises(Denied):
            invite_again(actor, invited)
