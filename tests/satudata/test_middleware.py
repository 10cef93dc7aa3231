"""What every request passes: a request id, and slashes that do no harm."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from satudata.middleware import RequestIdMiddleware, TrailingSlashMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path_info)


def test_each_request_has_an_id_of_its_own() -> None:
    pass_on = RequestIdMiddleware(answer)
    ids = {pass_on(RequestFactory().get("/"))["X-Request-ID"] for _ in range(5)}
    assert len(ids) == 5
    assert all(len(number) == 12 for number in ids)


def test_an_id_sent_by_a_stranger_is_not_taken() -> None:
    given = RequestFactory().get("/", headers={"X-Request-ID": "<script>"})
    assert RequestIdMiddleware(answer)(given)["X-Request-ID"] != "<script>"


@pytest.mark.parametrize(
    ("path", "seen"), [("/", "/"), ("/dataset", "/dataset"), ("/dataset/", "/dataset"), ("/opd//", "/opd")]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_slash_at_the_end_changes_nothing(path: str, seen: str, method: str) -> None:
    request = getattr(RequestFactory(), method)(path)
    assert TrailingSlashMiddleware(answer)(request).content.decode() == seen


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "//", "/en", "/en/"])
def test_home_pages_answer_with_and_without_their_slash(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Language"]) == (200, "en" if "en" in address else "id")
