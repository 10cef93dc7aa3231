"""The OpenAPI 3.1 document of API v1, and a page to read it."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from rest_framework.request import Request

from api.errors import MEDIA_TYPE, title_of
from api.replies import as_json
from api.v1.aggregate_operations import GROUPS
from api.v1.base import ApiView
from api.v1.client import FILES
from api.v1.consumer_operations import CONSUMERS
from api.v1.diff_operations import DIFFERENCES
from api.v1.operations import OPERATIONS, READING, SENDING, Operation
from api.v1.publish_operations import PUBLISH_SCHEMAS, PUBLISHING
from api.v1.refusals import REFUSALS
from api.v1.schemas import SCHEMAS, ref
from api.v1.session_operations import SESSIONS
from api.v1.webhook_operations import WEBHOOKS

#: Schema of each name that stands in an address.
_IN_PATH: dict[str, dict[str, Any]] = {
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "number": {"type": "integer", "minimum": 1},
    "file_format": {"type": "string"},
    "upload_id": {"type": "string", "format": "uuid"},
    "session_id": {"type": "string", "format": "uuid"},
    "webhook_id": {"type": "string", "format": "uuid"},
    "delivery_id": {"type": "string", "format": "uuid"},
    "consumer_id": {"type": "string", "format": "uuid"},
    "code": {"type": "string"},
    "key": {"type": "string"},
    "name": {"type": "string", "enum": list(FILES)},
    "column": {"type": "string"},
}


class OpenApiView(ApiView):
    """`GET openapi.json`."""

    def get(self, request: Request) -> HttpResponse:
        """The document."""
        return as_json(openapi())


class DocsView(ApiView):
    """`GET docs`: the document as a page of the portal, without anything from elsewhere."""

    known = None

    def get(self, request: Request) -> HttpResponse:
        """The page."""
        context = {
            "reading": (*READING, *GROUPS, *DIFFERENCES),
            "sending": (*SENDING, *PUBLISHING, *SESSIONS, *WEBHOOKS, *CONSUMERS),
            "refusals": REFUSALS,
            "base": f"{settings.PUBLIC_URL}/api/v1",
            "per_minute": settings.API_PER_MINUTE,
            "token_per_minute": settings.API_TOKEN_PER_MINUTE,
        }
        return render(request._request, "pages/api_docs.html", context)


def openapi() -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in (*OPERATIONS, *GROUPS, *PUBLISHING, *SESSIONS, *WEBHOOKS, *CONSUMERS, *DIFFERENCES):
        paths.setdefault(f"/{operation.path}", {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.CITY.catalogue_title}: API v1",
            "version": "1",
            "description": str(settings.CITY.catalogue_description),
        },
        "servers": [{"url": f"{settings.PUBLIC_URL}/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": SCHEMAS | PUBLISH_SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    answers: dict[str, Any] = {str(operation.status): {"description": "OK"}}
    if operation.answer is not None:
        content = {operation.media_type: {"schema": operation.answer}}
        answers[str(operation.status)]["content"] = content
    answers |= {str(status): answers[str(operation.status)] for status in operation.also}
    # A token that is none is refused everywhere, also where none is needed.
    everywhere = (401, 429) if operation.scope is None else (401, 403, 429)
    for status in sorted({*operation.refusals, *everywhere}):
        answers[str(status)] = _refusal(status)
    shown: dict[str, Any] = {
        "operationId": operation.name,
        "summary": str(operation.summary),
        "parameters": [*_path_parameters(operation.path), *operation.parameters],
        "responses": answers,
        "security": [{}, {"token": []}] if operation.scope is None else [{"token": []}],
    }
    if operation.scope is not None:
        shown["description"] = f"Scope: {operation.scope}."
    if operation.body is not None:
        shown["requestBody"] = {"content": {operation.body_type: {"schema": operation.body}}}
    return shown


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _IN_PATH[name]}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _refusal(status: int) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": ref("Problem")}}
    return {"description": title_of(status), "content": content}
