"""Who may hear of what: a message tells nobody more than a page would, now and at each new try."""

from __future__ import annotations

from datasets.models import Announcement, User
from datasets.rules.access import member, visible_datasets, visible_uploads
from datasets.vocab_hooks import HookEvent

#: About a file on its way: for those who may follow the file.
_OF_UPLOADS = frozenset({HookEvent.UPLOAD_RETURNED})


def may_hear(user: User, announcement: Announcement) -> bool:
    """Whether this person may know at this moment what the announcement says."""
    if member(user) is None:
        return False
    if announcement.kind in _OF_UPLOADS:
        upload = announcement.upload_id
        return upload is not None and visible_uploads(user).filter(pk=upload).exists()
    return visible_datasets(user).filter(pk=announcement.dataset_id).exists()
