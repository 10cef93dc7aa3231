"""Each kind of source is walked whole; what is not what it is said to be is refused, soon."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_django import Settings

from datasets.harvest.remote import Clock, Unreadable
from datasets.harvest.sources import remotes_of
from datasets.models import Source
from datasets.vocab_harvest import SourceKind
from satudata.outgoing import Refused
from tests.datasets.harvest.conftest import Elsewhere
from tests.receiver import plain

SEARCH = "/api/3/action/package_search?rows=100&start={}&sort=id+asc"
TURTLE = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<https://a.example/d/{n}> a dcat:Dataset ; dct:identifier "d{n}" ; dct:title "Gizi {n}"@id, "Nutrition"@en ;
  dcat:distribution <https://a.example/f/{n}> .
<https://a.example/f/{n}> a dcat:Distribution ; dcat:downloadURL <https://a.example/f/{n}.csv> .
"""
NEXT = "<{url}/feed.ttl> a hydra:PartialCollectionView ; hydra:next <{url}/feed.ttl?page=2> ."


def asked(kind: SourceKind, url: str) -> list[Any]:
    return remotes_of(Source(kind=kind, url=url), Clock(20))


def packages(*found: Any) -> bytes:
    return plain(json.dumps({"success": True, "result": {"results": found}}).encode())


def test_ckan_is_walked_until_an_empty_page(elsewhere: Elsewhere) -> None:
    first = {
        "id": "p1", "name": "gizi", "title": "Gizi", "notes": "Balita.", "metadata_modified": "2026-11-01T00:00:00",
        "tags": [{"name": "anak"}], "resources": [{"url": "/gizi.csv", "format": "CSV"}, "x"],
    }  # fmt: skip
    elsewhere.at = {SEARCH.format(0): packages(first, "x"), SEARCH.format(100): packages()}
    for url in (elsewhere.url, f"{elsewhere.url}/api/3/action", f"{elsewhere.url}/api/3/"):
        (found,) = asked(SourceKind.CKAN, url)
        assert (found.id, found.title, found.tags) == ("p1", "Gizi", ("anak",))
        assert found.file.url == f"{elsewhere.url}/gizi.csv"
        assert found.page == f"{elsewhere.url}/dataset/gizi"


def test_dcat_is_walked_along_its_pages(elsewhere: Elsewhere) -> None:
    first = TURTLE.replace("{n}", "1") + NEXT.replace("{url}", elsewhere.url)
    back = TURTLE.replace("{n}", "2") + NEXT.replace("{url}", elsewhere.url)
    elsewhere.at = {
        "/feed.ttl": plain(first.encode(), Content_Type="text/turtle; charset=utf-8"),
        "/feed.ttl?page=2": plain(back.encode()),  # its type from the ending, and pages in a circle
    }
    found = asked(SourceKind.DCAT, f"{elsewhere.url}/feed.ttl")
    assert [(one.id, one.title, one.file.url) for one in found] == [
        ("d1", "Gizi 1", "https://a.example/f/1.csv"), ("d2", "Gizi 2", "https://a.example/f/2.csv"),
    ]  # fmt: skip


def test_lists_are_read_in_the_forms_that_portals_have(elsewhere: Elsewhere, entries: list[Any]) -> None:
    nested = {"id": "n", "title": "N", "resources": [{"url": "/n.xlsx"}]}
    forms = {
        "/a": entries,
        "/b": {"data": entries},
        "/c": {"success": True, "data": {"items": entries[:1], "next_page_url": "/c?page=2"}},
        "/c?page=2": {"data": {"items": entries[1:], "next_page_url": None}},
        "/d": [*entries, nested],
    }
    elsewhere.at = {path: plain(json.dumps(form).encode()) for path, form in forms.items()}
    for path in ("/a", "/b", "/c"):
        found = asked(SourceKind.LISTING, elsewhere.url + path)
        assert [(one.id, one.title) for one in found] == [("1", "Gizi balita"), ("2", "Imunisasi")]
        assert found[0].file.url == f"{elsewhere.url}/gizi.csv"
    assert asked(SourceKind.LISTING, f"{elsewhere.url}/d")[2].file.url == f"{elsewhere.url}/n.xlsx"


def test_one_file_is_a_source_of_one_thing() -> None:
    (found,) = asked(SourceKind.FILE, "https://a.example/unduh?id=1")
    assert (found.id, found.file.kind) == ("https://a.example/unduh?id=1", "csv")


@pytest.mark.parametrize(
    ("kind", "body", "content_type", "code"),
    [
        (SourceKind.CKAN, b"<html>", "text/html", "not_json"),
        (SourceKind.CKAN, b'{"success": false}', "application/json", "not_ckan"),
        (SourceKind.CKAN, b"[]", "application/json", "not_ckan"),
        (SourceKind.LISTING, b'{"a": 1}', "application/json", "not_a_list"),
        (SourceKind.LISTING, b"[" * 100_000, "application/json", "not_json"),
        (SourceKind.DCAT, b"<html>", "text/html", "not_dcat"),
        (SourceKind.DCAT, b"@prefix", "text/turtle", "not_rdf"),
        (SourceKind.DCAT, b"{}x", "application/ld+json", "not_json"),
        (SourceKind.DCAT, b'{"@context": "http://10.0.0.1/c"}', "application/ld+json", "remote_context"),
        (
            SourceKind.DCAT,
            b'[{"a": {"@context": [{}, "http://x"]}}]',
            "application/ld+json",
            "remote_context",
        ),
        (SourceKind.DCAT, b'{"@context": {"@import": "http://x"}}', "application/ld+json", "remote_context"),
        (SourceKind.DCAT, b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "application/rdf+xml", "xml_entities"),
    ],
)
def test_what_it_is_not_is_refused(
    elsewhere: Elsewhere, kind: SourceKind, body: bytes, content_type: str, code: str
) -> None:
    answer = plain(body, Content_Type=content_type)
    elsewhere.at = {SEARCH.format(0): answer, "/": answer}
    with pytest.raises(Unreadable) as caught:
        asked(kind, f"{elsewhere.url}/")
    assert caught.value.code == code


def test_a_status_a_private_address_and_the_end_of_the_run_stop_it(
    elsewhere: Elsewhere, settings: Settings
) -> None:
    with pytest.raises(Unreadable, match="status_404"):
        asked(SourceKind.LISTING, f"{elsewhere.url}/")
    elsewhere.at = {"/": plain(b"", "302 Found", Location="http://169.254.169.254/latest")}
    with pytest.raises(Refused, match="address_refused"):
        asked(SourceKind.LISTING, f"{elsewhere.url}/")
    with pytest.raises(Refused, match="timeout"):
        remotes_of(Source(kind=SourceKind.LISTING, url=elsewhere.url), Clock(0))
    settings.OUTGOING_ALLOW = frozenset()
    for kind in (SourceKind.CKAN, SourceKind.DCAT, SourceKind.LISTING):
        with pytest.raises(Refused, match="address_refused"):
            asked(kind, elsewhere.url)
