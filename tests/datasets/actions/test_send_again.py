"""A ping, and a message sent again under its own id; not where it is off, waiting, or not to be known."""

from __future__ import annotations

import pytest

from datasets.actions.change_webhook import switch_webhook
from datasets.actions.make_webhook import make_webhook
from datasets.actions.send_again import ping_webhook, send_again
from datasets.jobs import Job
from datasets.models import Announcement, Dataset, Delivery, User, Webhook
from datasets.outbox.spread import spread
from datasets.rules.errors import Hidden, IllegalMove
from datasets.trail import record
from datasets.vocab import Access, Verb
from datasets.vocab_hooks import DeliveryState, HookEvent
from tests import factories
from tests.datasets.actions.conftest import Asked


@pytest.fixture
def webhook(budi: User) -> Webhook:
    return make_webhook(budi, "https://a.example/hook")[0]


@pytest.fixture
def failed(webhook: Webhook) -> Delivery:
    version = factories.published(factories.dataset())
    record(None, Verb.PUBLISH_VERSION, version.upload, detail={"version": 1})
    spread(Announcement.objects.get().pk)
    Delivery.objects.update(state=DeliveryState.FAILED)
    return Delivery.objects.get()


def test_a_ping_is_asked_for(budi: User, webhook: Webhook, asked: Asked) -> None:
    with asked() as jobs:
        made = ping_webhook(budi, webhook)
    assert (made.kind, made.announcement) == (HookEvent.PING, None)
    assert jobs == [(Job.DELIVER, (str(made.pk),))]


def test_the_same_message_goes_again(budi: User, failed: Delivery) -> None:
    again = send_again(budi, failed)
    assert again.pk != failed.pk
    assert (again.message, again.data, again.state) == (failed.message, failed.data, DeliveryState.WAITING)
    with pytest.raises(IllegalMove):
        send_again(budi, again)


def test_nothing_goes_to_a_webhook_that_is_off(budi: User, webhook: Webhook, failed: Delivery) -> None:
    switch_webhook(budi, webhook, is_active=False)
    with pytest.raises(IllegalMove):
        ping_webhook(budi, webhook)
    with pytest.raises(IllegalMove):
        send_again(budi, failed)


def test_others_do_not_find_it_nor_who_may_no_longer_know(wati: User, budi: User, failed: Delivery) -> None:
    assert failed.webhook is not None
    with pytest.raises(Hidden):
        ping_webhook(wati, failed.webhook)
    with pytest.raises(Hidden):
        send_again(wati, failed)
    Dataset.objects.update(access=Access.CLOSED)
    with pytest.raises(Hidden):
        send_again(budi, Delivery.objects.select_related("announcement__dataset").get(pk=failed.pk))
