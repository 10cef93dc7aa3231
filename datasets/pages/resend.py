"""A corrected file for an upload that waits for its sender: put in place of the one it had."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from datasets.actions.replace_file import replace_file
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.send import BESIDE, announced, too_large, wants_json
from datasets.pages.uploads import page_with, status_of
from datasets.rules.access import Act, demand, find_upload
from datasets.rules.errors import DISK_FULL, EmptyFile, NotATable, Refused
from datasets.store import DiskFull, TooLarge, full_disk_told


@csrf_exempt  # until the size is known: the check reads the whole body. `_replaced` below is protected.
@staff_page
@require_POST
def replace(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Take the file and check again; what cannot be taken is said on the upload's page."""
    if announced(request) > settings.MAX_UPLOAD_BYTES + BESIDE:
        return _refused(request, upload_id, 413, too_large())
    try:
        with full_disk_told():
            return _replaced(request, upload_id)
    except MultiPartParserError:
        sentence = gettext("Kiriman tidak dapat dibaca. Pendekkan nama berkasnya, lalu kirim lagi.")
        return _refused(request, upload_id, 400, sentence)
    except TooLarge:
        return _refused(request, upload_id, 413, too_large())
    except DiskFull:
        return _refused(request, upload_id, 507, str(DISK_FULL))


@csrf_protect
def _replaced(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    upload = find_upload(request.user, upload_id)
    demand(request.user, Act.ANSWER, upload)
    file = request.FILES.get("file")
    if file is None:
        return _refused(request, upload_id, 400, gettext("Pilih berkas yang akan dikirim."))
    try:
        replace_file(request.user, upload, file.chunks(), file.name or "")
    except EmptyFile as error:
        return _refused(request, upload_id, 422, error.message)
    except NotATable as error:
        return _refused(request, upload_id, 415, error.message)
    except Refused as error:
        return _refused(request, upload_id, status_of(error), error.message)
    messages.success(
        request, gettext("Berkas diterima dan diperiksa lagi. Berkas sebelumnya tetap disimpan.")
    )
    if wants_json(request):
        return JsonResponse({"url": reverse("unggahan", args=[upload_id])}, status=201)
    return redirect("unggahan", upload_id)


def _refused(request: StaffRequest, upload_id: UUID, status: int, sentence: str) -> HttpResponse:
    if wants_json(request):
        find_upload(request.user, upload_id)
        return JsonResponse({"errors": [{"field": "file", "message": sentence}]}, status=status)
    return page_with(request, find_upload(request.user, upload_id), status, sentence)
