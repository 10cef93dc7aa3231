"""Contracts for consumers: systems that read a dataset, and how its columns changed between versions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, body_of, fields_in, text_in
from api.v1.idempotency import once
from api.v1.version_diffs import versions_asked
from datasets.actions.end_consumer import end_consumer
from datasets.actions.make_consumer import make_consumer
from datasets.models import Dataset, User, Webhook
from datasets.queries.consumers import consumer_card, consumer_of, consumers_of
from datasets.queries.errors import BadParameter
from datasets.queries.schema_diff import schema_diff
from datasets.queries.webhooks import webhook_of
from datasets.rules.access import find_dataset


class ConsumersView(ApiView):
    """`GET, POST datasets/{slug}/consumers`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The person's own; all for who keeps or reviews the dataset."""
        actor = actor_of(request)
        return _listed(actor, find_dataset(actor, slug))

    def post(self, request: Request, slug: str) -> HttpResponse:
        """Be warned before these columns change."""
        actor = actor_of(request)
        dataset, body = find_dataset(actor, slug), body_of(request)
        fields_in(body, "name", "columns", "contact", "email", "webhook")
        return once(request, body, lambda: self._made(actor, dataset, body))

    def _made(self, actor: User, dataset: Dataset, body: Mapping[str, Any]) -> HttpResponse:
        made = make_consumer(
            actor,
            dataset,
            text_in(body, "name"),
            columns=_columns_in(body),
            contact=text_in(body, "contact"),
            email=text_in(body, "email"),
            webhook=_webhook_in(actor, body),
        )
        where = f"{settings.PUBLIC_URL}/api/v1/datasets/{dataset.slug}/consumers/{made.pk}"
        return as_json(consumer_card(made), 201, {"Location": where})


class ConsumerView(ApiView):
    """`DELETE datasets/{slug}/consumers/{id}`."""

    def delete(self, request: Request, slug: str, consumer_id: uuid.UUID) -> HttpResponse:
        """Be warned no more."""
        actor = actor_of(request)
        dataset = find_dataset(actor, slug)
        end_consumer(actor, consumer_of(actor, dataset, consumer_id))
        return _listed(actor, dataset)


class SchemaDiffView(ApiView):
    """`GET datasets/{slug}/versions/{n}/schema-diff`."""

    known = frozenset({"against"})

    def get(self, request: Request, slug: str, number: int) -> HttpResponse:
        """How its columns differ from those of `against`, by default of the version before it."""
        _, version, against = versions_asked(request, slug, number)
        return as_json(schema_diff(version, against))


def _listed(actor: User, dataset: Dataset) -> HttpResponse:
    shown = [consumer_card(consumer) for consumer in consumers_of(actor, dataset)]
    return as_json({"count": len(shown), "results": shown})


def _columns_in(body: Mapping[str, Any]) -> list[str]:
    given = body.get("columns", [])
    if not isinstance(given, list) or not all(isinstance(one, str) and "\x00" not in one for one in given):
        raise BadParameter("columns", "unreadable", gettext("Isikan daftar id kolom."))
    return given


def _webhook_in(actor: User, body: Mapping[str, Any]) -> Webhook | None:
    given = text_in(body, "webhook")
    try:
        return webhook_of(actor, uuid.UUID(given)) if given else None
    except ValueError:
        raise BadParameter("webhook", "unreadable", gettext("Isikan id webhook Anda.")) from None
