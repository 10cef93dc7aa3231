"""Sample accounts: the eight of the contract, never with a known password on an open address."""

from __future__ import annotations

import pytest

from datasets.actions.load_reference import load_reference
from datasets.actions.make_sample_accounts import (
    DEFAULT_PASSWORD,
    SamplePasswordNeeded,
    make_sample_accounts,
    sample_password,
)
from datasets.city import load_city
from datasets.models import User
from datasets.vocab import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def senders() -> dict[str, User]:
    """The accounts of a freshly loaded city."""
    load_reference(load_city())
    return make_sample_accounts("rahasia-contoh", {"dinas-kesehatan", "bkpsdm"})


def test_the_eight_people_can_sign_in(senders: dict[str, User]) -> None:
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    for name in ("sari", "budi", "joko", "wati", "rini", "bima", "walikota", "admin"):
        assert people[name].check_password("rahasia-contoh")
    assert people["wati"].role == Role.WALIDATA
    assert people["wati"].organization is None
    assert people["admin"].is_superuser


def test_an_office_without_a_person_gets_a_sender_who_cannot_sign_in(senders: dict[str, User]) -> None:
    assert senders["dinas-kesehatan"].username == "budi"
    sender = senders["bkpsdm"]
    assert sender.organization is not None
    assert sender.organization.slug == "bkpsdm"
    assert not sender.has_usable_password()


def test_a_second_run_keeps_people_and_passwords(senders: dict[str, User]) -> None:
    count = User.objects.count()
    again = make_sample_accounts("sandi-lain", {"dinas-kesehatan", "bkpsdm"})
    assert again == senders
    assert User.objects.count() == count
    assert again["dinas-kesehatan"].check_password("rahasia-contoh")


def test_the_known_password_is_for_ones_own_machine_only() -> None:
    assert sample_password("127.0.0.1", "") == DEFAULT_PASSWORD
    assert sample_password("0.0.0.0", "sandi-sendiri") == "sandi-sendiri"
    with pytest.raises(SamplePasswordNeeded, match="Isi SAMPLE_PASSWORD"):
        sample_password("0.0.0.0", "")
