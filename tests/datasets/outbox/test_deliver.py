"""Sending: signed and logged; tried later and later; switched off in the end; private addresses never."""

from __future__ import annotations

import json
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from datasets.actions.send_again import ping_webhook
from datasets.models import Delivery, User, Webhook
from datasets.outbox.deliver import PATIENCE, TRIES, deliver, pause
from datasets.outbox.signing import secret_of
from datasets.outbox.spread import spread
from datasets.vocab import Access
from datasets.vocab_hooks import DeliveryState, HookEvent
from tests import factories
from tests.datasets.outbox.conftest import Told
from tests.datasets.outbox.test_signing import verified
from tests.receiver import Server, plain


@pytest.fixture
def delivery(webhook: Webhook, told: Told) -> Delivery:
    """That a dataset was published, waiting to be sent."""
    of = factories.dataset()
    factories.published(of)
    spread(told(of).pk)
    return Delivery.objects.get()


def again(delivery: Delivery, **changes: Any) -> Delivery:
    """Due now, and sent."""
    Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now(), **changes)
    deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_it_arrives_signed_and_is_logged(delivery: Delivery, webhook: Webhook, receiver: Server) -> None:
    deliver(delivery.pk)
    (asked,) = receiver.asked
    headers = asked.headers
    assert (asked.method, asked.path, headers["content-type"]) == ("POST", "/hook", "application/json")
    assert headers["webhook-id"] == str(delivery.message)
    signed = headers["webhook-signature"]
    assert verified(
        secret_of(webhook), headers["webhook-id"], headers["webhook-timestamp"], signed, asked.body
    )
    told = json.loads(asked.body)
    assert (told["type"], told["data"]["dataset"]["slug"]) == ("dataset.published", "sampah-terangkut")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.excerpt) == (DeliveryState.DELIVERED, 200, "diterima")
    assert [one["status"] for one in delivery.tries] == [200]


def test_it_is_sent_once_however_often_it_is_asked_for(delivery: Delivery, receiver: Server) -> None:
    deliver(delivery.pk)
    deliver(delivery.pk)
    again(delivery)
    assert len(receiver.asked) == 1


def test_what_fails_waits_longer_each_time_and_ends(delivery: Delivery, receiver: Server) -> None:
    receiver.answer = lambda asked: plain(b"sibuk", "503 Busy")
    deliver(delivery.pk)
    deliver(delivery.pk)  # not due yet
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt, delivery.status) == (DeliveryState.WAITING, 1, 503)
    assert delivery.due_at > timezone.now() + timedelta(seconds=15)
    again(delivery, attempt=TRIES - 1)
    assert (delivery.state, delivery.excerpt) == (DeliveryState.FAILED, "sibuk")
    assert len(delivery.tries) == 2
    receiver.answer = lambda asked: plain()
    assert again(delivery).state == DeliveryState.FAILED


def test_pauses_double_up_to_six_hours_and_scatter() -> None:
    assert [pause(n, 0.5).total_seconds() for n in (1, 2, 3, 12, 40)] == [30, 60, 120, 21_600, 21_600]
    assert pause(1, 0) < pause(1, 0.5) < pause(1, 1)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/", "address_refused"),
        ("http://169.254.169.254/latest/meta-data", "address_refused"),
        ("http://[::1]/", "address_refused"),
        ("http://[::ffff:10.0.0.1]/", "address_refused"),
        ("http://0x7f.1/", "bad_url"),
    ],
)
def test_a_private_address_is_never_asked(
    delivery: Delivery, webhook: Webhook, settings: Settings, url: str, code: str
) -> None:
    settings.OUTGOING_ALLOW = frozenset()
    Webhook.objects.filter(pk=webhook.pk).update(url=url)
    assert again(delivery).error == code
    assert delivery.state == DeliveryState.WAITING


def test_a_redirect_is_not_followed(delivery: Delivery, receiver: Server) -> None:
    receiver.answer = lambda asked: plain(b"", "307 Elsewhere", Location="http://10.0.0.1/")
    assert (again(delivery).error, len(receiver.asked)) == ("redirected", 1)


def test_what_its_owner_may_no_longer_know_is_dropped(
    delivery: Delivery, budi: User, receiver: Server
) -> None:
    of = delivery.announcement.dataset  # type: ignore[union-attr]
    Webhook.objects.update(owner=budi)
    Delivery.objects.update(owner=budi)
    of.access = Access.CLOSED
    of.save()
    assert (again(delivery).state, receiver.asked) == (DeliveryState.DROPPED, [])


@pytest.mark.parametrize("gone", ["account", "webhook"])
def test_who_is_gone_or_switched_off_is_not_told(
    delivery: Delivery, webhook: Webhook, receiver: Server, gone: str
) -> None:
    if gone == "account":
        User.objects.filter(pk=webhook.owner_id).update(is_active=False)
    else:
        Webhook.objects.filter(pk=webhook.pk).update(is_active=False)
    assert (again(delivery).state, receiver.asked) == (DeliveryState.DROPPED, [])


def test_after_days_of_failures_it_is_switched_off_and_its_owner_told(
    delivery: Delivery, webhook: Webhook, sari: User, receiver: Server
) -> None:
    User.objects.filter(pk=sari.pk).update(email="sari@kota.example")
    receiver.answer = lambda asked: plain(b"", "500 Broken")
    again(delivery)
    webhook.refresh_from_db()
    assert webhook.failing_since is not None
    other = ping_webhook(sari, webhook)
    Webhook.objects.update(failing_since=timezone.now() - PATIENCE)
    again(delivery)
    webhook.refresh_from_db()
    other.refresh_from_db()
    assert (webhook.is_active, webhook.disabled_at is not None) == (False, True)
    assert other.state == DeliveryState.DROPPED
    letter = Delivery.objects.get(kind=HookEvent.WEBHOOK_DISABLED)
    deliver(letter.pk)
    (sent,) = mail.outbox
    assert sent.to == ["sari@kota.example"]
    assert "Sistem sampah" in sent.subject
    assert "/akun/webhook" in sent.body


def test_a_success_forgets_the_failures_before(delivery: Delivery, webhook: Webhook) -> None:
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=4))
    again(delivery)
    webhook.refresh_from_db()
    assert webhook.failing_since is None


def test_a_letter_that_does_not_go_is_tried_again(sari: User, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        closed = listening.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed
    now = timezone.now()
    letter = Delivery.objects.create(
        email="sari@kota.example", owner=sari, kind=HookEvent.WEBHOOK_DISABLED, data={"name": "a"},
        due_at=now, created_at=now,
    )  # fmt: skip
    deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempt) == (DeliveryState.WAITING, 1)
    assert letter.error == "ConnectionRefusedError"
