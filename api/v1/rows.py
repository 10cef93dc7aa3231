"""Rows of a dataset: pages as JSON, and the same selection whole as CSV, NDJSON or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import ClassVar

from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from api.replies import etag_of, is_current, not_modified, set_attachment
from api.v1.base import ApiView, next_url, params_of, viewer_of
from datasets.export.csv import csv_blocks
from datasets.export.json import json_blocks, ndjson_blocks
from datasets.export.source import SqlSource
from datasets.queries.rows import page_of, parse_rows_query, source_of, version_asked
from datasets.rules.access import check_rows, find_dataset
from datasets.vocab import MEDIA_TYPES, Format
from satudata.streams import streamed

Writer = Callable[[SqlSource], Iterator[bytes]]
WRITERS: dict[Format, Writer] = {
    Format.CSV: lambda source: csv_blocks(source, safe=False),
    Format.NDJSON: ndjson_blocks,
    Format.JSON: json_blocks,
}


class RowsView(ApiView):
    """`GET datasets/{slug}/rows`."""

    known = None

    def get(self, request: Request, slug: str) -> HttpResponse:
        """One page. PostgreSQL writes the rows' text; it is passed on as it is."""
        viewer = viewer_of(request)
        dataset = find_dataset(viewer, slug)
        version = version_asked(viewer, dataset, params_of(request))
        query = parse_rows_query(version, params_of(request))
        etag = "" if query.has_lookups else etag_of(version.pk, request.get_full_path())
        if etag and "If-None-Match" in request.headers:
            check_rows(viewer, dataset)
            if is_current(request, etag):
                return not_modified(etag)
        page = page_of(viewer, dataset, query)
        following = json.dumps(next_url(request, page.next))
        exact = "true" if page.is_exact else "false"
        body = (
            f'{{"version":{version.number},"total":{page.total},"total_is_exact":{exact},'
            f'"rows":{page.json},"next":{following}}}'
        )
        headers = {"ETag": etag} if etag else {}  # without: one made of the answer itself
        return HttpResponse(body, content_type="application/json", headers=headers)


class RowsFileView(ApiView):
    """`GET datasets/{slug}/rows.csv`, `.ndjson`, `.json`."""

    known = None
    format: ClassVar[Format]

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The whole selection as a stream; access and version are settled before the first byte."""
        viewer = viewer_of(request)
        dataset = find_dataset(viewer, slug)
        version = version_asked(viewer, dataset, params_of(request))
        query = parse_rows_query(version, params_of(request), is_stream=True)
        source = source_of(viewer, dataset, query)
        etag = "" if query.has_lookups else etag_of(version.pk, request.get_full_path())
        if etag and is_current(request, etag):
            return not_modified(etag)
        blocks = iter(()) if request.method == "HEAD" else WRITERS[self.format](source)
        response = streamed(request._request, blocks, f"{MEDIA_TYPES[self.format]}; charset=utf-8")
        if etag:
            response["ETag"] = etag
        mark = "data-contoh_" if dataset.is_sample else ""
        set_attachment(response, f"{mark}{dataset.slug}_v{version.number}.{self.format}")
        return response


class RowsCsvView(RowsFileView):
    """`rows.csv`: column ids as the header, values as they are."""

    format = Format.CSV


class RowsNdjsonView(RowsFileView):
    """`rows.ndjson`: one object a line."""

    format = Format.NDJSON


class RowsJsonView(RowsFileView):
    """`rows.json`: one array."""

    format = Format.JSON
