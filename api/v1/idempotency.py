"""`Idempotency-Key`: a call that makes something is carried out once, however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api.v1.base import actor_of
from datasets.actions.answer_once import Answer, answer_once

#: Headers of an answer that are part of it.
_HEADERS = ("Location", "Upload-Offset", "Upload-Length", "Upload-Expires")


def once(request: Request, told: Any, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The response of `make`; under a key it was made before for the same `told`, that one again.

    `told` is everything that the body said, as JSON values. Raises Invalid, KeyReused.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return make()
    call = json.dumps([request.method, request.get_full_path(), told], sort_keys=True)
    answer = answer_once(actor_of(request), key, call, lambda: _answer(make()))
    response = HttpResponse(
        answer.body, status=answer.status, content_type="application/json", headers=answer.headers
    )
    if answer.is_replay:
        response["Idempotency-Replayed"] = "true"
    return response


def _answer(response: HttpResponse) -> Answer:
    headers = {name: response[name] for name in _HEADERS if response.has_header(name)}
    return Answer(response.status_code, response.content.decode(), headers)
