"""Walidata's reasons for personal columns: given where the finding is told, ended at the dataset."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from datasets.actions.end_override import end_override
from datasets.actions.override_personal import override_personal
from datasets.pages.doors import StaffRequest, staff_page
from datasets.pages.uploads import take_step
from datasets.rules.access import find_dataset
from datasets.rules.errors import Invalid


@staff_page
@require_POST
def give(request: StaffRequest, upload_id: UUID) -> HttpResponse:
    """Keep the reason for one column of the upload; a failed file is checked again."""
    done = gettext("Alasan dicatat dan tampil bagi OPD serta pemeriksa.")
    column, reason = request.POST.get("column", ""), request.POST.get("reason", "")
    return take_step(
        request, upload_id, done, lambda upload: override_personal(request.user, upload, column, reason)
    )


@staff_page
@require_POST
def end(request: StaffRequest, slug: str) -> HttpResponse:
    """Take a reason back; the dataset's next file is blocked again."""
    dataset = find_dataset(request.user, slug)
    try:
        end_override(request.user, dataset, request.POST.get("column", ""))
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("Alasan dicabut. Berkas berikutnya kembali ditahan."))
    return redirect("dataset_ubah", slug)
