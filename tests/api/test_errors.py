"""Every refusal has one shape; the unforeseen, too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from rest_framework import exceptions as rest

from api.errors import problem_of, respond
from api.v1 import reference
from datasets import store
from datasets.queries.errors import BadParameter, TooSlow
from datasets.rules import errors as rules
from datasets.vocab import FindingCode


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (BadParameter("sort", "unknown_value", "x"), 400, "bad_parameter"),
        (ValidationError({"title": ["x"]}), 400, "invalid"),
        (rules.Invalid(rules.Fault("title", "blank", "x")), 400, "invalid"),
        (rest.ParseError("x"), 400, "malformed"),
        (rest.NotAuthenticated(), 401, "unauthenticated"),
        (rest.AuthenticationFailed("x"), 401, "invalid_token"),
        (rules.Denied(), 403, "denied"),
        (PermissionDenied(), 403, "denied"),
        (rest.PermissionDenied(), 403, "denied"),
        (rules.Hidden(), 404, "not_found"),
        (Http404(), 404, "not_found"),
        (rest.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (rules.IllegalMove("published", "submit"), 409, "illegal_move"),
        (rules.NotReady(["concept"]), 409, "not_ready"),
        (rules.Overtaken("Sel itu sudah diperbaiki."), 409, "overtaken"),
        (rules.Gone("Salah", datetime(2026, 11, 1, tzinfo=UTC), "Sampah"), 410, "withdrawn"),
        (store.TooLarge(), 413, "too_large"),
        (rules.NotATable(FindingCode.IS_PDF, "pdf"), 415, "is_pdf"),
        (rest.UnsupportedMediaType("x"), 415, "unsupported_media_type"),
        (rules.EmptyFile(), 422, "empty_file"),
        (rest.Throttled(7), 429, "throttled"),
        (RuntimeError("secret"), 500, "server_error"),
        (TooSlow(), 503, "too_slow"),
        (store.DiskFull(), 507, "disk_full"),
    ],
)
def test_each_refusal_has_its_status_and_code(error: Exception, status: int, code: str) -> None:
    problem = problem_of(error)
    assert (problem.status, problem.code) == (status, code)
    assert problem.detail
    assert "secret" not in problem.detail
    response = respond(problem)
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/problem+json", "no-store")


def test_what_waits_says_how_long() -> None:
    assert respond(problem_of(rest.Throttled(6.2)))["Retry-After"] == "7"
    assert respond(problem_of(TooSlow()))["Retry-After"] == "5"


def test_an_unforeseen_error_is_a_problem_too(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("kata sandi basis data")

    monkeypatch.setattr(reference, "stats_of", broken)
    answer = nobody.get("/api/v1/stats")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "sandi" not in answer.content.decode()


@pytest.mark.parametrize("path", ["tidak-ada", "datasets/a/b/c", "datasets/%00", "uploads/x/submit"])
def test_an_address_that_is_none_is_a_problem(nobody: Client, path: str) -> None:
    for method in ("get", "post", "delete"):
        answer = getattr(nobody, method)(f"/api/v1/{path}")
        assert answer.status_code in ((404,) if method == "get" else (401, 404))
        assert answer["Content-Type"] == "application/problem+json"


def test_a_method_that_is_not_offered_is_405(nobody: Client) -> None:
    assert nobody.put("/api/v1/datasets").status_code in (401, 405)
    assert nobody.trace("/api/v1/stats").status_code in (401, 405)


def test_a_search_that_takes_too_long_says_how_to_narrow_it() -> None:
    assert "indeks kata" in problem_of(TooSlow(is_search=True)).detail
    assert "indeks kata" not in problem_of(TooSlow()).detail
