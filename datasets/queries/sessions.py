"""Files that come in pieces, as their sender sees them: how far each is, until when it may go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasets.models import Dataset, Upload, UploadSession
from datasets.queries.cards import api_url, moment
from datasets.queries.uploads import view_of
from datasets.rules.access import Viewer
from datasets.rules.sessions import durable, open_sessions


@dataclass(frozen=True)
class Unfinished:
    """One session for a page: `percent` of it has come (0-99), `offset` bytes."""

    session: UploadSession
    offset: int
    percent: int


def unfinished(viewer: Viewer, dataset: Dataset | None = None) -> list[Unfinished]:
    """What this person may go on sending (as new files of this dataset), newest first."""
    found = open_sessions(viewer)
    chosen = found if dataset is None else found.filter(dataset=dataset, replaces=None)
    return [_unfinished(session) for session in chosen]


def unfinished_for(viewer: Viewer, upload: Upload) -> list[Unfinished]:
    """Files in the place of the upload's that this person may go on sending."""
    return [_unfinished(session) for session in open_sessions(viewer).filter(replaces=upload)]


def _unfinished(session: UploadSession) -> Unfinished:
    offset = durable(session)
    return Unfinished(session, offset, offset * 100 // session.length)


def session_view(viewer: Viewer, session: UploadSession) -> dict[str, Any]:
    """The session as the API shows it; `upload` once the file was received."""
    return {
        "id": str(session.pk),
        "url": api_url("upload-sessions", session.pk),
        "dataset": session.dataset.slug,
        "state": session.state,
        "filename": session.filename,
        "period": session.period or None,
        "note": session.note or None,
        "fingerprint": session.fingerprint or None,
        "replaces": str(session.replaces_id) if session.replaces_id else None,
        "length": session.length,
        "offset": durable(session),
        "created_at": moment(session.created_at),
        "expires_at": moment(session.expires_at),
        "upload": view_of(viewer, session.upload) if session.upload else None,
    }
