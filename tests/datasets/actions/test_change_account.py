"""An account is mended: role with office, tokens end with the old work, nobody demotes themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from datasets.actions.change_account import change_account
from datasets.actions.close_account import close_account
from datasets.actions.make_token import make_token
from datasets.models import Event, User
from datasets.models.keys import Keyed
from datasets.rules.errors import Denied, Invalid
from datasets.vocab import Role, Scope
from tests import factories

Lines = Callable[[Keyed], list[Event]]


@pytest.fixture
def admin(db: None) -> User:
    return factories.person("admin", Role.ADMIN)


def change(actor: User, account: User, **changes: Any) -> User:
    given: dict[str, Any] = {
        "name": account.name,
        "email": account.email or f"{account.username}@kota.example",
        "role": account.role,
        "organization": account.organization,
    }
    return change_account(actor, account, **(given | changes))


def test_name_and_address_are_kept_and_tokens_live_on(admin: User, sari: User, lines: Lines) -> None:
    token, _ = make_token(sari, Scope.READ, 30)
    change(admin, sari, name=" Sari  Dewi ", email="sari.dewi@kota.example")
    sari.refresh_from_db()
    token.refresh_from_db()
    assert (sari.name, sari.email) == ("Sari Dewi", "sari.dewi@kota.example")
    assert token.revoked_at is None
    [line] = lines(sari)
    assert (line.verb, line.detail) == ("change_account", {"fields": ["name", "email"], "tokens": 0})
    assert "Dewi" not in str(line.detail)
    change(admin, sari)
    assert len(lines(sari)) == 1


def test_another_office_ends_the_tokens_of_the_old_one(admin: User, sari: User) -> None:
    token, _ = make_token(sari, Scope.PUBLISH, 30)
    change(admin, sari, organization=factories.office("dinas-kesehatan"))
    sari.refresh_from_db()
    token.refresh_from_db()
    assert sari.organization == factories.office("dinas-kesehatan")
    assert token.revoked_at is not None


def test_a_role_comes_with_or_without_an_office(admin: User, sari: User, lines: Lines) -> None:
    for role, of in ((Role.WALIDATA, factories.office()), (Role.PRODUSEN, None)):
        with pytest.raises(Invalid) as refusal:
            change(admin, sari, role=role, organization=of)
        assert [fault.field for fault in refusal.value.faults] == ["organization"]
    change(admin, sari, role=Role.WALIDATA, organization=None)
    sari.refresh_from_db()
    assert (sari.role, sari.organization) == (Role.WALIDATA, None)
    assert [(line.from_state, line.to_state) for line in lines(sari)][-1] == ("produsen", "walidata")


def test_rights_of_an_administrator_come_and_go_with_the_role(admin: User, wati: User) -> None:
    assert change(admin, wati, role=Role.ADMIN).is_superuser
    wati.refresh_from_db()
    assert wati.is_superuser
    assert not change(admin, wati, role=Role.WALIDATA).is_superuser


def test_an_administrator_does_not_demote_themselves(admin: User) -> None:
    with pytest.raises(Invalid, match="administrator terakhir"):
        change(admin, admin, role=Role.WALIDATA)
    factories.person("admin-dua", Role.ADMIN)
    with pytest.raises(Invalid, match="Minta administrator lain"):
        change(admin, admin, role=Role.WALIDATA)
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN
    change(admin, admin, name="Administrator Portal")
    admin.refresh_from_db()
    assert admin.name == "Administrator Portal"


def test_one_administrator_may_demote_the_other_but_then_not_back(admin: User) -> None:
    other = factories.person("admin-dua", Role.ADMIN)
    change(admin, other, role=Role.WALIDATA)
    with pytest.raises(Denied):
        change(other, admin, role=Role.WALIDATA)


def test_who_has_no_password_yet_is_invited_at_the_new_address(
    admin: User, sari: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(admin, sari, email="satu@kota.example")
    assert mail.outbox == []
    sari.set_unusable_password()
    sari.save()
    with django_capture_on_commit_callbacks(execute=True):
        change(admin, sari, email="dua@kota.example")
    assert [letter.to for letter in mail.outbox] == [["dua@kota.example"]]


def test_an_office_that_closed_since_keeps_its_people(admin: User, sari: User) -> None:
    office = factories.office()
    office.is_active = False
    office.save()
    sari.refresh_from_db()
    change(admin, sari, name="Sari Lama")
    wati = factories.wati()
    with pytest.raises(Invalid, match="tidak aktif"):
        change(admin, wati, role=Role.PRODUSEN, organization=office)


def test_a_closed_account_is_mended_without_a_letter(
    admin: User, sari: User, django_capture_on_commit_callbacks: Any
) -> None:
    close_account(admin, sari)
    with django_capture_on_commit_callbacks(execute=True):
        change(admin, sari, email="baru@kota.example")
    sari.refresh_from_db()
    assert (sari.email, sari.is_active) == ("baru@kota.example", False)
    assert mail.outbox == []


def test_nobody_else_changes_accounts(sari: User, wati: User) -> None:
    for actor in (sari, wati):
        with pytest.raises(Denied):
            change(actor, sari, role=Role.ADMIN, organization=None)
