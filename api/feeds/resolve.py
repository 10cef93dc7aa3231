"""IRIs of things that are no document themselves: where to read about them (303, as linked data does)."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.feeds.base import FeedView
from datasets.queries.cards import api_url, page_url
from datasets.queries.codelists import code_list_of, codes_of
from datasets.queries.organizations import office_by_id
from datasets.rules.errors import Hidden


class OfficeIriView(FeedView):
    """`GET /organization/{id}`."""

    def get(self, request: Request, office_id: uuid.UUID) -> HttpResponse:
        """The office's page."""
        return _see(page_url("opd", office_by_id(office_id).slug))


class AreaIriView(FeedView):
    """`GET /wilayah/{code}`."""

    def get(self, request: Request, code: str) -> HttpResponse:
        """The code list that the region stands in."""
        areas = code_list_of("wilayah")
        if not codes_of(areas).filter(code=code).exists():
            raise Hidden(gettext("Kode wilayah ini tidak ada."))
        return _see(api_url("codelists", areas.slug))


def _see(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})
