"""What the verbs on accounts share: only a living administrator, faults named, tokens ended."""

from __future__ import annotations

import pytest

from datasets.actions.accounts import faults_of, hold_account, hold_admins, office_fault, revoke_tokens
from datasets.actions.make_token import make_token
from datasets.models import User
from datasets.rules.errors import Denied, Hidden
from datasets.vocab import Role, Scope
from tests import factories

pytestmark = pytest.mark.django_db


def someone(**changes: object) -> User:
    given = {"username": "dewi", "name": "Dewi", "email": "dewi@kota.example", "role": Role.WALIDATA}
    return User(**(given | changes))


def test_the_account_is_held_as_it_is_now(sari: User) -> None:
    admin = factories.person("admin", Role.ADMIN)
    User.objects.filter(pk=sari.pk).update(name="Sari Baru")
    assert hold_account(admin, sari).name == "Sari Baru"
    hold_admins(admin)


@pytest.mark.parametrize("role", [Role.WALIDATA, Role.PIMPINAN, Role.SEKRETARIAT, Role.PEMBINA])
def test_only_an_administrator_may(sari: User, role: Role) -> None:
    for other in (factories.person("lain", role), sari):
        with pytest.raises(Denied):
            hold_account(other, sari)
        with pytest.raises(Denied):
            hold_admins(other)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.WALIDATA}])
def test_who_was_administrator_a_moment_ago_may_no_more(sari: User, change: dict[str, object]) -> None:
    admin = factories.person("admin", Role.ADMIN)
    User.objects.filter(pk=admin.pk).update(**change)
    for held in (sari, admin):
        with pytest.raises(Denied):
            hold_account(admin, held)


def test_an_account_that_is_gone_is_hidden(sari: User) -> None:
    admin = factories.person("admin", Role.ADMIN)
    User.objects.filter(pk=sari.pk).delete()
    with pytest.raises(Hidden):
        hold_account(admin, sari)


def test_a_good_account_has_no_fault() -> None:
    assert faults_of(someone()) == []
    assert faults_of(someone(role=Role.PRODUSEN, organization=factories.office())) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": ""}, ("name", "required")),
        ({"name": "x" * 151}, ("name", "too_long")),
        ({"email": ""}, ("email", "invalid")),
        ({"email": "bukan surel"}, ("email", "invalid")),
        ({"email": f"{'x' * 250}@kota.example"}, ("email", "invalid")),
        ({"role": "raja"}, ("role", "invalid")),
        ({"role": Role.PRODUSEN}, ("organization", "required")),
    ],
)
def test_each_fault_is_named(change: dict[str, object], fault: tuple[str, str]) -> None:
    assert [(found.field, found.code) for found in faults_of(someone(**change))] == [fault]


def test_a_role_of_the_city_has_no_office() -> None:
    [fault] = faults_of(someone(organization=factories.office()))
    assert (fault.field, fault.code) == ("organization", "not_for_role")


def test_an_address_belongs_to_one_person(sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(email="Dewi@kota.example")
    [fault] = faults_of(someone())
    assert (fault.field, fault.code) == ("email", "duplicate")


def test_nobody_comes_to_an_office_that_is_closed() -> None:
    office = factories.office()
    assert office_fault(office) is None
    office.is_active = False
    assert office_fault(office) is not None
    assert office_fault(None) is None


def test_tokens_of_one_person_end(sari: User, budi: User) -> None:
    kept, _ = make_token(budi, Scope.READ, 30)
    token, _ = make_token(sari, Scope.READ, 30)
    assert revoke_tokens(sari) == 1
    assert revoke_tokens(sari) == 0
    for one in (kept, token):
        one.refresh_from_db()
    assert token.revoked_at is not None
    assert kept.revoked_at is None
