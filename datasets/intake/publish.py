"""Makes an approved upload public: the version and its downloads first, the pointer last.

Everything before the last transaction is invisible (a version in state `building`), so a crash
leaves the old pointer; the last transaction moves pointer, figures and states together.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from datasets.intake import claims, database, indicators
from datasets.intake.claims import Alive, Claim, Lost
from datasets.intake.difference import is_same_content
from datasets.intake.downloads import write_downloads
from datasets.intake.job import dictionary_of, lasting_answers, make_columns, proposal_of
from datasets.intake.lineup import Lineup, lineup_of
from datasets.intake.load import drop_part
from datasets.intake.placing import misplaced
from datasets.intake.score import score
from datasets.intake.shape import merged_shape
from datasets.jobs import Job, enqueue
from datasets.measures.periods import in_order, is_period, next_release, parse_period
from datasets.models import Dataset, Part, Upload, Version, VersionPart
from datasets.rules.row_changes import OVERTAKEN, is_overtaken
from datasets.rules.states import Move, target
from datasets.trail import record
from datasets.vocab import Frequency, UploadState, Verb, VersionState

log = structlog.get_logger(__name__)

#: Seconds between two tries of a publication that fails: doubled each time, up to the second.
_FIRST_PAUSE, _LONGEST_PAUSE = 30, 3600


class Moved(Exception):
    """What is live changed since the file was checked, or while its version was being built."""


def publish(upload_id: uuid.UUID, alive: Alive | None = None) -> None:
    """Publish an approved upload; does nothing where it is published, or someone else is at it.

    A publication that fails stays `approved`, says why in `publish_error`, is tried again by the
    sweeper, and raises here what went wrong.
    """
    claim = claims.take_for_publication(upload_id)
    if claim is None:
        return
    try:
        with claims.kept(claim, alive):
            _publish(claim)
    except Lost:
        log.info("publication_moved_on", upload=str(upload_id))
    except Exception as error:
        _postpone(claim, error)
        raise
    _ask_for_next(upload_id)


def _postpone(claim: Claim, error: Exception) -> None:
    """Say why, and wait a while: longer each time."""
    pause = min(_FIRST_PAUSE * 2 ** min(claim.attempt - 1, 10), _LONGEST_PAUSE)
    try:
        database.reconnect_if_broken()
        claim.release(timedelta(seconds=pause), publish_error=f"{type(error).__name__}: {error}"[:500])
    except (DatabaseError, InterfaceError) as reason:
        log.warning("claim_not_released", upload=str(claim.upload_id), reason=type(reason).__name__)


def _ask_for_next(upload_id: uuid.UUID) -> None:
    """Other approved files of the same dataset waited for this one."""
    waiting = Upload.objects.filter(dataset__uploads=upload_id, state=UploadState.APPROVED)
    for other in waiting.filter(claims.is_free()).order_by("approved_at").values_list("pk", flat=True):
        enqueue(Job.PUBLISH_UPLOAD, str(other))


def _publish(claim: Claim) -> None:
    part = Part.objects.select_related("dataset__organization", "upload").get(upload_id=claim.upload_id)
    live = part.dataset.live_version
    if is_overtaken(part.upload):
        _send_back(claim, part.upload)
        return
    if misplaced(part.dataset, part.period):
        raise Moved(f"the live version now holds more than {part.period or 'a file without a period'}")
    lineup = lineup_of(part, live)
    dictionary = dictionary_of(part.dataset) or proposal_of(part.upload)
    if live is not None and is_same_content(lineup, dictionary.key if dictionary else ()):
        _publish_nothing_new(claim, part, live)
        return
    version = _build(lineup)
    write_downloads(version, lineup.parts)
    _make_live(claim, version, lineup)


@transaction.atomic
def _send_back(claim: Claim, upload: Upload) -> None:
    """Rows sent by key that were laid over rows no longer live: its sender has them checked again."""
    state = target(claim.state, Move.OVERTAKE)
    claim.finish(state=state, attempt=0, approved_by=None, approved_at=None)
    record(None, Verb.RETURN_UPLOAD, upload, from_state=claim.state, to_state=state, note=str(OVERTAKEN))


@transaction.atomic
def _build(lineup: Lineup) -> Version:
    """The new version in state `building`, in place of any that an earlier try left."""
    dataset, upload = lineup.part.dataset, lineup.part.upload
    if upload.approved_by is None:
        raise ValueError("an approved upload names who approved it")
    _give_dictionary(dataset, upload)
    dataset.versions.filter(state=VersionState.BUILDING).delete()
    last = dataset.versions.order_by("-number").first()
    order = list(dataset.columns.order_by("position").values_list("name", flat=True))
    parts = lineup.parts
    version = Version.objects.create(
        dataset=dataset,
        number=last.number + 1 if last else 1,
        upload=upload,
        columns=merged_shape(order, [part.columns for part in parts]),
        row_count=sum(part.row_count for part in parts),
        note=upload.note,
        approved_by=upload.approved_by,
    )
    _place(version, parts)
    version.quality = score(version, parts)
    version.save(update_fields=["quality"])
    return version


def _place(version: Version, parts: list[Part]) -> None:
    offset, places = 0, []
    for position, part in enumerate(parts):
        places.append(VersionPart(version=version, part=part, position=position, offset=offset))
        offset += part.row_count
    VersionPart.objects.bulk_create(places)


def _give_dictionary(dataset: Dataset, upload: Upload) -> None:
    """A dataset without a data dictionary takes the one that its approved file proposed."""
    proposal = proposal_of(upload)
    if proposal is None or dataset.columns.exists():
        return
    found = {column["id"]: column.get("personal", "") for column in upload.table.get("columns", [])}
    make_columns(dataset, proposal, found)


@transaction.atomic
def _make_live(claim: Claim, version: Version, lineup: Lineup) -> None:
    """The one moment in which the public sees something else. Raises Lost, Moved."""
    now = timezone.now()
    dataset = _held(claim, version.dataset_id, version.dataset.live_version_id)
    before = dataset.live_version
    if before is not None:
        before.state = VersionState.SUPERSEDED
        before.save(update_fields=["state"])
    version.state, version.published_at = VersionState.PUBLISHED, now
    version.save(update_fields=["state", "published_at"])
    dataset.live_version, dataset.data_updated_at = version, now
    dataset.next_release = _next_release(dataset, lineup)
    dataset.recipe = dataset.recipe | lasting_answers(lineup.part.upload)
    dataset.save(update_fields=["live_version", "data_updated_at", "next_release", "recipe"])
    indicators.refresh(version, lineup.part, lineup.replaced, lineup.kept)
    _end(claim, lineup.part.upload, {"version": version.number, "rows": version.row_count})
    if dataset.has_row_search:
        enqueue(Job.BUILD_ROW_SEARCH, str(dataset.pk))


@transaction.atomic
def _publish_nothing_new(claim: Claim, part: Part, live: Version) -> None:
    """The file holds what is live already: it is published by the version that stands (DOMAIN req. 29).

    No version is made and no time of change moves; `difference` names that version.
    """
    _held(claim, part.dataset_id, live.pk)
    difference = part.upload.difference | {"is_same": True, "same_as": live.number}
    _end(claim, part.upload, {"same_as": live.number}, difference=difference)
    drop_part(part.upload_id)


def _held(claim: Claim, dataset_id: uuid.UUID, expected: uuid.UUID | None) -> Dataset:
    """The dataset, held, then the upload: the order in which everybody locks. Raises Lost, Moved."""
    held = Dataset.objects.select_for_update(no_key=True, of=("self",)).get(pk=dataset_id)
    claim.confirm()
    if held.live_version_id != expected:
        raise Moved(f"live version is {held.live_version_id}, built on {expected}")
    return held


def _end(claim: Claim, upload: Upload, detail: dict[str, Any], **changes: Any) -> None:
    state = target(claim.state, Move.PUBLISH)
    claim.finish(state=state, finished_at=timezone.now(), publish_error="", attempt=0, **changes)
    record(None, Verb.PUBLISH_VERSION, upload, from_state=claim.state, to_state=state, detail=detail)


def _next_release(dataset: Dataset, lineup: Lineup) -> Any:
    """When data are next due after the latest period there is."""
    periods = {part.period for part in lineup.parts if is_period(part.period)}
    periods |= {p for p in lineup.part.summaries.values_list("period", flat=True) if is_period(p)}
    latest = parse_period(in_order(sorted(periods))[-1]) if periods else None
    today = timezone.localdate()
    return next_release(Frequency(dataset.frequency), dataset.release_day, latest, today)
