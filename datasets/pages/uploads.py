"""A file's way as its sender sees it: choose, send, watch, read the findings, submit or take back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from datasets import store
from datasets.actions.answer_upload import answer_upload
from datasets.actions.cancel_upload import cancel_upload
from datasets.actions.discard_session import discard_session
from datasets.actions.forget_answer import forget_answer
from datasets.actions.submit_upload import submit_upload
from datasets.models import Upload
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.upload_page import answers_of, is_at_work, page_of
from datasets.queries.annotated import MEDIA_TYPE, annotated_file
from datasets.queries.desk import to_upload
from datasets.queries.errors import TooSlow
from datasets.queries.sessions import unfinished
from datasets.rules.access import Act, demand, find_upload, may_download_original
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid, Refused, SessionLocked
from datasets.rules.sessions import own_sessions
from datasets.vocab import Step
from datasets.wording.labels import label
from datasets.wording.uploads import heading_of, progress_of

#: Nothing a browser would open by itself.
_BYTES = "application/octet-stream"


@staff_page
@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    """Which dataset is the file for?"""
    demand(request.user, Act.UPLOAD)
    context = {"datasets": to_upload(request.user), "unfinished": unfinished(request.user)}
    return render(request, "pages/upload_choose.html", context)


@staff_page
@require_POST
def discard(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Give up a file that was coming in pieces."""
    session = own_sessions(request.user).filter(pk=session_id).first()
    try:
        discard_session(request.user, session_id)
        messages.success(request, gettext("Kiriman yang belum selesai sudah dibuang."))
    except SessionLocked as error:
        messages.warning(request, error.message)
    return redirect("unggah", session.dataset.slug) if session else redirect("unggah_pilih")


@staff_page
@require_safe
def show(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """One upload: where it stands, what was found, what it would change, what can be done."""
    return page_with(request, find_upload(request.user, upload_id))


def refusal_page(request: StaffRequest, upload_id: UUID, error: Refused, note: str = "") -> HttpResponse:
    """The page of an upload saying why the step just asked for was not taken; the note stays."""
    return page_with(request, find_upload(request.user, upload_id), status_of(error), error.message, note)


def page_with(
    request: StaffRequest, upload: Upload, status: int = 200, error: str = "", note: str = ""
) -> HttpResponse:
    """The page of an upload, saying what went wrong with the step just asked for."""
    context = page_of(request.user, upload) | {"error": error, "note": note}
    return render(request, "pages/upload.html", context, status=status)


def status_of(error: Refused) -> int:
    """The status that CONTRACT names for a refusal of a step."""
    if isinstance(error, Denied):
        return 403
    return 400 if isinstance(error, Invalid) else 409


@staff_page
@require_safe
def watch(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """How far the machine has come, for the page that watches: small, and never cached."""
    upload = find_upload(request.user, upload_id)
    step = label(Step, upload.step)
    percent = min(100, upload.step_done * 100 // upload.step_total) if upload.step_total > 0 else None
    return JsonResponse(
        {
            "state": upload.state,
            "is_settled": not is_at_work(upload),
            "heading": heading_of(upload.state, upload.counts),
            "text": progress_of(step, upload.step_done, upload.step_total),
            "percent": percent,
        }
    )


@staff_page
@require_safe
def original(request: StaffRequest, upload_id: UUID) -> HttpResponseBase:
    """The sender's own bytes, for its office and walidata only; never opened by the browser."""
    upload = find_upload(request.user, upload_id)
    if not may_download_original(request.user, upload):
        raise Hidden
    return _as_sent(upload.sha256, upload.filename)


@staff_page
@require_safe
def earlier(request: StaffRequest, upload_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file that a corrected one replaced, for the same people as the original."""
    upload = find_upload(request.user, upload_id)
    file = upload.earlier_files.filter(pk=file_id).first()
    if file is None or not may_download_original(request.user, upload):
        raise Hidden
    return _as_sent(file.sha256, file.filename)


def _as_sent(sha256: str, filename: str) -> FileResponse:
    try:
        stored = store.open_stored(sha256)
    except FileNotFoundError:
        raise Hidden from None
    return FileResponse(stored, as_attachment=True, filename=filename, content_type=_BYTES)


@staff_page
@require_safe
def annotated(request: StaffRequest, upload_id: UUID) -> HttpResponseBase:
    """The sender's own file with marks, for its office and walidata only."""
    try:
        file = annotated_file(request.user, upload_id)
    except IllegalMove as error:
        return refusal_page(request, upload_id, error)
    except TooSlow:
        late = gettext("Berkas dengan tanda belum dapat dibuat sekarang. Coba lagi sebentar lagi.")
        return page_with(request, find_upload(request.user, upload_id), 503, late)
    response = HttpResponse(file.content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, file.filename)
    return response


@staff_page
@require_POST
def submit(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Ask walidata to publish it."""
    note = request.POST.get("note", "")
    done = gettext("Sudah diajukan. Walidata akan memeriksanya.")
    return take_step(request, upload_id, done, lambda upload: submit_upload(request.user, upload, note), note)


@staff_page
@require_POST
def cancel(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Take it back."""
    done = gettext("Unggahan dibatalkan. Tidak ada yang terbit dari berkas itu.")
    return take_step(request, upload_id, done, lambda upload: cancel_upload(request.user, upload))


@staff_page
@require_POST
def answer(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Answer what only the sender knows; the file is checked again with the answers."""
    done = gettext("Jawaban disimpan. Berkas diperiksa lagi.")

    def step(upload: Upload) -> Any:
        given = request.POST
        answers = _told(given["answer"]) if "answer" in given else answers_of(upload, given)
        return answer_upload(request.user, upload, answers)

    return take_step(request, upload_id, done, step)


@staff_page
@require_POST
def ask_again(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Forget one answer; the file is checked again, and asks."""
    done = gettext("Jawaban dihapus. Berkas diperiksa lagi, lalu pertanyaannya muncul kembali.")
    name, column = request.POST.get("name", ""), request.POST.get("column", "")
    return take_step(
        request, upload_id, done, lambda upload: forget_answer(request.user, upload, name, column)
    )


def _told(token: str) -> dict[str, Any]:
    """The answer of one button; what is none becomes an answer that is refused."""
    try:
        told = json.loads(token)
    except ValueError:
        return {"answer": token}
    return told if isinstance(told, dict) else {"answer": token}


def take_step(
    request: StaffRequest, upload_id: UUID, done: str, step: Callable[[Upload], Any], note: str = ""
) -> HttpResponse:
    """Take a step with an upload and go back to its page; a refusal is shown there, nothing is lost."""
    try:
        step(find_upload(request.user, upload_id))
    except Hidden:
        raise
    except Refused as error:
        return refusal_page(request, upload_id, error, note)
    messages.success(request, done)
    return redirect("unggahan", upload_id)
