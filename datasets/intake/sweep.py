"""Finds what a lost queue or a dead worker forgot, and clears away what nobody needs.

The rows in the database are the truth, the queue only a hint: this round asks again for every
upload that waits and that nobody holds. Asking twice does no harm, a claim decides.
"""

from __future__ import annotations

import re
import shutil
import time
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from datasets import partials, store
from datasets.intake import database, indicators, row_search
from datasets.intake.claims import is_free
from datasets.intake.load import drop_part
from datasets.intake.unused import remove_unused
from datasets.jobs import Job, enqueue
from datasets.models import Dataset, FaultyRow, Part, Upload, UploadSession, Version
from datasets.vocab import UploadState, VersionState
from datasets.vocab_sessions import SessionState

log = structlog.get_logger(__name__)

#: Unfinished work that is older than this many seconds belongs to nobody, whatever its name.
_OLD = 3600

#: Names in the spool folder that begin with their upload's id.
_OWNED = re.compile(r"[0-9a-f]{32}-")

#: How long it is remembered that a file which came in pieces has expired, or what became of it.
_REMEMBERED = timedelta(days=30)

#: Uploads asked for in one round; the rest wait for the next.
_MOST = 500

#: Their rows will never be published.
_ENDED = (UploadState.FAILED, UploadState.CANCELLED)
_OVER = (UploadState.PUBLISHED, UploadState.CANCELLED)


def sweep() -> None:
    """One round. Safe at any time, also beside itself."""
    asked = _ask_again(Job.PROCESS_UPLOAD, _forgotten()) + _ask_again(Job.PUBLISH_UPLOAD, _unpublished())
    asked += row_search.ask_for_missing()
    dropped = _drop_parts() + _drop_tables()
    removed = _remove_files() + _remove_partials() + remove_unused()
    _drop_faulty()
    _forget_withdrawn()
    if asked or dropped or removed:
        log.info("swept", asked=asked, tables=dropped, files=removed)


def _forgotten() -> Q:
    """Received a round ago and never begun, or begun by someone who is gone."""
    waited = Q(state=UploadState.RECEIVED, received_at__lte=Now() - _round())
    return (waited | Q(state=UploadState.CHECKING)) & is_free()


def _unpublished() -> Q:
    return Q(state=UploadState.APPROVED) & is_free()


def _round() -> timedelta:
    return timedelta(seconds=settings.SWEEP_SECONDS)


def _ask_again(job: Job, which: Q) -> int:
    """Ask for `job` for each upload. One that waits in a long queue is not asked for every round."""
    with transaction.atomic():
        found = Upload.objects.filter(which).select_for_update(skip_locked=True, of=("self",))
        ids = list(found.order_by("received_at").values_list("pk", flat=True)[:_MOST])
        waiting = Upload.objects.filter(pk__in=ids, state=UploadState.RECEIVED)
        waiting.update(lease_until=Now() + timedelta(seconds=settings.LEASE_SECONDS))
        for upload_id in ids:
            enqueue(job, str(upload_id))
    return len(ids)


def _drop_parts() -> int:
    """Parts of uploads that came to nothing."""
    ended = Part.objects.filter(upload__state__in=_ENDED, version_parts=None)
    ids = list(ended.values_list("upload_id", flat=True)[:_MOST])
    for upload_id in ids:
        with transaction.atomic():
            drop_part(upload_id)
    return len(ids)


def _drop_faulty() -> None:
    """Rows kept to be mended in place, of uploads that nobody can mend any more."""
    FaultyRow.objects.filter(upload__state__in=_OVER).delete()


def _drop_tables() -> int:
    """Tables without a part. A table and its part appear in one transaction, so none is in the making."""
    tables = database.part_tables()
    orphans = tables - set(Part.objects.filter(table_name__in=tables).values_list("table_name", flat=True))
    for name in orphans:
        database.drop_table(name)
    stale = Version.objects.filter(state=VersionState.BUILDING).exclude(upload__state=UploadState.APPROVED)
    stale.delete()
    return len(orphans)


def _remove_files() -> int:
    """Half-written files of the store and clean rows that a killed process left."""
    removed = store.clear_drafts(settings.LEASE_SECONDS)
    folder = Path(settings.DATA_DIR) / "spool"
    there = list(folder.iterdir()) if folder.is_dir() else []
    held = _names_in_use() if there else frozenset()  # asked after listing: a claim precedes its file
    for path in there:
        if _is_old(path) or (_OWNED.match(path.name) and not path.name.startswith(tuple(held))):
            _remove(path)
            removed += 1
    return removed


def _remove_partials() -> int:
    """What has come of files whose sessions are over, and in time their rows."""
    UploadSession.objects.filter(expires_at__lt=Now() - _REMEMBERED).delete()
    there = partials.keys()  # listed before asking: a session precedes its file
    alive = UploadSession.objects.filter(pk__in=there, state=SessionState.OPEN, expires_at__gt=Now())
    over = there - set(alive.values_list("pk", flat=True))
    for key in over:
        partials.remove(key)
    return len(over)


def _names_in_use() -> frozenset[str]:
    """How the names of files begin that somebody may still be working with."""
    checked = Upload.objects.filter(state=UploadState.CHECKING).values_list("pk", "attempt")
    built = Upload.objects.filter(state=UploadState.APPROVED).values_list("pk", flat=True)
    rows = {f"{upload_id.hex}-{attempt}." for upload_id, attempt in checked}
    return frozenset(rows | {f"{upload_id.hex}-" for upload_id in built})


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _OLD
    except FileNotFoundError:
        return False


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _forget_withdrawn() -> None:
    """No figure may rest on withdrawn data."""
    withdrawn = Dataset.objects.filter(withdrawn_at__isnull=False, indicators__realisations__isnull=False)
    for dataset in withdrawn.distinct():
        indicators.refresh_after_withdrawal(dataset)
