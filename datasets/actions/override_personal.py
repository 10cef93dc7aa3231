"""Walidata lets a column with personal data stand in an open dataset, for a reason that is kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.actions.texts import tidy
from datasets.models import PersonalOverride, Upload, User
from datasets.rules.access import Act, check_not_withdrawn
from datasets.rules.errors import Fault, Invalid
from datasets.rules.readiness import ids_of_columns, personal_kinds
from datasets.trail import record
from datasets.vocab import UploadState, Verb

#: Characters of a reason: a word is none, and it is shown beside the column.
LEAST, MOST = 20, 2_000


@transaction.atomic
def override_personal(actor: User, upload: Upload, column: str, reason: str) -> PersonalOverride:
    """Keep the reason for `column` (a header of the upload), for the kinds found in it.

    A failed file is checked again. One given before is replaced, and stays in the trail. Raises Hidden,
    Denied (all but walidata), Gone, Invalid (no such finding, a reason too short or too long).
    """
    held = locked_upload(actor, Act.OVERRIDE_PERSONAL, upload)
    check_not_withdrawn(held.dataset)
    kinds = sorted(personal_kinds(held).get(column, ()))
    name = ids_of_columns(held).get(column, "")
    if not kinds or not name:
        raise Invalid(Fault("column", "unknown_column", gettext("Tidak ada data pribadi di kolom itu.")))
    said = _reason_of(reason)
    values = {"label": column, "kinds": kinds, "reason": said, "given_by": actor, "given_at": timezone.now()}
    given, _ = PersonalOverride.objects.update_or_create(dataset=held.dataset, column=name, defaults=values)
    detail: dict[str, Any] = {"column": name, "kinds": kinds}
    record(actor, Verb.OVERRIDE_PERSONAL, held.dataset, note=said, detail=detail)
    if held.state == UploadState.FAILED:
        check_again(actor, held, Verb.OVERRIDE_PERSONAL, detail, note=said)
    else:
        record(actor, Verb.OVERRIDE_PERSONAL, held, note=said, detail=detail)
    return given


def _reason_of(text: str) -> str:
    reason = tidy(text)
    if not LEAST <= len(reason) <= MOST:
        sentence = gettext(
            "Tuliskan alasannya, %(least)s sampai %(most)s huruf: dasar hukum dan kepentingannya."
        )
        raise Invalid(Fault("reason", "length", sentence % {"least": LEAST, "most": MOST}))
    return reason
