"""Webhooks: made, listed, switched, removed; what was sent to them, and sending it again."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, body_of, fields_in, text_in
from datasets.actions.change_webhook import renew_secret, switch_webhook
from datasets.actions.end_webhook import end_webhook
from datasets.actions.make_webhook import make_webhook
from datasets.actions.send_again import ping_webhook, send_again
from datasets.models import User
from datasets.queries.errors import BadParameter
from datasets.queries.organizations import office_of
from datasets.queries.webhooks import (
    deliveries_of,
    delivery_card,
    delivery_of,
    webhook_card,
    webhook_of,
    webhooks_of,
)
from datasets.rules.access import find_dataset
from datasets.vocab_hooks import SUBSCRIBABLE


class WebhooksView(ApiView):
    """`GET, POST webhooks`."""

    def get(self, request: Request) -> HttpResponse:
        """The person's own."""
        return _all_of(actor_of(request))

    def post(self, request: Request) -> HttpResponse:
        """A new one; its secret is in this answer and never again."""
        actor, body = actor_of(request), body_of(request)
        fields_in(body, "url", "name", "events", "dataset", "organization")
        of, office = text_in(body, "dataset"), text_in(body, "organization")
        made, secret = make_webhook(
            actor,
            text_in(body, "url", is_required=True),
            _events_in(body),
            name=text_in(body, "name"),
            dataset=find_dataset(actor, of) if of else None,
            organization=office_of(actor, office).organization if office else None,
        )
        where = f"{settings.PUBLIC_URL}/api/v1/webhooks/{made.pk}"
        return as_json(webhook_card(made) | {"secret": secret}, 201, {"Location": where})


class WebhookView(ApiView):
    """`GET, PATCH, DELETE webhooks/{id}`."""

    def get(self, request: Request, webhook_id: uuid.UUID) -> HttpResponse:
        """One of the person's own."""
        return as_json(webhook_card(webhook_of(actor_of(request), webhook_id)))

    def patch(self, request: Request, webhook_id: uuid.UUID) -> HttpResponse:
        """Switch it on or off."""
        actor = actor_of(request)
        webhook, body = webhook_of(actor, webhook_id), body_of(request)
        fields_in(body, "is_active")
        is_active = body.get("is_active")
        if not isinstance(is_active, bool):
            raise BadParameter("is_active", "unreadable", gettext("Isikan true atau false."))
        return as_json(webhook_card(switch_webhook(actor, webhook, is_active=is_active)))

    def delete(self, request: Request, webhook_id: uuid.UUID) -> HttpResponse:
        """Remove it with its log."""
        actor = actor_of(request)
        end_webhook(actor, webhook_of(actor, webhook_id))
        return _all_of(actor)


class WebhookSecretView(ApiView):
    """`POST webhooks/{id}/secret`."""

    def post(self, request: Request, webhook_id: uuid.UUID) -> HttpResponse:
        """A new secret in place of the old one, shown once."""
        actor = actor_of(request)
        webhook = webhook_of(actor, webhook_id)
        secret = renew_secret(actor, webhook)
        return as_json(webhook_card(webhook) | {"secret": secret})


class WebhookPingView(ApiView):
    """`POST webhooks/{id}/ping`."""

    def post(self, request: Request, webhook_id: uuid.UUID) -> HttpResponse:
        """Send a message that says nothing, to see whether it arrives."""
        actor = actor_of(request)
        return as_json(delivery_card(ping_webhook(actor, webhook_of(actor, webhook_id))), 202)


class DeliveriesView(ApiView):
    """`GET webhooks/{id}/deliveries`."""

    def get(self, request: Request, webhook_id: uuid.UUID) -> HttpResponse:
        """The latest messages, newest first, with each try."""
        webhook = webhook_of(actor_of(request), webhook_id)
        shown = [delivery_card(one) for one in deliveries_of(webhook)]
        return as_json({"count": len(shown), "results": shown})


class RedeliverView(ApiView):
    """`POST webhooks/{id}/deliveries/{id}/redeliver`."""

    def post(self, request: Request, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
        """Send the same message again."""
        actor = actor_of(request)
        again = send_again(actor, delivery_of(actor, webhook_id, delivery_id))
        return as_json(delivery_card(again), 202)


def _events_in(body: dict[str, Any]) -> list[str]:
    given = body.get("events", list(SUBSCRIBABLE))
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadParameter("events", "unreadable", gettext("Isikan daftar nama peristiwa."))
    return given


def _all_of(actor: User) -> HttpResponse:
    shown = [webhook_card(one) for one in webhooks_of(actor)]
    return as_json({"count": len(shown), "results": shown})
