"""Sources elsewhere, what they have, and how their runs went: for Walidata only."""

from __future__ import annotations

import uuid

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from datasets.models import HarvestRun, Source, SourceItem, User
from datasets.rules.access import Act, demand
from datasets.rules.errors import Hidden
from datasets.vocab import Role
from datasets.vocab_harvest import ItemState

#: Things and runs shown of one source.
SHOWN_ITEMS, SHOWN_RUNS = 500, 20


def sources_of(viewer: User) -> list[Source]:
    """All sources, each with `last_state`, `last_at` of its newest run and `here`, `trouble` counts.

    Raises Denied for all but Walidata. One query.
    """
    demand(viewer, Act.MANAGE_SOURCES)
    newest = HarvestRun.objects.filter(source=OuterRef("pk")).order_by("-started_at")
    found = Source.objects.select_related("organization", "sender").annotate(
        last_state=Subquery(newest.values("state")[:1]),
        last_error=Subquery(newest.values("error")[:1]),
        last_at=Subquery(newest.values("started_at")[:1]),
        here=Count("items", filter=Q(items__state=ItemState.ACTIVE)),
        trouble=Count("items", filter=~Q(items__state=ItemState.ACTIVE)),
    )
    return list(found)


def senders() -> QuerySet[User]:
    """Who may stand for what is pulled: every produsen with an open account, by office."""
    found = User.objects.filter(role=Role.PRODUSEN, is_active=True).select_related("organization")
    return found.order_by("organization__name", "name")


def source_of(viewer: User, source_id: uuid.UUID) -> Source:
    """One source. Raises Denied, Hidden."""
    demand(viewer, Act.MANAGE_SOURCES)
    found = Source.objects.select_related("organization", "sender").filter(pk=source_id).first()
    if found is None:
        raise Hidden
    return found


def items_of(source: Source) -> QuerySet[SourceItem]:
    """What the source has, what is wrong with it first."""
    found = source.items.select_related("dataset", "last_upload")
    return found.order_by("-error", "title", "pk")[:SHOWN_ITEMS]


def runs_of(source: Source) -> list[HarvestRun]:
    """Its latest runs, newest first."""
    return list(source.runs.all()[:SHOWN_RUNS])
