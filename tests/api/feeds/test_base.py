"""Parameters and copies of feeds: read strictly, and never called current when they would be written otherwise."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from api.feeds import base
from datasets.queries.errors import BadParameter
from tests import factories


def request(asked: str) -> Request:
    return Request(APIRequestFactory().get(f"/catalog.ttl?{asked}"))


def test_a_copy_of_an_older_release_is_not_current(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.published(factories.dataset())
    for address in ("/catalog.ttl", "/atom.xml", "/oai?verb=Identify", "/sitemap.xml"):
        etag = nobody.get(address)["ETag"]
        assert nobody.get(address, headers={"If-None-Match": etag}).status_code == 304
        with monkeypatch.context() as changed:
            changed.setattr(base, "written_by", lambda: "another release")
            assert nobody.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_the_digest_is_of_the_code() -> None:
    assert len(base.written_by()) == 64
    assert base.written_by() == base.written_by()


@pytest.mark.parametrize(("asked", "page"), [("", 1), ("page=1", 1), ("page=0012", 12)])
def test_pages_count_from_one(asked: str, page: int) -> None:
    assert base.page_number(request(asked)) == page


@pytest.mark.parametrize("asked", ["page=0", "page=-1", "page=1.0", "page=%20", "page=1e3", "page=1&page=1"])
def test_a_page_that_is_none_is_refused(asked: str) -> None:
    with pytest.raises(BadParameter):
        base.page_number(request(asked))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-01", "2026-11-01T00:00:00+09:00"),
        ("2026-11-01T05:00:00Z", "2026-11-01T05:00:00+00:00"),
        ("2026-11-01T05:00", "2026-11-01T05:00:00+09:00"),
    ],
)
def test_a_day_begins_in_the_city(text: str, told: str) -> None:
    moment = base.moment_in(request(f"modified_since={text}"), "modified_since")
    assert moment is not None
    assert moment.isoformat() == told


def test_other_parameters_stay_in_an_address() -> None:
    asked = request("q=a%20b&page=3&after=x")
    assert base.address_with(asked, page=4, after=None).endswith("/catalog.ttl?q=a+b&page=4")
