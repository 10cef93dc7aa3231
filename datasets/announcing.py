"""Writes down what other systems are to be told, in the transaction of the deed itself: the outbox.

The trail calls it for each of its lines. What is written here is told even where the process dies
right after; what is rolled back is never told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasets.jobs import Job, enqueue
from datasets.models import Announcement, Dataset, Event, Upload
from datasets.models.keys import Keyed
from datasets.vocab import Verb
from datasets.vocab_hooks import HookEvent

_KINDS: dict[str, HookEvent] = {
    Verb.PUBLISH_VERSION: HookEvent.DATASET_PUBLISHED,
    Verb.RETURN_UPLOAD: HookEvent.UPLOAD_RETURNED,
    Verb.WITHDRAW_DATASET: HookEvent.DATASET_WITHDRAWN,
}


def announce(event: Event, thing: Keyed | None) -> Announcement | None:
    """Note what this line of the trail means for others; None where it means nothing to them."""
    kind = _kind_of(event, thing)
    if kind is None or not isinstance(thing, Dataset | Upload):
        return None
    upload = thing if isinstance(thing, Upload) else None
    dataset = thing.dataset if isinstance(thing, Upload) else thing
    made = Announcement.objects.create(
        event=event,
        kind=kind,
        dataset=dataset,
        upload=upload,
        data=_data(event, dataset, upload),
        at=event.at,
    )
    enqueue(Job.SPREAD, str(made.pk))
    return made


def _kind_of(event: Event, thing: Keyed | None) -> HookEvent | None:
    """A file with the very rows that are live already publishes nothing; one that is asked to be
    approved is told of where it would break what others read.
    """
    if event.verb == Verb.SUBMIT_UPLOAD and isinstance(thing, Upload):
        return HookEvent.SCHEMA_BREAKING if breaking_in(thing.difference) else None
    return None if "same_as" in event.detail else _KINDS.get(event.verb)


def breaking_in(difference: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The changes of columns in an `Upload.difference` that break who reads them."""
    return [change for change in difference.get("schema") or [] if change["is_breaking"]]


def _data(event: Event, dataset: Dataset, upload: Upload | None) -> dict[str, Any]:
    """What is told; never rows, and nothing that the receiver could not ask the API for."""
    told: dict[str, Any] = {
        "dataset": {"id": str(dataset.pk), "slug": dataset.slug, "title": dataset.title},
        "at": event.at.isoformat(timespec="seconds"),
    }
    if "version" in event.detail:
        told["version"] = event.detail["version"]
    if upload is not None and event.verb == Verb.RETURN_UPLOAD:
        told["upload"] = str(upload.pk)
    if upload is not None and event.verb == Verb.SUBMIT_UPLOAD:
        told |= {"version": upload.difference["against"], "changes": breaking_in(upload.difference)}
        return told  # the sender's note is for the reviewer
    if event.note:
        told["note"] = event.note
    return told
