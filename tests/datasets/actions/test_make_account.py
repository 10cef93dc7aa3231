"""An account for somebody: made whole and invited, or refused with every fault named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from datasets.actions.make_account import make_account
from datasets.models import Event, User
from datasets.models.keys import Keyed
from datasets.rules.errors import Denied, Invalid
from datasets.vocab import Role
from tests import factories

Lines = Callable[[Keyed], list[Event]]


@pytest.fixture
def admin(db: None) -> User:
    return factories.person("admin", Role.ADMIN)


def make(actor: User, **changes: Any) -> User:
    given: dict[str, Any] = {
        "username": "dewi",
        "name": "Dewi",
        "email": "dewi@kota.example",
        "role": Role.PRODUSEN,
    }
    if "organization" not in changes and changes.get("role", Role.PRODUSEN) == Role.PRODUSEN:
        given["organization"] = factories.office()
    return make_account(actor, **(given | changes))


def test_it_is_made_without_password_and_invited(
    admin: User, lines: Lines, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = make(admin, name="  Dewi \u202e Lestari ")
        assert mail.outbox == []
    made.refresh_from_db()
    assert (made.username, made.name, made.role) == ("dewi", "Dewi Lestari", Role.PRODUSEN)
    assert made.organization == factories.office()
    assert not made.has_usable_password()
    assert not made.is_superuser
    assert [letter.to for letter in mail.outbox] == [["dewi@kota.example"]]
    [line] = lines(made)
    assert (line.verb, line.actor, line.detail) == ("make_account", admin, {"role": "produsen"})
    assert line.organization == made.organization


def test_an_administrator_may_make_another(admin: User) -> None:
    assert make(admin, role=Role.ADMIN).is_superuser


def test_no_letter_goes_out_where_nothing_was_kept(
    admin: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        make(admin)
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not User.objects.filter(username="dewi").exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_else_gives_accounts(db: None, role: Role) -> None:
    of = "dinas-kesehatan" if role in (Role.PRODUSEN, Role.WALIDATA_PENDUKUNG) else ""
    with pytest.raises(Denied):
        make(factories.person("lain", role, of))
    assert not User.objects.filter(username="dewi").exists()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"username": ""}, {"username"}),
        ({"username": "nama dengan spasi"}, {"username"}),
        ({"username": "x" * 81}, {"username"}),
        ({"username": "ADMIN"}, {"username"}),
        ({"organization": None}, {"organization"}),
        ({"role": "raja", "organization": None}, {"role"}),
        ({"username": "", "name": "", "email": "x", "organization": None},
         {"username", "name", "email", "organization"}),
    ],
)  # fmt: skip
def test_every_fault_is_named_at_once(admin: User, changes: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        make(admin, **changes)
    assert {fault.field for fault in refusal.value.faults} == fields
    assert User.objects.count() == 1
    assert mail.outbox == []


def test_a_closed_office_gets_nobody(admin: User) -> None:
    office = factories.office()
    office.is_active = False
    office.save()
    with pytest.raises(Invalid, match="tidak aktif"):
        make(admin, organization=office)
