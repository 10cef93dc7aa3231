"""Rows sent by key, without a file: set or taken out in a new version, never in a published one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, one, viewer_of
from api.v1.idempotency import once
from api.v1.rows import RowsView
from datasets.actions.change_rows import change_rows
from datasets.actions.keeping import kept
from datasets.models import Dataset
from datasets.queries.errors import BadParameter
from datasets.queries.uploads import view_of
from datasets.rules.access import Act, demand, find_dataset, find_upload, may_download_original
from datasets.rules.errors import Denied, Hidden
from datasets.rules.row_changes import change_of
from datasets.store import BLOCK, Stored, TooLarge
from datasets.vocab_rows import RowChangeKind, RowsFormat
from satudata.stored_files import stored_file

#: Parameters beside the rows, in the address: the body holds rows and nothing else.
PARAMETERS = frozenset({"period", "note"})
_ENDINGS = {RowsFormat.JSON: ".json", RowsFormat.NDJSON: ".ndjson", RowsFormat.CSV: ".csv"}


class _ChangeView(ApiView):
    """A view that takes rows."""

    known_writing = PARAMETERS
    kind: ClassVar[RowChangeKind]

    def post(self, request: Request, slug: str) -> HttpResponse:
        """202: one upload, or one for each period concerned. Who may is asked before the body is read."""
        actor = actor_of(request)
        dataset = find_dataset(actor, slug)
        demand(actor, Act.UPLOAD, dataset)
        _check_announced(request)
        format_ = _format(request)
        sent = kept(_blocks(request))
        return once(request, [sent.sha256, format_], lambda: self._received(request, dataset, sent, format_))

    def _received(
        self, request: Request, dataset: Dataset, sent: Stored, format_: RowsFormat
    ) -> HttpResponse:
        actor = actor_of(request)
        period, note = one(request, "period"), one(request, "note")
        uploads = change_rows(actor, dataset, sent, self.kind, format_, period=period, note=note)
        results = [view_of(actor, upload) for upload in uploads]
        return as_json({"count": len(results), "results": results}, 202, {"Location": results[0]["url"]})


class RowsSentView(_ChangeView, RowsView):
    """`GET, POST datasets/{slug}/rows`: reading as `RowsView`; sending sets rows by their key."""

    kind = RowChangeKind.UPSERT


class RowsDeleteView(_ChangeView):
    """`POST datasets/{slug}/rows/delete`: takes out the rows whose keys are sent."""

    kind = RowChangeKind.DELETE


class SentRowsView(ApiView):
    """`GET uploads/{id}/sent-rows`."""

    def get(self, request: Request, upload_id: uuid.UUID) -> HttpResponseBase:
        """The rows exactly as they came, for their office and walidata; 404 where a file was sent."""
        upload = find_upload(viewer_of(request), upload_id)
        if not may_download_original(viewer_of(request), upload):
            raise Denied
        change = change_of(upload)
        if change is None:
            raise Hidden(gettext("Unggahan ini dibuat dari berkas, bukan dari baris yang dikirim."))
        name = f"{upload.dataset.slug}-{change.kind}{_ENDINGS[RowsFormat(change.format)]}"
        return stored_file(request._request, change.sha256, change.bytes, change.format, name)


def _format(request: Request) -> RowsFormat:
    """How the rows are written. Raises UnsupportedMediaType for anything but JSON, NDJSON, CSV."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    try:
        return RowsFormat(kind)
    except ValueError:
        raise UnsupportedMediaType(request.content_type or "") from None


def _check_announced(request: Request) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.MAX_UPLOAD_BYTES:
        raise TooLarge
    if request.headers.get("Content-Encoding", "identity") != "identity":
        detail = gettext("Kirim isinya tanpa Content-Encoding.")
        raise BadParameter("Content-Encoding", "unknown_value", detail)


def _blocks(request: Request) -> Iterator[bytes]:
    return iter(lambda: request._request.read(BLOCK), b"")
