"""How a receiver knows that a message is ours: the Standard Webhooks scheme, HMAC-SHA256.

Headers `webhook-id`, `webhook-timestamp` (seconds) and `webhook-signature`: `v1,` and the base64 of
HMAC-SHA256 over `<id>.<timestamp>.<body>`. The key is what stands in base64 after `whsec_`. A
receiver refuses a timestamp that is more than five minutes off, and ids that it had before.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

from datasets.models import Webhook

_PREFIX = "whsec_"


def secret_of(webhook: Webhook) -> str:
    """The webhook's secret: derived, never kept, so that a stolen table signs nothing."""
    return _PREFIX + base64.b64encode(_key_of(webhook)).decode()


def signature(webhook: Webhook, message: str, timestamp: int, body: bytes) -> str:
    """What stands in `webhook-signature`."""
    signed = f"{message}.{timestamp}.".encode() + body
    digest = hmac.new(_key_of(webhook), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def _key_of(webhook: Webhook) -> bytes:
    named = f"satudata webhook {webhook.pk} {webhook.salt}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), named, hashlib.sha256).digest()
