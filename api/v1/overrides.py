"""Reasons of walidata for columns with personal data: what holds, what is given, what is taken back."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, body_of, fields_in, text_in, viewer_of
from datasets.actions.end_override import end_override
from datasets.actions.override_personal import override_personal
from datasets.models import Dataset
from datasets.queries.overrides import override_of, overrides_of
from datasets.rules.access import find_upload
from datasets.vocab import Scope


class OverridesView(ApiView):
    """`GET` and `POST uploads/{id}/overrides`."""

    scope = Scope.REVIEW

    def get(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """The reasons that hold for the upload's dataset, for who may follow the upload."""
        return _listed(find_upload(viewer_of(request), upload_id).dataset)

    def post(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """Give a reason for one column; a failed upload is checked again."""
        actor = actor_of(request)
        upload = find_upload(actor, upload_id)
        body = body_of(request)
        fields_in(body, "column", "reason")
        override_personal(actor, upload, text_in(body, "column"), text_in(body, "reason"))
        return _listed(upload.dataset)


class OverrideView(ApiView):
    """`DELETE uploads/{id}/overrides/{column}`."""

    scope = Scope.REVIEW

    def delete(self, request: Request, upload_id: uuid.UUID, column: str) -> HttpResponse:
        """Take the reason for one column back; its next file is blocked again."""
        actor = actor_of(request)
        upload = find_upload(actor, upload_id)
        end_override(actor, upload.dataset, column)
        return _listed(upload.dataset)


def _listed(dataset: Dataset) -> HttpResponse:
    listed = [override_of(one) for one in overrides_of(dataset)]
    return as_json({"count": len(listed), "results": listed})
