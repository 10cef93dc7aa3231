"""Atom: what changed, newest first, in whole or by office, topic, dataset; found from the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from datasets.identifiers import dataset_iri
from datasets.models import Dataset, Version
from datasets.vocab import Access, Topic
from tests import factories

NAMES = {"a": "http://www.w3.org/2005/Atom"}
ALL = ("/atom.xml", "/opd/dinas-lingkungan-hidup/atom.xml", "/topik/persampahan/atom.xml")


@pytest.fixture
def waste(db: None) -> Dataset:
    return factories.published(factories.dataset()).dataset


def feed(client: Client, address: str, **headers: str) -> Any:
    answer = client.get(address, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def texts(root: Any, path: str) -> list[str]:
    return [element.text or "" for element in root.findall(path, NAMES)]


def titles(root: Any) -> list[str]:
    return texts(root, "a:entry/a:title")


@pytest.mark.parametrize("address", [*ALL, "/dataset/sampah-terangkut/atom.xml"])
def test_every_feed_has_what_the_standard_asks(nobody: Client, waste: Dataset, address: str) -> None:
    root = feed(nobody, address)
    for scope in (root, root.find("a:entry", NAMES)):
        assert [len(scope.findall(f"a:{name}", NAMES)) for name in ("id", "title", "updated", "author")] == [
            1
        ] * 4
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall("a:link", NAMES)}
    assert links["self"].endswith(address)
    assert links["alternate"].startswith("http")
    assert datetime.fromisoformat(texts(root, "a:updated")[0]) == datetime.fromisoformat(
        texts(root, "a:entry/a:updated")[0]
    )


def test_datasets_come_by_their_last_change(nobody: Client, waste: Dataset) -> None:
    other = factories.published(factories.dataset("harga-pangan", topic=Topic.MARKETS)).dataset
    root = feed(nobody, "/atom.xml")
    assert titles(root) == ["Harga pangan", "Sampah terangkut"]
    assert texts(root, "a:entry/a:id") == [dataset_iri(other.pk), dataset_iri(waste.pk)]
    assert texts(root, "a:entry/a:summary")[0].startswith("Versi 1, 4 baris. Sampah yang")
    Dataset.objects.filter(pk=waste.pk).update(metadata_updated_at=timezone.now() + timedelta(seconds=9))
    assert titles(feed(nobody, "/atom.xml"))[0] == "Sampah terangkut"
    assert titles(feed(nobody, "/topik/pasar-pedagang/atom.xml")) == ["Harga pangan"]
    assert titles(feed(nobody, "/topik/kesehatan/atom.xml")) == []


def test_the_versions_of_a_dataset_are_told_with_their_notes(nobody: Client, waste: Dataset) -> None:
    factories.published(waste)
    Version.objects.filter(number=2).update(note="Angka Oktober dikoreksi.")
    Version.objects.filter(number=1).update(
        state="withdrawn", withdrawn_at=datetime(2026, 11, 1, tzinfo=UTC), withdrawn_reason="Salah kolom"
    )
    for address in ("/dataset/sampah-terangkut/atom.xml", f"/dataset/{waste.pk}/atom.xml"):
        root = feed(nobody, address)
        assert titles(root) == ["Sampah terangkut, versi 2", "Sampah terangkut, versi 1"]
        assert texts(root, "a:entry/a:summary") == [
            "Versi 2, 4 baris. Angka Oktober dikoreksi.",
            "Ditarik: Salah kolom",
        ]
        assert texts(root, "a:entry/a:id")[0] == f"{dataset_iri(waste.pk)}/versi/2"


def test_withdrawal_is_a_change_with_its_reason(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(live_version=None, withdrawn_at=timezone.now(), withdrawn_reason="Salah hitung")
    for address in ALL:
        assert texts(feed(nobody, address), "a:entry/a:summary") == ["Ditarik: Salah hitung"]
    assert nobody.get("/dataset/sampah-terangkut/atom.xml").status_code == 410


def test_what_is_not_public_is_in_no_feed(nobody: Client, waste: Dataset) -> None:
    factories.dataset("draf")
    Dataset.objects.update(access=Access.CLOSED)
    for address in ALL:
        assert titles(feed(nobody, address)) == []
    assert nobody.get("/dataset/sampah-terangkut/atom.xml").status_code == 404
    assert nobody.get("/dataset/draf/atom.xml").status_code == 404


@pytest.mark.parametrize("address", ["/opd/tidak-ada/atom.xml", "/topik/tidak-ada/atom.xml", "/atom.rss"])
def test_what_is_not_there_is_404(nobody: Client, waste: Dataset, address: str) -> None:
    assert nobody.get(address).status_code == 404


def test_hostile_letters_stay_inside(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(title="]]></title>&\x0b\x1b<x>", description="\x00"[:0] + "<b>\x0c")
    root = feed(nobody, "/atom.xml")
    assert titles(root) == ["]]></title>&<x>"]


def test_an_unchanged_feed_is_not_sent_again(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get("/atom.xml")
    assert nobody.get("/atom.xml", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert (nobody.head("/atom.xml").content, answer["Access-Control-Allow-Origin"]) == (b"", "*")
    assert nobody.get("/atom.xml?x=1").status_code == 400
    assert nobody.post("/atom.xml").status_code == 405
    english = nobody.get("/atom.xml", headers={"Accept-Language": "en"})
    assert english.content == answer.content


def test_pages_lead_to_their_feeds(nobody: Client, waste: Dataset) -> None:
    for page, address in (
        ("/", "/atom.xml"),
        ("/opd/dinas-lingkungan-hidup", "/opd/dinas-lingkungan-hidup/atom.xml"),
        ("/topik/persampahan", "/topik/persampahan/atom.xml"),
        ("/dataset/sampah-terangkut", "/dataset/sampah-terangkut/atom.xml"),
    ):
        text = nobody.get(page).content.decode().replace("\n", " ")
        assert f'type="application/atom+xml" href="http://127.0.0.1:8000{address}"' in text


def test_a_feed_costs_a_fixed_number_of_queries(
    nobody: Client, waste: Dataset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        factories.published(factories.dataset(f"data-{number}"))
        factories.published(waste)
    for address, count in (
        ("/atom.xml", 1),
        (ALL[1], 3),
        (ALL[2], 1),
        ("/dataset/sampah-terangkut/atom.xml", 4),
    ):
        with django_assert_num_queries(count):
            nobody.get(address)


@pytest.mark.parametrize("address", ["/atom.xml", "/dataset/sampah-terangkut/atom.xml"])
def test_sample_data_are_said_to_be_none(nobody: Client, waste: Dataset, address: str) -> None:
    mark = "Data contoh, bukan data resmi."
    assert mark not in nobody.get(address).content.decode()
    Dataset.objects.update(is_sample=True)
    summaries = texts(feed(nobody, address), "a:entry/a:summary")
    assert summaries
    assert all(summary.startswith(mark) for summary in summaries)
