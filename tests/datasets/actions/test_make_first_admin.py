"""The first administrator."""

from __future__ import annotations

import pytest

from datasets.actions.make_first_admin import has_admin, make_first_admin
from datasets.models import Event, User
from datasets.rules.errors import IllegalMove, Invalid
from datasets.vocab import Role

GOOD = "kapal-layar-biru-26"


def test_it_is_made_once(db: None) -> None:
    assert not has_admin()
    admin = make_first_admin("kominfo@kota.example", GOOD)
    admin.refresh_from_db()
    assert (admin.username, admin.email, admin.role) == ("admin", "kominfo@kota.example", Role.ADMIN)
    assert admin.check_password(GOOD)
    assert admin.is_superuser
    assert has_admin()
    assert [event.verb for event in Event.objects.filter(object_id=admin.pk)] == ["make_account"]
    with pytest.raises(IllegalMove):
        make_first_admin("lain@kota.example", GOOD)
    assert User.objects.count() == 1


def test_a_name_that_is_taken_is_refused(sari: User) -> None:
    with pytest.raises(IllegalMove):
        make_first_admin("kominfo@kota.example", GOOD, "sari")


@pytest.mark.parametrize(
    ("email", "password", "username", "field"),
    [
        ("bukan-surel", GOOD, "admin", "email"),
        ("a@kota.example", "pendek", "admin", "password"),
        ("a@kota.example", "123456789012", "admin", "password"),
        ("a@kota.example", GOOD, "nama dengan spasi", "username"),
    ],
)
def test_each_fault_is_named(db: None, email: str, password: str, username: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make_first_admin(email, password, username)
    assert {fault.field for fault in refusal.value.faults} == {field}
    assert not User.objects.exists()
