"""The administrator's list of accounts."""

from __future__ import annotations

import uuid

import pytest

from datasets.models import User
from datasets.queries.accounts import account_of, accounts
from datasets.rules.errors import Denied, Hidden
from datasets.vocab import Role
from tests import factories


def test_open_ones_first_then_by_name(sari: User, budi: User, wati: User) -> None:
    admin = factories.person("admin", Role.ADMIN)
    User.objects.filter(pk=budi.pk).update(is_active=False)
    assert [user.username for user in accounts(admin)] == ["admin", "sari", "wati", "budi"]


def test_words_are_looked_for_in_both_names(sari: User, wati: User) -> None:
    admin = factories.person("admin", Role.ADMIN)
    User.objects.filter(pk=sari.pk).update(name="Ibu Dewi")
    for words in ("dewi", "SARI"):
        assert list(accounts(admin, words)) == [sari]
    assert account_of(admin, sari.pk) == sari


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nobody_else_sees_them(sari: User, role: Role) -> None:
    of = "dinas-kesehatan" if role in (Role.PRODUSEN, Role.WALIDATA_PENDUKUNG) else ""
    for viewer in (factories.person("lain", role, of), None):
        with pytest.raises(Denied):
            accounts(viewer)
        with pytest.raises(Denied):
            account_of(viewer, sari.pk)


def test_an_unknown_one_is_hidden(db: None) -> None:
    with pytest.raises(Hidden):
        account_of(factories.person("admin", Role.ADMIN), uuid.uuid4())
