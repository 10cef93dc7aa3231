"""The site map: every public page, true dates, nothing that is not public; robots are led to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from datasets.models import Dataset
from datasets.pages import public_urls
from datasets.queries import sitemap
from datasets.vocab import Access
from tests import factories
from tests.datasets.queries.figures import indicator, published

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HERE = "http://127.0.0.1:8000"


@pytest.fixture
def waste(db: None) -> Dataset:
    made = factories.dataset()
    indicator(made)
    published(made)
    return made


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def places(root: Any) -> dict[str, str]:
    """{path: its lastmod} of a file, '' where none is told."""
    return {
        place.find("s:loc", NAMES).text.removeprefix(HERE): place.findtext("s:lastmod", "", NAMES)
        for place in root
    }


def everything(client: Client) -> dict[str, str]:
    found: dict[str, str] = {}
    for address in places(read(client, "/sitemap.xml")):
        found |= places(read(client, address))
    return found


def test_every_page_that_it_names_answers(nobody: Client, waste: Dataset) -> None:
    found = everything(nobody)
    assert {"/", "/dataset", "/dataset/sampah-terangkut", "/opd", "/opd/dinas-lingkungan-hidup",
            "/topik/persampahan", "/kinerja/dinas-lingkungan-hidup/IKU-DLH-01", "/jadwal",
            "/en", "/en/dataset/sampah-terangkut"} <= set(found)  # fmt: skip
    for path in found:
        answer = nobody.get(path)
        assert answer.status_code == 200, path
        assert 'content="noindex"' not in answer.content.decode()


def test_dates_are_those_of_what_is_shown(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(metadata_updated_at="2026-03-01T00:00:00Z", data_updated_at="2026-02-01T00:00:00Z")
    found = everything(nobody)
    for path in ("/", "/dataset/sampah-terangkut", "/topik/persampahan", "/opd/dinas-lingkungan-hidup"):
        assert datetime.fromisoformat(found[path]).isoformat() == "2026-03-01T09:00:00+09:00"
    assert found["/jadwal"] == ""
    assert set(places(read(nobody, "/sitemap.xml")).values()) == {"2026-03-01T09:00:00+09:00"}


def test_languages_name_each_other(nobody: Client, waste: Dataset) -> None:
    root = read(nobody, "/sitemap-dataset-1.xml")
    assert len(root) == 2
    for place in root:
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in place.findall("x:link", NAMES)}
        assert links == {
            "id": f"{HERE}/dataset/sampah-terangkut",
            "en": f"{HERE}/en/dataset/sampah-terangkut",
        }


def test_many_datasets_fill_several_files(
    nobody: Client, waste: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PER_FILE", 2)
    for number in range(4):
        factories.published(factories.dataset(f"data-{number}"))
    assert [path for path in places(read(nobody, "/sitemap.xml")) if "dataset" in path] == [
        f"/sitemap-dataset-{number}.xml" for number in (1, 2, 3)
    ]
    assert sum("/dataset/" in path for path in everything(nobody)) == 10


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999", "-1", "x"])
def test_a_file_that_is_none_is_404(nobody: Client, waste: Dataset, number: str) -> None:
    assert nobody.get(f"/sitemap-dataset-{number}.xml").status_code == 404


def test_what_is_not_public_is_not_named(nobody: Client, waste: Dataset) -> None:
    factories.dataset("draf")
    factories.published(factories.dataset("ditarik"))
    Dataset.objects.filter(slug="ditarik").update(withdrawn_at=timezone.now(), withdrawn_reason="x")
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    factories.published(factories.dataset("terbatas", access=Access.RESTRICTED))
    named = {path for path in everything(nobody) if path.startswith("/dataset/")}
    assert named == {"/dataset/sampah-terangkut", "/dataset/terbatas"}


def test_an_empty_portal_has_a_map(nobody: Client) -> None:
    assert list(places(read(nobody, "/sitemap.xml"))) == ["/sitemap-halaman.xml"]
    assert "/" in everything(nobody)


def test_an_unchanged_map_is_not_sent_again(nobody: Client, waste: Dataset) -> None:
    for address in ("/sitemap.xml", "/sitemap-halaman.xml", "/sitemap-dataset-1.xml"):
        answer = nobody.get(address)
        assert nobody.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        assert nobody.head(address).status_code == 200
        assert nobody.get(f"{address}?x=1").status_code == 400


def test_robots_are_led_to_it(nobody: Client) -> None:
    assert f"\nSitemap: {HERE}/sitemap.xml\n" in nobody.get("/robots.txt").content.decode()


def test_a_map_costs_a_fixed_number_of_queries(
    nobody: Client, waste: Dataset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.published(factories.dataset("lain"))
    for address, count in (("/sitemap.xml", 5), ("/sitemap-halaman.xml", 4), ("/sitemap-dataset-1.xml", 1)):
        with django_assert_num_queries(count):
            nobody.get(address)


def test_no_public_page_is_forgotten(nobody: Client, waste: Dataset) -> None:
    """A new address among the public pages stands in the map, or here as one that is no page of its own."""
    no_pages = {"robots.txt", "parts"}
    fixed = {str(p.pattern) for p in public_urls.urlpatterns if "<" not in str(p.pattern)} - no_pages
    assert {f"/{path}" for path in fixed} <= set(everything(nobody))
