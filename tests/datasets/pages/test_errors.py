"""Pages for what went wrong: the right status, words that help, nothing given away."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from datasets.pages.errors import as_page, bad_request, csrf_failed, forbidden, server_error
from datasets.rules.errors import Denied, Gone, Hidden, IllegalMove, NotReady, Refused

pytestmark = pytest.mark.django_db


def request() -> HttpRequest:
    return RequestFactory().get("/kerja")


def raising(error: Refused) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    response = as_page(view)(request())
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (Denied(message="Hanya Walidata."), 403, "Hanya Walidata."),
        (Hidden(), 404, "Halaman tidak ditemukan"),
        (Gone("Satuan keliru.", timezone.now(), "Sampah"), 410, "Satuan keliru."),
        (IllegalMove("published", "submit"), 409, "Langkah ini tidak"),
        (NotReady(["concept"]), 409, "Metadata belum lengkap"),
    ],
)
def test_each_refusal_becomes_its_page(error: Refused, status: int, told: str) -> None:
    response = raising(error)
    assert response.status_code == status
    assert told in response.text
    assert "noindex" in response.text


def test_an_unknown_address_offers_search(client: Client) -> None:
    response = client.get("/tidak-ada")
    assert response.status_code == 404
    assert 'role="search"' in response.text


def test_other_refusals_have_words() -> None:
    assert bad_request(request()).status_code == 400
    assert forbidden(request()).status_code == 403
    assert "Formulir ini sudah kedaluwarsa" in csrf_failed(request()).text


def test_a_fault_of_ours_names_the_incident_and_needs_no_other_file() -> None:
    asked = request()
    asked.META["REQUEST_ID"] = "abc123"
    response = server_error(asked)
    assert response.status_code == 500
    assert "abc123" in response.text
    assert "stylesheet" not in response.text
