"""The data dictionary as files: a workbook to fill in."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from api.replies import set_attachment
from api.v1.base import ApiView, viewer_of
from datasets.queries.template import template_of
from datasets.vocab import MEDIA_TYPES, Format


class TemplateView(ApiView):
    """`GET datasets/{slug}/template.xlsx`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The workbook, for whoever may know the dataset's metadata."""
        made = template_of(viewer_of(request), slug)
        response = HttpResponse(made.content, content_type=MEDIA_TYPES[Format.XLSX])
        set_attachment(response, made.filename)
        return response
