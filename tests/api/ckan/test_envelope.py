"""Answers: CKAN's types and statuses, and plain text for what only means "not now"."""

from __future__ import annotations

import json

import pytest
from rest_framework.exceptions import Throttled

from api.ckan import errors
from api.ckan.envelope import refusal, success
from datasets.queries.errors import BadParameter, TooSlow
from datasets.rules.errors import Denied, Hidden


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.NotFound("x"), 404, "Not Found Error"),
        (errors.NotAllowed("x"), 403, "Authorization Error"),
        (errors.SearchQueryError("x"), 400, "Search Query Error"),
        (errors.SearchError("x"), 409, "Search Error"),
        (Hidden("x"), 404, "Not Found Error"),
        (Denied("d", "x"), 403, "Authorization Error"),
    ],
)
def test_each_refusal_has_its_type(error: Exception, status: int, kind: str) -> None:
    answer = refusal(error, "package_show")
    body = json.loads(answer.content)
    assert (answer.status_code, body["success"], body["error"]["__type"]) == (status, False, kind)
    assert "x" in body["error"]["message"]
    assert body["help"].endswith("help_show?name=package_show")


def test_a_wrong_parameter_is_named() -> None:
    for error in (errors.Invalid({"rows": ["salah"]}), BadParameter("rows", "c", "salah")):
        answer = refusal(error, "package_search")
        assert answer.status_code == 409
        assert json.loads(answer.content)["error"] == {"__type": "Validation Error", "rows": ["salah"]}


@pytest.mark.parametrize(
    ("error", "status"), [(Throttled(7), 429), (TooSlow(), 503), (RuntimeError("rahasia"), 500)]
)
def test_not_now_is_no_json(error: Exception, status: int) -> None:
    answer = refusal(error, "package_search")
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert int(answer["Retry-After"]) > 0
    assert b"rahasia" not in answer.content
    with pytest.raises(ValueError):
        json.loads(answer.content)


def test_a_script_is_safe_to_run() -> None:
    answer = success("a", {"t": "</script>\u2028"}, "f")
    assert b"\\u2028" in answer.content
