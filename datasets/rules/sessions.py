"""Files that come in pieces: whose they are, how many, and for how long they may stay unfinished."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from datasets import partials
from datasets.models import UploadSession
from datasets.rules.access import Viewer, member
from datasets.rules.errors import Hidden, SessionExpired, TooManySessions
from datasets.vocab_sessions import SessionState

#: After the last byte; each piece that comes begins it anew.
LIFETIME = timedelta(days=7)
#: How many unfinished files one person may have, and how many times the largest file they may weigh.
MOST_OPEN, MOST_LARGEST = 20, 5


def own_sessions(viewer: Viewer) -> QuerySet[UploadSession]:
    """The person's own, finished ones included; nobody else's, also not within one office."""
    user = member(viewer)
    if user is None:
        return UploadSession.objects.none()
    return UploadSession.objects.filter(owner=user).select_related(
        "dataset__organization", "upload", "replaces__dataset"
    )


def open_sessions(viewer: Viewer) -> QuerySet[UploadSession]:
    """Those of `own_sessions` that can go on."""
    return own_sessions(viewer).filter(state=SessionState.OPEN, expires_at__gt=timezone.now())


def find_session(viewer: Viewer, session_id: uuid.UUID) -> UploadSession:
    """The person's session with this id. Raises Hidden, SessionExpired."""
    found = own_sessions(viewer).filter(pk=session_id).first()
    if found is None:
        raise Hidden
    check_alive(found)
    return found


def check_alive(session: UploadSession) -> None:
    """Raises SessionExpired."""
    if session.state == SessionState.OPEN and session.expires_at <= timezone.now():
        raise SessionExpired


def check_quota(viewer: Viewer, length: int) -> None:
    """Whether one more file of `length` bytes may begin. Raises TooManySessions."""
    begun = open_sessions(viewer)
    count, weight = begun.count(), begun.aggregate(sum=Sum("length"))["sum"] or 0
    if count >= MOST_OPEN or weight + length > MOST_LARGEST * settings.MAX_UPLOAD_BYTES:
        raise TooManySessions(count)


def durable(session: UploadSession) -> int:
    """How many bytes have come for good; fewer than noted where the disk lost some (a restored backup)."""
    if session.state == SessionState.DONE:
        return session.length
    return min(session.offset, partials.size_of(session.pk))
