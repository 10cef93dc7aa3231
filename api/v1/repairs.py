"""Repairs of an upload: what holds, what is added, what is taken back."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json
from api.v1.base import ApiView, actor_of, body_of, fields_in, viewer_of
from api.v1.uploads import again
from datasets.actions.repair_upload import repair_upload
from datasets.actions.undo_repair import undo_repair
from datasets.queries.errors import BadParameter
from datasets.queries.repairs import repairs_of
from datasets.queries.uploads import view_of
from datasets.rules.access import find_upload


class RepairsView(ApiView):
    """`GET` and `POST uploads/{id}/repairs`."""

    def get(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """The repairs that hold, each with the key by which it is taken back."""
        listed = repairs_of(find_upload(viewer_of(request), upload_id))
        return as_json({"count": len(listed), "results": listed})

    def post(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """Add repairs to those that hold; the upload is checked again."""
        actor = actor_of(request)
        upload = find_upload(actor, upload_id)
        body = body_of(request)
        fields_in(body, "repairs")
        repairs = body.get("repairs")
        if not isinstance(repairs, list):
            raise BadParameter("repairs", "required", gettext("Isikan perbaikan sebagai daftar “repairs”."))
        repair_upload(actor, upload, repairs)
        return as_json(view_of(actor, again(upload)))


class RepairView(ApiView):
    """`DELETE uploads/{id}/repairs/{key}`."""

    def delete(self, request: Request, upload_id: uuid.UUID, key: str) -> HttpResponse:
        """Take one repair back; the upload is checked again."""
        actor = actor_of(request)
        undo_repair(actor, find_upload(actor, upload_id), key)
        return as_json(view_of(actor, again(find_upload(actor, upload_id))))
