"""The dictionary follows an office's file where it drifted from it: new, retyped, no longer always there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from datasets.actions.add_columns import add_columns
from datasets.actions.edit_columns import edit_columns
from datasets.actions.moving import locked_upload
from datasets.actions.rechecking import check_again
from datasets.models import Dataset, Finding, Upload, User
from datasets.rules.access import Act
from datasets.rules.errors import Fault, Invalid
from datasets.vocab import FindingCode as F
from datasets.vocab import Verb


@transaction.atomic
def follow_file(actor: User, upload: Upload, code: str, column: str) -> Upload:
    """Let the dictionary say what was found: `code` about the header `column`; then check again.

    COLUMN_NEW adds the column, COLUMN_RETYPED gives it the type that the file shows, COLUMN_MISSING
    lets it be absent. Raises Hidden, Denied, Gone, IllegalMove, Invalid (nothing such was found).
    """
    held = locked_upload(actor, Act.ANSWER, upload)
    is_known = code in set(_FOLLOWED) and "\0" not in column
    found = held.findings.filter(code=code, column=column).order_by("position").first() if is_known else None
    if found is None:
        sentence = gettext("Temuan itu sudah tidak ada; muat ulang halaman ini.")
        raise Invalid(Fault("code", "unknown_finding", sentence))
    _FOLLOWED[F(code)](actor, held.dataset, found)
    detail = {"answered": ["dictionary"], "finding": code, "column": column}
    return check_again(actor, held, Verb.ANSWER_UPLOAD, detail)


def _add(actor: User, dataset: Dataset, found: Finding) -> None:
    wanted = str(found.params.get("name") or "")
    given = {key: found.params[key] for key in ("type", "role", "unit") if found.params.get(key)}
    add_columns(actor, dataset, [{"name": _free(dataset, wanted), "label": found.column, **given}])


def _free(dataset: Dataset, wanted: str) -> str:
    """`wanted`, with a number behind it where a column has that id already."""
    taken = set(dataset.columns.values_list("name", flat=True))
    numbered = (f"{wanted}_{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wanted, *numbered) if name not in taken)


def _retype(actor: User, dataset: Dataset, found: Finding) -> None:
    edit_columns(actor, dataset, [_change(dataset, found, type=found.params.get("becomes", ""))])


def _loosen(actor: User, dataset: Dataset, found: Finding) -> None:
    edit_columns(actor, dataset, [_change(dataset, found, is_required=False)])


def _change(dataset: Dataset, found: Finding, **fields: Any) -> dict[str, Any]:
    name = str(found.params.get("name") or "")
    if not dataset.columns.filter(name=name, is_key=False).exists():
        sentence = gettext("Kolom kunci tidak dapat diubah dari sini; ubah kamus datanya.")
        raise Invalid(Fault("column", "key_column", sentence))
    return {"name": name, **fields}


_FOLLOWED: dict[F, Callable[[User, Dataset, Finding], None]] = {
    F.COLUMN_NEW: _add,
    F.COLUMN_RETYPED: _retype,
    F.COLUMN_MISSING: _loosen,
}
