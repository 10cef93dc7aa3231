"""Downloads at the addresses that CKAN gives them: one for each file, the same for every version."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request

from api.ckan.envelope import not_now, refusal
from api.ckan.views import CkanView
from api.replies import is_current, not_modified
from datasets.queries.resources import resource_of
from datasets.rules import errors as rules
from satudata.stored_files import stored_file

_STATUSES: dict[type[rules.Refused], int] = {rules.Hidden: 404, rules.Denied: 403, rules.Gone: 410}


class DownloadView(CkanView):
    """`GET /dataset/<id>/resource/<id>/download/<file>`: whatever the file is called there."""

    def get(self, request: Request, ref: str, key: uuid.UUID, filename: str = "") -> HttpResponseBase:
        """The live version's file. Its type is exactly `mimetype`, its ETag its SHA-256."""
        resource = resource_of(None, str(key))
        if ref not in (resource.dataset.slug, str(resource.dataset.pk)):
            raise rules.Hidden
        file = resource.file
        etag = f'"{file.sha256}"'
        if is_current(request, etag):
            return not_modified(etag)
        return stored_file(request._request, file.sha256, file.bytes, file.media_type, file.filename)

    def handle_exception(self, exc: Exception) -> Any:
        """A sentence: who opens a download is a person, or a program that looks at the status."""
        if not isinstance(exc, rules.Refused):
            return refusal(exc, "") if isinstance(exc, MethodNotAllowed) else not_now(exc)
        status = _STATUSES.get(type(exc), 404)
        return HttpResponse(exc.message, status=status, content_type="text/plain; charset=utf-8")
