"""Uploads: a file is followed, answered for, submitted, approved or returned."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from rest_framework.request import Request

from api.replies import as_json, set_attachment
from api.v1.base import ApiView, actor_of, body_of, fields_in, limit_of, next_url_of, one, text_in, viewer_of
from datasets.actions.answer_upload import answer_upload
from datasets.actions.approve_upload import approve_upload
from datasets.actions.cancel_upload import cancel_upload
from datasets.actions.return_upload import return_upload
from datasets.actions.submit_upload import submit_upload
from datasets.models import Upload, User
from datasets.queries.annotated import MEDIA_TYPE, annotated_file
from datasets.queries.errors import BadParameter
from datasets.queries.uploads import MOST_FINDINGS, findings_page, upload_view, view_of
from datasets.rules.access import find_upload
from datasets.vocab import Scope, UploadState

#: States that nobody has to do anything for: the portal moves them on by itself.
_MOVING = frozenset({UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPROVED})
#: Seconds after which asking again makes sense.
_ASK_AGAIN = 2


class UploadView(ApiView):
    """`GET uploads/{id}`: to be asked again and again, with `If-None-Match` and at the pace it tells."""

    def get(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """Where the upload is now; `Retry-After` while the portal itself is at work on it."""
        shown = upload_view(viewer_of(request), upload_id)
        self._is_moving = shown["state"] in _MOVING
        return as_json(shown)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        """Also on a 304: the pace at which to ask again."""
        answered = super().finalize_response(request, response, *args, **kwargs)
        if getattr(self, "_is_moving", False) and answered.status_code in (200, 304):
            answered["Retry-After"] = str(_ASK_AGAIN)
        return answered


class FindingsView(ApiView):
    """`GET uploads/{id}/findings`."""

    known = frozenset({"severity", "limit", "cursor"})

    def get(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """One page of findings, with sentences."""
        page = findings_page(
            viewer_of(request),
            upload_id,
            severity=one(request, "severity"),
            limit=limit_of(request, MOST_FINDINGS, 100),
            cursor=one(request, "cursor"),
        )
        return as_json(
            {"count": page.total, "next": next_url_of(request, page.next), "results": page.findings}
        )


class AnnotatedView(ApiView):
    """`GET uploads/{id}/annotated.xlsx`."""

    def get(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """The sender's own file with marks, for its office and walidata only."""
        file = annotated_file(viewer_of(request), upload_id)
        response = HttpResponse(file.content, content_type=MEDIA_TYPE)
        set_attachment(response, f"temuan-{upload_id}.xlsx")
        return response


class _MoveView(ApiView):
    """`POST uploads/{id}/<verb>`: one action, then the upload in its new state."""

    def move(self, actor: User, upload: Upload, body: dict[str, Any]) -> Upload:
        """Do it."""
        raise NotImplementedError

    def post(self, request: Request, upload_id: uuid.UUID) -> HttpResponse:
        """The upload in its new state."""
        actor = actor_of(request)
        upload = find_upload(actor, upload_id)
        self.move(actor, upload, body_of(request))
        return as_json(view_of(actor, again(upload)))


def _noted(act: Callable[[User, Upload, str], Upload], needs: Scope) -> type[_MoveView]:
    """A view for an action that takes a note."""

    class View(_MoveView):
        scope = needs

        def move(self, actor: User, upload: Upload, body: dict[str, Any]) -> Upload:
            fields_in(body, "note")
            return act(actor, upload, text_in(body, "note"))

    return View


SubmitView = _noted(submit_upload, Scope.PUBLISH)
CancelView = _noted(cancel_upload, Scope.PUBLISH)
ApproveView = _noted(approve_upload, Scope.REVIEW)
ReturnView = _noted(return_upload, Scope.REVIEW)


class AnswerView(_MoveView):
    """`POST uploads/{id}/answer`: answers to what checking asked, `{"recipe": {…}}`."""

    def move(self, actor: User, upload: Upload, body: dict[str, Any]) -> Upload:
        """Check again, as answered."""
        fields_in(body, "recipe")
        recipe = body.get("recipe")
        if not isinstance(recipe, dict):
            raise BadParameter("recipe", "required", gettext("Isikan jawaban sebagai objek “recipe”."))
        return answer_upload(actor, upload, recipe)


def again(upload: Upload) -> Upload:
    """The upload as it is now; also where it has moved out of its reviewer's sight."""
    return Upload.objects.select_related("dataset", "dataset__organization").get(pk=upload.pk)
