"""The next piece of a file: durable before it is acknowledged; with the last one the file is received.

Receiving and the last offset are one transaction: a session never stands at its end without its
upload, and a last piece that is sent again finds what the first sending made.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest

from django.db import transaction
from django.utils import timezone

from datasets import partials, signatures
from datasets.actions.discard_session import discard_session
from datasets.actions.receive_upload import receive_upload
from datasets.actions.replace_file import replace_file
from datasets.models import Upload, UploadSession, User
from datasets.rules.access import Act, check_not_withdrawn, demand
from datasets.rules.errors import (
    ChecksumWrong,
    EmptyFile,
    Hidden,
    IllegalMove,
    Invalid,
    NotATable,
    OffsetWrong,
    SessionLocked,
)
from datasets.rules.sessions import LIFETIME, check_alive, durable, own_sessions
from datasets.vocab_sessions import SessionState


@dataclass(frozen=True)
class Checksum:
    """What the sender hashed of a piece: `algorithm` as hashlib names it, and the digest."""

    algorithm: str
    digest: bytes


def continue_session(
    actor: User,
    session_id: uuid.UUID,
    offset: int,
    chunks: Iterable[bytes],
    checksum: Checksum | None = None,
) -> UploadSession:
    """Add a piece that begins at `offset`; the session as it is now, `done` with its last byte.

    Raises Hidden, Denied, Gone, SessionLocked, SessionExpired, OffsetWrong, ChecksumWrong,
    store.TooLarge (beyond the announced length), store.DiskFull; then nothing has changed. Raises
    NotATable, EmptyFile, Invalid, IllegalMove (the upload to mend has moved on) where the file cannot be
    received; then the session is gone.
    """
    try:
        return _continue(actor, session_id, offset, chunks, checksum)
    except (NotATable, EmptyFile, Invalid, IllegalMove):
        discard_session(actor, session_id)
        raise


@transaction.atomic
def _continue(
    actor: User, session_id: uuid.UUID, offset: int, chunks: Iterable[bytes], checksum: Checksum | None
) -> UploadSession:
    session = _held(actor, session_id)
    demand(actor, Act.UPLOAD, session.dataset)
    check_not_withdrawn(session.dataset)
    at = durable(session)
    if offset != at:
        raise OffsetWrong(at)
    if session.state == SessionState.DONE:
        return session
    session.offset = partials.append(session.pk, at, _proved(chunks, checksum), session.length - at)
    _check_head(session, at)
    session.expires_at = timezone.now() + LIFETIME
    if session.offset == session.length:
        _finish(actor, session)
    session.save(update_fields=["offset", "expires_at", "state", "upload"])
    return session


def _held(actor: User, session_id: uuid.UUID) -> UploadSession:
    """The session, locked; nobody waits for another piece of the same file."""
    rows = own_sessions(actor).filter(pk=session_id)
    held = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if held is None:
        raise SessionLocked if rows.exists() else Hidden
    check_alive(held)
    return held


def _proved(chunks: Iterable[bytes], checksum: Checksum | None) -> Iterator[bytes]:
    """The same bytes; at their end ChecksumWrong where they are not those that were hashed."""
    if checksum is None:
        yield from chunks
        return
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False)
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if not compare_digest(digest.digest(), checksum.digest):
        raise ChecksumWrong


def _check_head(session: UploadSession, at: int) -> None:
    """As soon as the first bytes show that this is no table, the rest need not come."""
    if at >= signatures.HEAD_BYTES:
        return
    head = b"".join(partials.blocks(session.pk, min(session.offset, signatures.HEAD_BYTES)))
    if sign := signatures.sign_of(head):
        raise NotATable(sign.code, sign.kind)


def _finish(actor: User, session: UploadSession) -> None:
    """Received exactly as a file that came at once, anew or in another's place."""
    if session.replaces is not None:
        whole = partials.blocks(session.pk, session.length)
        session.upload = replace_file(actor, session.replaces, whole, session.filename)
    else:
        session.upload = _received(actor, session)
    session.state = SessionState.DONE
    transaction.on_commit(partial(partials.remove, session.pk))


def _received(actor: User, session: UploadSession) -> Upload:
    received = receive_upload(
        actor,
        session.dataset,
        partials.blocks(session.pk, session.length),
        session.filename,
        period=session.period,
        note=session.note,
        idempotency_key=f"session:{session.pk}",
    )
    return received.upload
