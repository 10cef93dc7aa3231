"""Rows of a dataset: pages as JSON, and the same selection whole as a file of six formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import (
    etag_of,
    is_current,
    not_modified,
    set_attachment,
    stored_reply,
)
from api.v1.base import ApiView, next_url_of, params_of, viewer_of
from api.v1.deprecation import marked
from datasets.export.about import about_version, file_name
from datasets.export.converted import CONVERTED, converted_blocks
from datasets.export.csv import csv_blocks
from datasets.export.geojson import geojson_blocks, geometry_in
from datasets.export.json import json_blocks, ndjson_blocks
from datasets.export.source import SqlSource
from datasets.export.sql import Field
from datasets.models import Version
from datasets.queries.errors import BadParameter
from datasets.queries.quick_rows import remember
from datasets.queries.row_query import fields_of
from datasets.queries.rows import RowsPage, page_of, parse_rows_query, source_of, version_asked
from datasets.queries.versions import prepared
from datasets.rules.access import check_rows, find_dataset
from datasets.vocab import Format, content_type_of
from satudata.streams import streamed

Writer = Callable[[SqlSource], Iterator[bytes]]
WRITERS: dict[Format, Writer] = {
    Format.CSV: lambda source: csv_blocks(source, safe=False),
    Format.NDJSON: ndjson_blocks,
    Format.JSON: json_blocks,
}

#: Written at publication just as here. A prepared CSV is for people (labels, no formulas), `rows.csv` raw.
_SAME_AS_PREPARED = frozenset({Format.JSON, Format.XLSX, Format.PARQUET, Format.GEOJSON})


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
                return marked(not_modified(etag), dataset, version)
        page = page_of(viewer, dataset, query)
        if not request.user.is_authenticated:
            remember(dataset)
        body = page_body(page, next_url_of(request, page.next))
        headers = {"ETag": etag} if etag else {}  # without: one made of the answer itself
        response = HttpResponse(body, content_type="application/json", headers=headers)
        return marked(response, dataset, version)


def page_body(page: RowsPage, following: str | None) -> str:
    """The answer's text; `following` is the address of the next page."""
    exact = "true" if page.is_exact else "false"
    return (
        f'{{"version":{page.version.number},"total":{page.total},"total_is_exact":{exact},'
        f'"rows":{page.json},"next":{json.dumps(following)}}}'
    )


class RowsFileView(ApiView):
    """`GET datasets/{slug}/rows.{format}`: the selection whole, in one of six formats."""

    known = None
    format: ClassVar[Format]

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The whole selection as a stream; access and version are settled before the first byte.

        Where nothing is chosen and the same file was prepared at publication, that file.
        """
        viewer = viewer_of(request)
        dataset = find_dataset(viewer, slug)
        version = version_asked(viewer, dataset, params_of(request))
        query = parse_rows_query(version, params_of(request), is_stream=True)
        source = source_of(viewer, dataset, query)
        if query.is_plain and self.format in _SAME_AS_PREPARED and (file := prepared(version, self.format)):
            return marked(stored_reply(request, file), dataset, version)
        address = "" if query.is_plain else f"{settings.PUBLIC_URL}{request.get_full_path()}"
        writer = writer_of(self.format, query.selected, version, address)
        etag = "" if query.has_lookups else _etag_of(self.format, version.pk, request.get_full_path())
        if etag and is_current(request, etag):
            return marked(not_modified(etag), dataset, version)
        blocks = iter(()) if request.method == "HEAD" else writer(source)
        response = streamed(request._request, blocks, content_type_of(self.format), source.leaving)
        if etag:
            response["ETag"] = etag
        response["Content-Language"] = settings.LANGUAGE_CODE
        if self.format in CONVERTED:
            response["Content-Encoding"] = "identity"  # compressed by its own format already
        set_attachment(response, file_name(version, self.format))
        return marked(response, dataset, version)


def _etag_of(form: Format, *parts: object) -> str:
    """Weak for a workbook: it notes when it was made."""
    return ("W/" if form is Format.XLSX else "") + etag_of(*parts)


def writer_of(form: Format, fields: Sequence[Field], version: Version, address: str) -> Writer:
    """What writes this format; `address` tells how the rows were chosen, '' where all were.

    Raises BadParameter where GeoJSON finds no place.
    """
    if form in CONVERTED:
        about = about_version(version, address)
        return lambda source: converted_blocks(source, form, about)
    if form is not Format.GEOJSON:
        return WRITERS[form]
    geometry = geometry_in(fields)
    if geometry is None:
        raise _without_place(geometry_in(fields_of(version)))
    return lambda source: geojson_blocks(source, geometry)


def _without_place(left_out: Field | None) -> BadParameter:
    if left_out is not None:
        detail = gettext("GeoJSON perlu kolom “%(name)s”; tambahkan ke “select”.") % {"name": left_out.id}
        return BadParameter("select", "no_geometry", detail)
    detail = gettext(
        "Dataset ini tidak punya kolom titik atau bentuk, jadi tidak dapat ditulis sebagai GeoJSON. "
        "Pakai rows.json, rows.csv, atau rows.parquet."
    )
    return BadParameter("", "no_geometry", detail)


class RowsCsvView(RowsFileView):
    """`rows.csv`: column ids as the header, values as they are."""

    format = Format.CSV


class RowsNdjsonView(RowsFileView):
    """`rows.ndjson`: one object a line."""

    format = Format.NDJSON


class RowsJsonView(RowsFileView):
    """`rows.json`: one array."""

    format = Format.JSON


class RowsXlsxView(RowsFileView):
    """`rows.xlsx`: a workbook for people, labels as the header, nothing that runs as a formula."""

    format = Format.XLSX


class RowsParquetView(RowsFileView):
    """`rows.parquet`: typed, decimals exact."""

    format = Format.PARQUET


class RowsGeojsonView(RowsFileView):
    """`rows.geojson`: a FeatureCollection, of datasets that have a place in each row."""

    format = Format.GEOJSON
