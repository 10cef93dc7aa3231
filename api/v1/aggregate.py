"""Groups of a dataset's rows: sums, means and counts by any column, as JSON or as a file."""

from __future__ import annotations

import json
from typing import ClassVar

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from api.replies import etag_of, is_current, not_modified, set_attachment
from api.v1.base import ApiView, params_of, viewer_of
from api.v1.rows import writer_of
from datasets.models import Dataset
from datasets.queries.aggregate_query import AggregateQuery
from datasets.queries.aggregates import groups_of, parse_aggregate_query, source_of_groups
from datasets.queries.rows import version_asked
from datasets.rules.access import check_rows, find_dataset
from datasets.vocab import Format, content_type_of
from satudata.streams import streamed


class AggregateView(ApiView):
    """`GET datasets/{slug}/aggregate`."""

    known = None

    def get(self, request: Request, slug: str) -> HttpResponse:
        """All groups, or the first `limit`; `groups_total` says how many there are either way."""
        dataset, query = _asked(request, slug)
        etag = _etag_of(request, query)
        if etag and "If-None-Match" in request.headers:
            check_rows(viewer_of(request), dataset)
            if is_current(request, etag):
                return not_modified(etag)
        groups = groups_of(viewer_of(request), dataset, query)
        made = [
            {"name": column.field.id, "measure": column.measure, "value": column.value}
            for column in groups.pivoted
        ]
        pivot = f',"pivot":{json.dumps(made, ensure_ascii=False)}' if query.pivot else ""
        body = (
            f'{{"version":{query.version.number},"groups_total":{groups.total},'
            f'"groups":{groups.json}{pivot}}}'
        )
        headers = {"ETag": etag} if etag else {}
        return HttpResponse(body, content_type="application/json", headers=headers)


class AggregateFileView(ApiView):
    """`GET datasets/{slug}/aggregate.{format}`: every format but GeoJSON, for groups have no place."""

    known = None
    format: ClassVar[Format]

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """Every group as a stream, without a ceiling; what is refused is refused before the first byte."""
        dataset, query = _asked(request, slug)
        source = source_of_groups(viewer_of(request), dataset, query)
        etag = _etag_of(request, query)
        if etag and self.format is Format.XLSX:
            etag = f"W/{etag}"  # a workbook notes when it was made
        if etag and is_current(request, etag):
            return not_modified(etag)
        address = f"{settings.PUBLIC_URL}{request.get_full_path()}"
        writer = writer_of(self.format, source.fields, query.version, address)
        blocks = iter(()) if request.method == "HEAD" else writer(source)
        response = streamed(request._request, blocks, content_type_of(self.format), source.leaving)
        if etag:
            response["ETag"] = etag
        response["Content-Language"] = settings.LANGUAGE_CODE
        mark = "data-contoh_" if dataset.is_sample else ""
        name = f"{mark}{dataset.slug}_v{query.version.number}_kelompok.{self.format}"
        set_attachment(response, name)
        return response


class AggregateCsvView(AggregateFileView):
    """`aggregate.csv`: the names of keys and measures as the header."""

    format = Format.CSV


class AggregateNdjsonView(AggregateFileView):
    """`aggregate.ndjson`: one object a line."""

    format = Format.NDJSON


class AggregateJsonView(AggregateFileView):
    """`aggregate.json`: one array."""

    format = Format.JSON


class AggregateXlsxView(AggregateFileView):
    """`aggregate.xlsx`: a workbook, which says how it was asked for."""

    format = Format.XLSX


class AggregateParquetView(AggregateFileView):
    """`aggregate.parquet`: typed; what was computed is a double."""

    format = Format.PARQUET


def _asked(request: Request, slug: str) -> tuple[Dataset, AggregateQuery]:
    viewer, params = viewer_of(request), params_of(request)
    dataset = find_dataset(viewer, slug)
    version = version_asked(viewer, dataset, {name: params[name] for name in params if name == "version"})
    return dataset, parse_aggregate_query(version, params)


def _etag_of(request: Request, query: AggregateQuery) -> str:
    """'' where a code list has its say too: it may change while the version stays."""
    return "" if query.has_lookups else etag_of(query.version.pk, request.get_full_path())
