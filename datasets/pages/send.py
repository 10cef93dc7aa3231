"""Sending a file: the plain form, the same with progress, and every refusal at the gate in words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from datasets.actions.receive_upload import Received, receive_upload
from datasets.models import Dataset
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.forms import UploadForm, tell
from datasets.queries.sessions import unfinished
from datasets.rules.access import Act, demand, find_dataset
from datasets.rules.errors import DISK_FULL, TOO_LARGE, EmptyFile, Invalid, NotATable
from datasets.store import DiskFull, TooLarge, full_disk_told
from datasets.vocab import Accumulation, UploadState
from datasets.wording.uploads import way_of

#: What the other fields and the boundaries of a form may weigh beside its file, in bytes.
BESIDE = 1_000_000


class _SeeOther(HttpResponseRedirect):
    """303: the answer to the POST lies elsewhere, to be read with GET."""

    status_code = 303


@csrf_exempt  # until the size is known: the check reads the whole body. `_sent` below is protected.
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest, slug: str) -> HttpResponseBase:
    """Choose a file, its period where it needs one, and a note for the reviewer."""
    if announced(request) > settings.MAX_UPLOAD_BYTES + BESIDE:
        dataset = _dataset_for(request, slug)
        return _answer(request, dataset, _form_with(too_large()), 413)
    try:
        with full_disk_told():
            return _sent(request, slug)
    except MultiPartParserError:
        sentence = gettext("Kiriman tidak dapat dibaca. Pendekkan nama berkasnya, lalu kirim lagi.")
        return _answer(request, _dataset_for(request, slug), _form_with(sentence), 400)
    except DiskFull:
        return _answer(request, _dataset_for(request, slug), _form_with(str(DISK_FULL)), 507)


def announced(request: HttpRequest) -> int:
    """How many bytes the sender says will come; 0 where nothing is said."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _dataset_for(request: StaffRequest, slug: str) -> Dataset:
    dataset = find_dataset(request.user, slug)
    demand(request.user, Act.UPLOAD, dataset)
    return dataset


@csrf_protect
def _sent(request: StaffRequest, slug: str) -> HttpResponse:
    dataset = _dataset_for(request, slug)
    if request.method != "POST":
        return _answer(request, dataset, UploadForm(), 200)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, dataset, form, 400)
    received, status = _received(request, dataset, form)
    if received is None:
        return _answer(request, dataset, form, status)
    return _received_page(request, received)


def _received(request: StaffRequest, dataset: Dataset, form: UploadForm) -> tuple[Received | None, int]:
    """What was received; or None, the form with the reason, and the status that names it."""
    given = form.cleaned_data
    file = given["file"]
    try:
        received = receive_upload(
            request.user, dataset, file.chunks(), file.name, period=given["period"], note=given["note"]
        )
    except TooLarge:
        return _refusal(form, "file", too_large(), 413)
    except DiskFull:
        return _refusal(form, "file", str(DISK_FULL), 507)
    except EmptyFile as error:
        return _refusal(form, "file", error.message, 422)
    except NotATable as error:
        return _refusal(form, "file", error.message, 415)
    except Invalid as error:
        tell(form, error)
        return None, 400
    return received, 201


def _refusal(form: UploadForm, field: str, sentence: str, status: int) -> tuple[None, int]:
    form.add_error(field, sentence)
    return None, status


def _form_with(sentence: str) -> UploadForm:
    """An empty form with one sentence: of what was sent nothing could be read."""
    form = UploadForm({})
    form.errors.clear()
    form.add_error("file", sentence)
    return form


def too_large() -> str:
    """The sentence for a file beyond the limit."""
    return str(TOO_LARGE) % {"limit": settings.MAX_UPLOAD_BYTES // 1_000_000}


def _received_page(request: StaffRequest, received: Received) -> HttpResponse:
    url = reverse("unggahan", args=[received.upload.pk])
    if not received.is_new:
        messages.info(request, _known_already(received))
    if wants_json(request):
        return JsonResponse({"url": url}, status=201)
    return _SeeOther(url)


def _known_already(received: Received) -> str:
    if received.is_resumed:
        return gettext(
            "Berkas ini milik unggahan yang belum selesai: ia menggantikan berkasnya dan diperiksa."
        )
    return gettext("Berkas yang sama sudah pernah dikirim; ini hasil pemeriksaannya.")


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, which goes on by itself."""
    return request.headers.get("Accept", "") == "application/json"


def _answer(request: StaffRequest, dataset: Dataset, form: UploadForm, status: int) -> HttpResponse:
    if wants_json(request) and form.errors:
        faults = [{"field": name, "message": text} for name, texts in form.errors.items() for text in texts]
        return JsonResponse({"errors": faults}, status=status)
    context: dict[str, Any] = {
        "dataset": dataset,
        "form": form,
        "way": way_of(UploadState.CANCELLED),
        "is_period": dataset.accumulation == Accumulation.PERIOD,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "max_megabytes": settings.MAX_UPLOAD_BYTES // 1_000_000,
        "unfinished": unfinished(request.user, dataset),
        "earlier": dataset.uploads.select_related("uploaded_by")[:5],
    }
    return render(request, "pages/upload_send.html", context, status=status)
