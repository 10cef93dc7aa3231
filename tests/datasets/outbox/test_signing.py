"""A message is signed as Standard Webhooks say, and verified the way a receiver would."""

from __future__ import annotations

import base64
import hashlib
import hmac

from pytest_django import Settings

from datasets.actions.change_webhook import renew_secret
from datasets.models import User, Webhook
from datasets.outbox.signing import secret_of, signature


def verified(secret: str, message: str, timestamp: str, signed: str, body: bytes) -> bool:
    """As a receiver's own few lines would do it."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return hmac.compare_digest(signed, "v1," + base64.b64encode(digest).decode())


def test_a_receiver_can_verify_and_a_change_of_anything_shows(webhook: Webhook) -> None:
    secret, signed = secret_of(webhook), signature(webhook, "m1", 1_800_000_000, b"{}")
    assert verified(secret, "m1", "1800000000", signed, b"{}")
    assert not verified(secret, "m2", "1800000000", signed, b"{}")
    assert not verified(secret, "m1", "1800000001", signed, b"{}")
    assert not verified(secret, "m1", "1800000000", signed, b"{ }")


def test_secrets_differ_are_not_kept_and_change_with_the_portals_key(
    webhook: Webhook, sari: User, settings: Settings
) -> None:
    first = secret_of(webhook)
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
    assert first not in str(Webhook.objects.values())
    second = renew_secret(sari, webhook)
    assert second != first
    settings.SECRET_KEY = "kunci-lain-" * 5
    webhook.refresh_from_db()
    assert secret_of(webhook) not in (first, second)
