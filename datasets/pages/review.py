"""Review: what waits for a decision, and the decision: approve, or return with a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from datasets.actions.approve_upload import approve_upload
from datasets.actions.return_upload import return_upload
from datasets.models import Upload
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.uploads import refusal_page
from datasets.queries.desk import review_queue
from datasets.rules.access import Act, demand, find_upload
from datasets.rules.errors import Hidden, Refused


@staff_page
@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """Everything that waits for this person's decision, oldest first."""
    demand(request.user, Act.SEE_REVIEW)
    return render(request, "pages/review_queue.html", {"uploads": review_queue(request.user)[:200]})


@staff_page
@require_POST
def approve(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Say yes: publication starts, or a pembina decides next."""
    done = gettext("Disetujui. Terima kasih sudah memeriksa.")
    note = request.POST.get("note", "")
    return _decided(request, upload_id, done, note, lambda upload: approve_upload(request.user, upload, note))


@staff_page
@require_POST
def send_back(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Say what must be mended; the note is required."""
    done = gettext("Dikembalikan kepada pengirim beserta catatan Anda.")
    note = request.POST.get("note", "")
    return _decided(request, upload_id, done, note, lambda upload: return_upload(request.user, upload, note))


def _decided(
    request: StaffRequest, upload_id: UUID, done: str, note: str, step: Callable[[Upload], Any]
) -> HttpResponse:
    """Decide and go back to the queue, for the page may no longer be this person's to see."""
    upload = find_upload(request.user, upload_id)
    try:
        step(upload)
    except Hidden:
        raise
    except Refused as error:
        return refusal_page(request, upload_id, error, note)
    messages.success(request, f"{upload.dataset.title}: {done}")
    return redirect("tinjau")
