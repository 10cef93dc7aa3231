"""Every address of the feeds: read only, open to other origins, told of in the guide as it is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from api.feeds.urls import urlpatterns
from datasets.models import Code, CodeList, Dataset
from tests import factories
from tests.api.conftest import keep_file

GUIDE = Path(__file__).resolve().parents[3] / "docs/umpan.md"
#: What stands in an address for a thing of the test's.
_THINGS = {
    "end": "ttl",
    "ref": "sampah-terangkut",
    "office": "dinas-lingkungan-hidup",
    "topic": "persampahan",
    "number": "1",
    "code": "82.71",
}


@pytest.fixture(autouse=True)
def waste(db: None) -> Dataset:
    wilayah = CodeList.objects.create(slug="wilayah", title="Wilayah", version="1")
    Code.objects.create(code_list=wilayah, code="82.71", name="Kota Ternate")
    made = factories.dataset()
    keep_file(factories.published(made))
    return made


def addresses() -> list[str]:
    things = _THINGS | {"office_id": str(factories.office().pk)}

    def thing(name: re.Match[str]) -> str:
        return things[name.group(1)]

    return ["/" + re.sub(r"<(?:\w+:)?(\w+)>", thing, str(pattern.pattern)) for pattern in urlpatterns]


def test_each_answers_to_reading_only(nobody: Client) -> None:
    assert len(addresses()) > 10
    for address in addresses():
        assert nobody.get(address).status_code in (200, 303), address
        head = nobody.head(address)
        assert (head.status_code in (200, 303), head.content) == (True, b""), address
        for write in (nobody.put, nobody.patch, nobody.delete):
            assert write(address).status_code == 405, address


def test_each_may_be_read_by_pages_of_other_origins(nobody: Client) -> None:
    for address in addresses():
        asked = nobody.options(address)
        assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*"), address
        answer = nobody.get(address)
        if answer.status_code == 200:
            assert answer["Access-Control-Allow-Origin"] == "*", address
            assert nobody.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304, address


def test_an_unknown_parameter_is_refused_everywhere(nobody: Client) -> None:
    for address in addresses():
        if address != "/oai":  # which says so in its own words
            assert nobody.get(f"{address}?tidak_dikenal=1").status_code == 400, address


def test_no_session_or_token_changes_what_is_told(nobody: Client) -> None:
    inside = Client(headers={"Authorization": "Bearer palsu"})
    inside.force_login(factories.wati())
    for address in ("/catalog.ttl", "/atom.xml", "/dataset/sampah-terangkut/croissant.json"):
        assert sorted(inside.get(address).content.split()) == sorted(nobody.get(address).content.split())


def test_the_calls_of_the_guide_run_as_they_stand(nobody: Client) -> None:
    calls = re.findall(r"^curl (.+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(calls) >= 3
    for call in calls:
        words = shlex.split(call)
        headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
        url = urlsplit(words[-1])
        answer = nobody.get(f"{url.path}?{url.query}".rstrip("?"), headers=headers)
        assert answer.status_code == 200, call


def test_the_addresses_of_the_guide_are_there() -> None:
    told = GUIDE.read_text(encoding="utf-8")
    for pattern in urlpatterns:
        start = re.split(r"[<.]", str(pattern.pattern))[0].rstrip("/").split("-")[0]
        assert start in told, pattern.pattern
