"""A corrected file takes the place of an upload's file: same upload, same period, same answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets import store
from datasets.actions.filenames import safe_filename
from datasets.actions.keeping import kept
from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.models import EarlierFile, Upload, User
from datasets.own_books import origin_of
from datasets.rules.access import Act, check_not_withdrawn, demand
from datasets.rules.errors import Fault, IllegalMove, Invalid
from datasets.rules.row_changes import change_of
from datasets.rules.states import Move, target
from datasets.vocab import UploadState, Verb
from datasets.vocab_repairs import RepairKind

#: Answers that hold for the one file they were given for.
_PLACES = frozenset({"sheet", "columns", "header_rows"})
#: Repairs that do not know what they found there: another file may hold other things.
_BLIND = (RepairKind.DROP_ROWS, RepairKind.EMPTY_ERRORS)


def replace_file(actor: User, upload: Upload, chunks: Iterable[bytes], filename: str) -> Upload:
    """`needs_answer`, `failed`, `ready` or `returned` → `checking` with the file in `chunks`.

    The file it held is kept beside it. Raises Hidden, Denied, Gone, IllegalMove (before a byte is
    kept), Invalid (an excerpt), EmptyFile, NotATable, store.TooLarge, store.DiskFull.
    """
    demand(actor, Act.ANSWER, upload)
    target(UploadState(upload.state), Move.ANSWER)
    stored = kept(chunks)
    check_whole(stored)
    return exchanged(actor, upload, stored, filename)


@transaction.atomic
def exchanged(actor: User, upload: Upload, stored: store.Stored, filename: str) -> Upload:
    """The same with a file that is in the store already. Raises Hidden, Denied, Gone, IllegalMove."""
    held = locked_upload(actor, Act.ANSWER, upload)
    check_not_withdrawn(held.dataset)
    target(UploadState(held.state), Move.ANSWER)
    if change_of(held) is not None:
        raise IllegalMove(held.state, "replace_file", _rows_only())
    if held.sha256 != stored.sha256:
        EarlierFile.objects.create(
            upload=held,
            filename=held.filename,
            bytes=held.bytes,
            sha256=held.sha256,
            replaced_by=actor,
            replaced_at=timezone.now(),
        )
    return check_again(
        actor,
        held,
        Verb.REPLACE_FILE,
        {"sha256": stored.sha256, "bytes": stored.bytes},
        filename=safe_filename(filename),
        sha256=stored.sha256,
        bytes=stored.bytes,
        recipe=_still_fitting(held, stored),
    )


def _rows_only() -> str:
    return gettext(
        "Unggahan ini dibuat dari baris yang dikirim lewat API. Batalkan, lalu kirim barisnya lagi."
    )


def check_whole(stored: store.Stored) -> None:
    """An excerpt made for looking at would publish as if the other rows were gone. Raises Invalid."""
    origin = origin_of(store.path_of(stored.sha256))
    if origin is not None and not origin.is_whole:
        sentence = gettext(
            "Ini kutipan yang hanya memuat baris bermasalah. Perbaiki di berkas Anda yang lengkap, "
            "lalu kirim berkas itu."
        )
        raise Invalid(Fault("file", "excerpt", sentence))


def _still_fitting(upload: Upload, stored: store.Stored) -> dict[str, object]:
    """The answers without those that name places: other rows may stand there now.

    Sheet and header rows stay only where the file is our own marked copy; of any other they are found
    anew, or asked again (decision 0012). A repair of a cell knows what it found there.
    """
    origin = origin_of(store.path_of(stored.sha256))
    is_own = origin is not None and origin.upload_id == upload.pk
    fitting = {name: answer for name, answer in upload.recipe.items() if is_own or name not in _PLACES}
    if repairs := upload.recipe.get("repairs"):
        fitting["repairs"] = [one for one in repairs if one.get("kind") not in _BLIND]
    return fitting
