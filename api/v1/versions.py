"""Versions of a dataset, and their prepared downloads."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from api.replies import as_json, stored_reply
from api.v1.base import ApiView, viewer_of
from datasets.queries.cards import column_of, file_url, latest_url, version_card
from datasets.queries.catalog import columns_of
from datasets.queries.versions import file_of, history, version_of
from datasets.rules.access import find_dataset, may_read_rows


class VersionsView(ApiView):
    """`GET datasets/{slug}/versions`."""

    def get(self, request: Request, slug: str) -> HttpResponse:
        """The history, newest first; withdrawn ones with their reason and without files."""
        dataset = find_dataset(viewer_of(request), slug)
        is_allowed = may_read_rows(viewer_of(request), dataset)
        shown = [version_card(dataset, version, is_rows_allowed=is_allowed) for version in history(dataset)]
        return as_json({"count": len(shown), "results": shown})


class VersionView(ApiView):
    """`GET datasets/{slug}/versions/{n}`."""

    def get(self, request: Request, slug: str, number: int) -> HttpResponse:
        """One version with its columns."""
        dataset = find_dataset(viewer_of(request), slug)
        version = version_of(viewer_of(request), dataset, number)
        card = version_card(dataset, version, is_rows_allowed=may_read_rows(viewer_of(request), dataset))
        columns = [column_of(column) for column in columns_of(dataset, version)]
        return as_json(card | {"columns": columns})


class VersionFileView(ApiView):
    """`GET datasets/{slug}/versions/{n}/files/{format}`: pages link here, too."""

    known = None  # campaign parameters of somebody's link must not break a download

    def get(self, request: Request, slug: str, number: int, file_format: str) -> HttpResponseBase:
        """The file as it was written at publication. Access is settled before the ETag is compared."""
        viewer = viewer_of(request)
        dataset = find_dataset(viewer, slug)
        version = version_of(viewer, dataset, number)
        file = file_of(viewer, dataset, version, file_format)
        response = stored_reply(request, file)
        response["Link"] = f'<{latest_url(dataset, file)}>; rel="latest-version"'
        return response


class LatestFileView(ApiView):
    """`GET datasets/{slug}/files/{format}`: one address for ever, always the file of the live version."""

    known = None

    def get(self, request: Request, slug: str, file_format: str) -> HttpResponseBase:
        """The live version's file; `Content-Location` is its own address, which never changes its bytes."""
        viewer = viewer_of(request)
        dataset = find_dataset(viewer, slug)
        version = version_of(viewer, dataset)
        file = file_of(viewer, dataset, version, file_format)
        response = stored_reply(request, file)
        response["Content-Location"] = file_url(dataset, version, file)
        return response
