"""From an announcement to messages: to who asked, never to who may not know, once."""

from __future__ import annotations

import pytest

from datasets.actions.make_webhook import make_webhook
from datasets.models import Delivery, User, Webhook
from datasets.outbox.spread import spread
from datasets.vocab import Access, Role, Verb
from datasets.vocab_hooks import DeliveryState, HookEvent
from tests import factories
from tests.datasets.outbox.conftest import Told

URL = "https://a.example/hook"


def receivers() -> set[str]:
    return {one.owner.username for one in Delivery.objects.select_related("owner")}


@pytest.fixture
def everybody(sari: User, budi: User, wati: User) -> None:
    """A webhook of each person, for everything."""
    for person in (sari, budi, wati, factories.person("walikota", Role.PIMPINAN)):
        make_webhook(person, URL)


def test_a_message_is_made_for_each_webhook_once(webhook: Webhook, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    announcement = told(of)
    spread(announcement.pk)
    spread(announcement.pk)
    made = Delivery.objects.get()
    assert (made.webhook, made.kind, made.state) == (
        webhook,
        HookEvent.DATASET_PUBLISHED,
        DeliveryState.WAITING,
    )
    assert (made.message, made.data) == (announcement.pk, announcement.data)


def test_what_everybody_may_know_is_told_to_everybody(everybody: None, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    spread(told(of).pk)
    assert receivers() == {"sari", "budi", "wati", "walikota"}


def test_a_closed_dataset_is_told_to_its_office_and_walidata_only(everybody: None, told: Told) -> None:
    of = factories.dataset(access=Access.CLOSED)
    factories.published(of)
    spread(told(of).pk)
    assert receivers() == {"sari", "wati"}


def test_a_return_is_told_to_who_may_follow_the_file(everybody: None, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    spread(told(of, Verb.RETURN_UPLOAD, note="Perbaiki.").pk)
    assert receivers() == {"sari", "wati"}


def test_a_closed_account_hears_nothing(webhook: Webhook, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    User.objects.filter(pk=webhook.owner_id).update(is_active=False)
    spread(told(of).pk)
    assert receivers() == set()


def test_only_what_was_asked_for_is_told(sari: User, budi: User, told: Told) -> None:
    of, other = (
        factories.dataset(),
        factories.dataset("izin", organization=factories.office("dinas-kesehatan")),
    )
    for one in (of, other):
        factories.published(one)
    make_webhook(sari, URL, [HookEvent.DATASET_WITHDRAWN])
    make_webhook(sari, URL, dataset=other)
    make_webhook(sari, URL, organization=other.organization)
    off, _ = make_webhook(sari, URL)
    Webhook.objects.filter(pk=off.pk).update(is_active=False)
    spread(told(of).pk)
    assert not Delivery.objects.exists()
    spread(told(other).pk)
    assert Delivery.objects.count() == 2


def test_a_webhook_made_later_hears_nothing_of_before(sari: User, told: Told) -> None:
    of = factories.dataset()
    factories.published(of)
    announcement = told(of)
    make_webhook(sari, URL)
    spread(announcement.pk)
    assert not Delivery.objects.exists()
