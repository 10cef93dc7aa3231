"""One-click repairs on the page of an upload: what a form asks for, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from datasets.actions.repair_upload import repair_upload
from datasets.actions.undo_repair import undo_repair
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.uploads import take_step
from datasets.vocab import RepairKind


@staff_page
@require_POST
def repair(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Let the cells of one group be read otherwise; the file is checked again."""
    done = gettext("Perbaikan diterapkan. Berkas diperiksa lagi; berkas asli tidak diubah.")
    return take_step(
        request, upload_id, done, lambda upload: repair_upload(request.user, upload, _asked(request.POST))
    )


@staff_page
@require_POST
def undo(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Take one repair back; the file is checked again."""
    done = gettext("Perbaikan dibatalkan. Berkas diperiksa lagi.")
    key = request.POST.get("key", "")
    return take_step(request, upload_id, done, lambda upload: undo_repair(request.user, upload, key))


def _asked(given: QueryDict) -> list[dict[str, Any]]:
    """The repairs that the form of one group asks for; a line left empty asks for nothing."""
    kind, column = given.get("kind", ""), given.get("column", "")
    if kind == RepairKind.DROP_ROWS:
        return [{"kind": kind, "rows": [int(row) for row in given.getlist("row") if row.isdecimal()]}]
    if kind != RepairKind.REPLACE:
        return [{"kind": kind, "column": column} | ({"new": new} if (new := given.get("new")) else {})]
    cleared = set(given.getlist("empty"))
    pairs = zip(given.getlist("old"), given.getlist("new"), strict=False)
    return [
        {"kind": kind, "column": column, "old": old, "new": "" if str(at) in cleared else new.strip()}
        for at, (old, new) in enumerate(pairs)
        if new.strip() or str(at) in cleared
    ]
