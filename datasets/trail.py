"""The trail: one line for each thing done, written in the same transaction as the deed (DOMAIN req. 9).

Stands below rules, so that actions and intake, which are strangers, both write it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasets.announcing import announce
from datasets.models import Dataset, Event, Organization, Upload, User
from datasets.models.keys import Keyed


def record(
    actor: User | None,
    verb: str,
    thing: Keyed | None = None,
    *,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """Write one line: who (None: the portal itself) did what (`vocab.Verb`) with which thing.

    `detail` must be plain JSON values; no personal data, no secrets. What other systems are to be
    told of it is written down beside it (`announcing`).
    """
    event = Event.objects.create(
        actor=actor,
        actor_role=actor.role if actor else "",
        verb=verb,
        object_type=thing._meta.model_name or "" if thing else "",
        object_id=thing.pk if thing else None,
        organization=_office_of(thing, actor),
        from_state=from_state,
        to_state=to_state,
        note=note,
        detail=dict(detail or {}),
    )
    announce(event, thing)
    return event


def _office_of(thing: Keyed | None, actor: User | None) -> Organization | None:
    if isinstance(thing, Upload):
        return thing.dataset.organization
    if isinstance(thing, Organization):
        return thing
    if isinstance(thing, Dataset | User):
        return thing.organization
    return actor.organization if actor else None
