"""What waits for whom: the desk of each role, the review queue, and the office's own register."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from datasets.models import Dataset, Upload, User
from datasets.rules.access import Act, may, visible_datasets, visible_uploads
from datasets.vocab import OPD_ROLES, Role, UploadState

#: Things shown in a list of the desk; the rest is one link away.
SHOWN = 20
#: Days that a publication counts as lately.
LATELY = 30

_MINE = (UploadState.RETURNED, UploadState.NEEDS_ANSWER, UploadState.FAILED, UploadState.READY)
_MACHINE = (UploadState.RECEIVED, UploadState.CHECKING)
_OTHERS = (UploadState.SUBMITTED, UploadState.PEMBINA_REVIEW, UploadState.APPROVED)


@dataclass(frozen=True)
class Desk:
    """The lists of one person's desk; a list that is no business of theirs stays empty."""

    to_mend: list[Upload] = field(default_factory=list)
    in_check: list[Upload] = field(default_factory=list)
    with_others: list[Upload] = field(default_factory=list)
    to_review: list[Upload] = field(default_factory=list)
    stuck: list[Upload] = field(default_factory=list)
    drafts: list[Dataset] = field(default_factory=list)
    late: list[Dataset] = field(default_factory=list)
    published: list[Dataset] = field(default_factory=list)


def desk_of(viewer: User) -> Desk:
    """Everything on the person's desk. At most five queries, however much there is."""
    today = timezone.localdate()
    ours = _own(viewer, visible_datasets(viewer))
    lists: dict[str, list[Upload]] = {}
    if may(viewer, Act.UPLOAD) or viewer.role in OPD_ROLES:
        lists |= _by_turn(_open_uploads(viewer))
    if may(viewer, Act.SEE_REVIEW):
        lists["to_review"] = list(review_queue(viewer)[:SHOWN])
    if viewer.role == Role.WALIDATA:
        lists["stuck"] = list(_stuck(viewer)[:SHOWN])
    is_maker = may(viewer, Act.CREATE_DATASET)
    return Desk(
        **lists,
        drafts=list(_drafts(ours)[:SHOWN]) if is_maker else [],
        late=list(late_datasets(ours, today)[:SHOWN]),
        published=list(_lately(ours)[:10]),
    )


def review_queue(viewer: User) -> QuerySet[Upload]:
    """What this person may decide on now, oldest first; walidata pendukung sees its own office's."""
    state = UploadState.PEMBINA_REVIEW if viewer.role == Role.PEMBINA else UploadState.SUBMITTED
    return visible_uploads(viewer).filter(state=state).order_by("submitted_at", "received_at")


def late_datasets(datasets: QuerySet[Dataset], today: date) -> QuerySet[Dataset]:
    """Datasets whose announced release has passed, longest first (DOMAIN req. 10)."""
    return datasets.filter(next_release__lt=today, withdrawn_at=None).order_by("next_release", "title")


def register(viewer: User, words: str = "") -> QuerySet[Dataset]:
    """The person's register: own office's datasets, drafts first; all of the city for walidata.

    Each carries `last_upload_id`, `last_upload_state` and `last_upload_at` of its newest upload.
    """
    newest = Upload.objects.filter(dataset=OuterRef("pk")).order_by("-received_at")
    found = _own(viewer, visible_datasets(viewer))
    if words:
        found = found.filter(Q(title__icontains=words) | Q(organization__name__icontains=words))
    draft_first = Case(
        When(live_version=None, withdrawn_at=None, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return found.annotate(
        last_upload_id=Subquery(newest.values("pk")[:1]),
        last_upload_state=Subquery(newest.values("state")[:1]),
        last_upload_at=Subquery(newest.values("received_at")[:1]),
    ).order_by(draft_first, "title", "pk")


def to_upload(viewer: User) -> QuerySet[Dataset]:
    """Datasets the person may send a file for: own office's, not withdrawn."""
    if not may(viewer, Act.UPLOAD):
        return Dataset.objects.none()
    return _own(viewer, visible_datasets(viewer)).filter(withdrawn_at=None).order_by("title", "pk")


def _own(viewer: User, datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    if viewer.role in OPD_ROLES:
        return datasets.filter(Q(organization_id=viewer.organization_id))
    return datasets


def _open_uploads(viewer: User) -> QuerySet[Upload]:
    """Uploads not at an end; one that a newer file of the same period replaces needs no mending."""
    newer = Upload.objects.filter(
        dataset=OuterRef("dataset"), period=OuterRef("period"), received_at__gt=OuterRef("received_at")
    ).exclude(state=UploadState.CANCELLED)
    return (
        visible_uploads(viewer)
        .annotate(is_replaced=Exists(newer))
        .filter(Q(state__in=_MACHINE + _OTHERS) | Q(state__in=_MINE, is_replaced=False))
        .order_by("received_at")
    )


def _by_turn(uploads: QuerySet[Upload]) -> dict[str, list[Upload]]:
    """Uploads by whose turn it is: the sender's, the machine's, the reviewer's."""
    found = list(uploads[: 3 * SHOWN])
    return {
        "to_mend": [upload for upload in found if upload.state in _MINE],
        "in_check": [upload for upload in found if upload.state in _MACHINE],
        "with_others": [upload for upload in found if upload.state in _OTHERS],
    }


def _stuck(viewer: User) -> QuerySet[Upload]:
    failed = ~Q(publish_error="")
    return visible_uploads(viewer).filter(failed, state=UploadState.APPROVED).order_by("approved_at")


def _drafts(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    return datasets.filter(live_version=None, withdrawn_at=None).order_by("-created_at")


def _lately(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    since: datetime = timezone.now() - timedelta(days=LATELY)
    fresh = datasets.filter(live_version__published_at__gte=since, withdrawn_at=None)
    return fresh.order_by(F("live_version__published_at").desc())
