"""The data dictionary's own pages: the workbook to fill in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from datasets.pages.doors import StaffRequest, staff_page
from datasets.queries.template import template_of
from datasets.vocab import MEDIA_TYPES, Format


@staff_page
@require_safe
def template(request: StaffRequest, slug: str) -> HttpResponse:
    """The workbook to fill in, with locked headers and what may be chosen."""
    made = template_of(request.user, slug)
    response = HttpResponse(made.content, content_type=MEDIA_TYPES[Format.XLSX])
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    return response
