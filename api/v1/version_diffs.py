"""What differs between two versions: rows added, removed and changed, and their columns."""

from __future__ import annotations

import json
from typing import ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import etag_of, is_current, not_modified, set_attachment
from api.v1.base import ApiView, limit_of, next_url_of, one, viewer_of
from api.v1.rows import WRITERS
from datasets.models import Dataset, Version
from datasets.queries.errors import BadParameter
from datasets.queries.schema_diff import schema_diff
from datasets.queries.version_diff import diff_page, source_of_diff
from datasets.queries.versions import version_of
from datasets.rules.access import check_rows, find_dataset
from datasets.vocab import Format, content_type_of
from satudata.streams import streamed

MOST_DIFFERENCES = 1_000


class VersionDiffView(ApiView):
    """`GET datasets/{slug}/versions/{n}/diff?against=m`."""

    known = frozenset({"against", "limit", "cursor"})

    def get(self, request: Request, slug: str, number: int) -> HttpResponse:
        """Counts and columns first, then a page of rows: removed, changed, added."""
        viewer = viewer_of(request)
        dataset, version, against = versions_asked(request, slug, number)
        limit = limit_of(request, MOST_DIFFERENCES, 100)
        etag = etag_of(version.pk, against.pk, request.get_full_path())
        if "If-None-Match" in request.headers:
            check_rows(viewer, dataset)
            if is_current(request, etag):
                return not_modified(etag)
        page = diff_page(viewer, dataset, version, against, limit, one(request, "cursor"))
        head = {
            "version": version.number,
            "against": against.number,
            "counts": page.counts,
            "key": page.key,
            "schema": schema_diff(version, against),
        }
        body = (
            f"{json.dumps(head, ensure_ascii=False)[:-1]}, "
            f'"rows": {page.json}, "next": {json.dumps(next_url_of(request, page.next))}}}'
        )
        return HttpResponse(body, content_type="application/json", headers={"ETag": etag})


class VersionDiffFileView(ApiView):
    """`GET datasets/{slug}/versions/{n}/diff.csv`, `.ndjson`: every difference as a stream."""

    known = frozenset({"against"})
    format: ClassVar[Format]

    def get(self, request: Request, slug: str, number: int) -> HttpResponseBase:
        """What is refused is refused before the first byte."""
        dataset, version, against = versions_asked(request, slug, number)
        source = source_of_diff(viewer_of(request), dataset, version, against)
        etag = etag_of(version.pk, against.pk, request.get_full_path())
        if is_current(request, etag):
            return not_modified(etag)
        blocks = iter(()) if request.method == "HEAD" else WRITERS[self.format](source)
        response = streamed(request._request, blocks, content_type_of(self.format), source.leaving)
        response["ETag"] = etag
        set_attachment(response, f"{dataset.slug}_v{against.number}_v{version.number}.{self.format}")
        return response


class VersionDiffCsvView(VersionDiffFileView):
    """`diff.csv`: the changed cells as JSON in their column."""

    format = Format.CSV


class VersionDiffNdjsonView(VersionDiffFileView):
    """`diff.ndjson`: one difference a line."""

    format = Format.NDJSON


def versions_asked(request: Request, slug: str, number: int) -> tuple[Dataset, Version, Version]:
    """The dataset, its version `number`, and the one it is held against: by default the one before.

    Raises Hidden, Gone, BadParameter.
    """
    viewer = viewer_of(request)
    dataset = find_dataset(viewer, slug)
    version = version_of(viewer, dataset, number)
    given = one(request, "against") or str(max(1, number - 1))
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise BadParameter("against", "unreadable", gettext("“against” adalah nomor versi, misalnya 3."))
    return dataset, version, version_of(viewer, dataset, int(given))
