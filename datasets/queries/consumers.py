"""Systems that read a dataset: for themselves, and for who must know before columns change."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from datasets.announcing import breaking_in
from datasets.measures.schema_change import touches
from datasets.models import Consumer, Dataset, Upload, User
from datasets.queries.cards import moment
from datasets.rules.access import Act, may, member
from datasets.rules.errors import Hidden


def consumers_of(viewer: User, dataset: Dataset) -> list[Consumer]:
    """The person's own; all of them for who keeps or reviews the dataset. One query."""
    found = Consumer.objects.filter(dataset=dataset).select_related("owner", "webhook")
    is_keeper = may(viewer, Act.EDIT_DATASET, dataset) or may(viewer, Act.RETURN, dataset)
    return list(found if is_keeper else found.filter(owner=member(viewer)))


def consumer_of(viewer: User, dataset: Dataset, consumer_id: uuid.UUID) -> Consumer:
    """One of those. Raises Hidden for any other."""
    for one in consumers_of(viewer, dataset):
        if one.pk == consumer_id:
            return one
    raise Hidden


def broken_by(upload: Upload) -> list[Consumer]:
    """The systems that break where this upload is published as it is. At most one query."""
    return hit_by(upload.dataset, breaking_in(upload.difference))


def hit_by(dataset: Dataset, changes: Sequence[dict[str, Any]]) -> list[Consumer]:
    """The systems that read what these breaking changes (as JSON) are about."""
    if not changes:
        return []
    readers = Consumer.objects.filter(dataset=dataset)
    return [one for one in readers if any(touches(change, one.columns) for change in changes)]


def consumer_card(consumer: Consumer) -> dict[str, Any]:
    """A consuming system as the API tells it."""
    return {
        "id": str(consumer.pk),
        "name": consumer.name,
        "contact": consumer.contact,
        "email": consumer.email,
        "webhook": str(consumer.webhook_id) if consumer.webhook_id else None,
        "columns": consumer.columns,
        "owner": consumer.owner.name,
        "created_at": moment(consumer.created_at),
    }


def breaking_card(upload: Upload) -> dict[str, Any] | None:
    """What an upload would break, as the API tells it: changes, and how many systems; None for nothing."""
    changes = breaking_in(upload.difference)
    return {"changes": changes, "consumers": len(hit_by(upload.dataset, changes))} if changes else None
