"""One dataset described for tools: `/dataset/{name}/croissant.json` and `…/datapackage.json`."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from api.feeds.base import FeedView
from api.feeds.croissant import croissant
from api.feeds.datapackage import data_package
from api.replies import as_json
from datasets.export.described import Described
from datasets.queries.catalog import Detail, dataset_detail
from datasets.queries.described import described_detail
from datasets.rules.access import check_rows
from datasets.rules.errors import Hidden


class CroissantView(FeedView):
    """`GET /dataset/{name}/croissant.json`."""

    media_type: ClassVar[str] = "application/ld+json"

    def get(self, request: Request, ref: str) -> HttpResponse:
        """The description; without a file where the rows are not for everybody."""
        told, detail = _found(ref)
        response = as_json(croissant(told, detail))
        response["Content-Type"] = self.media_type
        return response


class DataPackageView(FeedView):
    """`GET /dataset/{name}/datapackage.json`."""

    def get(self, request: Request, ref: str) -> HttpResponse:
        """The package. Denied where the rows are not for everybody: a package without rows is none."""
        told, detail = _found(ref)
        check_rows(None, detail.dataset)
        return as_json(data_package(told, detail))


def _found(ref: str) -> tuple[Described, Detail]:
    """The dataset as the public knows it. Raises Hidden, Gone."""
    detail = dataset_detail(None, ref, preview=0)
    told = described_detail(detail)
    if told is None:
        raise Hidden
    return told, detail
