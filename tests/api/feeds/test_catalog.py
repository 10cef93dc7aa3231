"""The catalogue as DCAT: what is in it, how it is walked, what it refuses; and each dataset by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rdflib import Graph
from rdflib.compare import isomorphic

from datasets.export.dcat import datasets_in
from datasets.export.described import Described
from datasets.identifiers import dataset_iri, distribution_iri
from datasets.models import Dataset, User
from datasets.queries import described
from datasets.vocab import Access, Format, Topic
from tests import factories
from tests.api.conftest import keep_file
from tests.api.feeds.graphs import SYNTAXES, graph_of

SHAPES = Path(os.environ.get("DCAT_SHAPES") or Path(__file__).resolve().parents[4] / "shared/data/shapes")
INJECTION = "</script><x>&\"' \x0b\x1b ]]> \\ @en"


@pytest.fixture
def waste(db: None) -> Dataset:
    made = factories.dataset(tags=["sampah", "TPA"], title_en="Waste collected", method="Ditimbang di TPA.")
    version = factories.published(made)
    part = version.parts.get()
    part.profile = {"bulan": {"minimum": "2025-01", "maximum": "2026-10"}}
    part.save()
    keep_file(version)
    keep_file(version, b"[]", Format.JSON)
    return made


def many(count: int) -> list[Dataset]:
    return [factories.dataset(f"data-{n}") for n in range(count)]


def all_live() -> None:
    """Every dataset shares the first one's version: enough for a feed of many."""
    version = Dataset.objects.exclude(live_version=None)[0].live_version
    Dataset.objects.update(live_version=version)


def read(client: Client, address: str) -> list[Described]:
    return datasets_in(graph_of(client.get(address)))


def test_a_dataset_is_told_in_full(nobody: Client, waste: Dataset) -> None:
    [told] = read(nobody, "/catalog.ttl")
    assert (told.iri, told.identifier) == (dataset_iri(waste.pk), str(waste.pk))
    assert told.title == (("id", "Sampah terangkut"), ("en", "Waste collected"))
    assert (str(told.first_day), str(told.last_day), told.resolution) == ("2025-01-01", "2026-10-31", "P1M")
    assert told.place is not None
    assert (told.place.code, told.place.name) == ("82.71", "Kota Ternate")
    assert (told.frequency[-7:], told.access_rights[-6:], told.version) == ("MONTHLY", "PUBLIC", "1")
    assert sorted(theme.label for theme in told.themes) == ["Lingkungan hidup", "Persampahan"]
    assert told.keywords == ("TPA", "sampah")
    assert {file.iri for file in told.files} == {
        distribution_iri(waste.pk, form) for form in (Format.CSV, Format.JSON)
    }
    assert all(file.license == "https://creativecommons.org/licenses/by/4.0/" for file in told.files)


@pytest.mark.parametrize(
    ("end", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
        ("xml", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("what", ["catalog", "dataset/sampah-terangkut"])
def test_every_syntax_tells_the_same(
    nobody: Client, waste: Dataset, what: str, end: str, media_type: str
) -> None:
    answer = nobody.get(f"/{what}.{end}")
    assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = datasets_in(graph_of(answer))
    assert told == read(nobody, f"/{what}.ttl")
    assert [dataset.identifier for dataset in told] == [str(waste.pk)]


def test_both_addresses_of_a_dataset_and_accept_lead_to_it(nobody: Client, waste: Dataset) -> None:
    by_name = graph_of(nobody.get("/dataset/sampah-terangkut.ttl"))
    assert isomorphic(by_name, graph_of(nobody.get(f"/dataset/{waste.pk}.rdf")))
    for media_type in SYNTAXES:
        answer = nobody.get("/dataset/sampah-terangkut", headers={"Accept": media_type})
        assert isomorphic(by_name, graph_of(answer))
        assert (answer["Content-Type"].partition(";")[0], "Accept" in answer["Vary"]) == (media_type, True)
    assert graph_of(nobody.get("/catalog", headers={"Accept": "application/ld+json"}))
    assert graph_of(nobody.get("/catalog"))


def test_browsers_get_the_page(nobody: Client, waste: Dataset) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = nobody.get("/dataset/sampah-terangkut", headers={"Accept": accept})
    assert answer["Content-Type"].startswith("text/html")
    assert "Accept" in answer["Vary"]
    assert nobody.get("/dataset/sampah-terangkut").status_code == 200


def test_files_come_from_where_they_are_told_to_be(nobody: Client, waste: Dataset) -> None:
    for file in read(nobody, "/catalog.ttl")[0].files:
        answer = nobody.get(urlsplit(file.download_url).path)
        assert answer.status_code == 200
        assert (answer["Content-Type"], answer["ETag"]) == (file.media_type, f'"{file.sha256}"')
        assert nobody.get(urlsplit(file.iri).path).status_code == 200


def test_iris_outlive_versions(nobody: Client, waste: Dataset) -> None:
    before = read(nobody, "/catalog.ttl")[0]
    keep_file(factories.published(waste), b"Bulan,Ton\n2026-10,6\n")
    after = read(nobody, "/catalog.ttl")[0]
    [csv] = after.files
    assert csv.iri in {file.iri for file in before.files}
    assert csv.sha256 not in {file.sha256 for file in before.files}
    assert (after.iri, after.version) == (before.iri, "2")
    assert after.previous.endswith("/dataset/sampah-terangkut/versi/1")


@pytest.mark.skipif(not SHAPES.is_dir(), reason="the shapes lie outside the repository")
@pytest.mark.parametrize(
    "shapes", ["dcat-ap-3.0.1_shapes.ttl", "dcat-ap-3.0.1_range.ttl", "dcat-ap-3.0.1_dcat-ap-SHACL.ttl"]
)
def test_it_passes_the_shapes_of_dcat_ap(nobody: Client, waste: Dataset, shapes: str) -> None:
    import pyshacl

    restricted = factories.dataset("terbatas", access=Access.RESTRICTED, access_basis="UU 14/2008")
    factories.published(restricted)
    graph = graph_of(nobody.get("/catalog.ttl"))
    conforms, _report, text = pyshacl.validate(
        graph, shacl_graph=Graph().parse(SHAPES / shapes, format="turtle"), advanced=True
    )
    assert conforms, text


def test_what_the_profile_makes_compulsory_is_there(nobody: Client, waste: Dataset) -> None:
    """Without the shapes at hand: each class that the profile asks for is said, each literal is typed."""
    text = nobody.get("/catalog.ttl").content.decode()
    for said in ("a dcat:Catalog", "a dct:LicenseDocument", "a dct:LinguisticSystem", "a dct:Frequency",
                 "a dct:MediaType", "a dct:IMT", "a dct:Location", "a dct:PeriodOfTime", "a skos:Concept",
                 "a foaf:Agent", "a foaf:Document", "a dct:RightsStatement", "a spdx:Checksum",
                 "vcard:Organization", "xsd:nonNegativeInteger", "xsd:hexBinary",
                 "dct:IMT rdfs:subClassOf dct:MediaTypeOrExtent"):  # fmt: skip
        assert said in text, said


def test_a_walk_by_hydra_meets_every_dataset_once(
    nobody: Client, waste: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(described, "PER_PAGE", 3)
    made = [waste, *many(7)]
    all_live()
    met, address, pages = [], "/catalog.rdf?q=", 0
    while address:
        graph = graph_of(nobody.get(address))
        met += [dataset.identifier for dataset in datasets_in(graph)]
        address = next_of(graph)
        pages += 1
    assert (sorted(met), pages) == (sorted(str(dataset.pk) for dataset in made), 3)


def next_of(graph: Graph) -> str:
    found = graph.query(
        "SELECT ?n { ?v a <http://www.w3.org/ns/hydra/core#PagedCollection>; "
        "<http://www.w3.org/ns/hydra/core#nextPage> ?n }"
    )
    parts = [urlsplit(str(address)) for row in found for address in cast(Any, row)]
    return f"{parts[0].path}?{parts[0].query}" if parts else ""


def test_a_withdrawal_under_way_hides_no_other_dataset(
    nobody: Client, waste: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ckanext-dcat deletes what a walk did not meet."""
    monkeypatch.setattr(described, "PER_PAGE", 2)
    made = [waste, *many(3)]
    all_live()
    first = graph_of(nobody.get("/catalog.ttl"))
    Dataset.objects.filter(pk=made[0].pk).update(withdrawn_at=timezone.now(), withdrawn_reason="Salah")
    rest = read(nobody, next_of(first))
    assert [dataset.identifier for dataset in rest] == [str(dataset.pk) for dataset in made[2:]]


def test_words_and_days_narrow_it(nobody: Client, waste: Dataset) -> None:
    other = factories.dataset("harga-pangan", description="Harga beras.", definition="Harga eceran.")
    factories.published(other)
    assert len(read(nobody, "/catalog.ttl")) == 2
    assert [d.identifier for d in read(nobody, "/catalog.ttl?q=beras")] == [str(other.pk)]
    Dataset.objects.filter(pk=waste.pk).update(
        metadata_updated_at="2026-01-01T00:00:00Z", data_updated_at="2026-01-02T00:00:00Z"
    )
    for since in ("2026-02-01", "2026-02-01T00:00:00Z", "2026-02-01T00:00:00"):
        told = read(nobody, f"/catalog.ttl?modified_since={since}")
        assert [dataset.identifier for dataset in told] == [str(other.pk)]
    assert len(read(nobody, "/catalog.ttl?modified_since=2026-01-01")) == 2
    assert read(nobody, "/catalog.ttl?modified_since=2999-01-01") == []


def test_a_filter_of_ckan_narrows_it(nobody: Client, waste: Dataset) -> None:
    other = factories.dataset("harga-pangan", topic=Topic.MARKETS)
    factories.published(other)
    for fq, expected in (
        ("groups:pasar-pedagang", other),
        ("-groups:pasar-pedagang", waste),
        (f"id:{other.pk}", other),
        ("tags:sampah AND organization:dinas-lingkungan-hidup", waste),
        ("metadata_modified:[2026-01-01T00:00:00Z TO *] name:harga-pangan", other),
    ):
        assert [d.identifier for d in read(nobody, f"/catalog.ttl?fq={quote(fq)}")] == [str(expected.pk)], fq
    assert read(nobody, "/catalog.ttl?fq=organization:tidak-ada") == []
    assert "fq=groups%3Apersampahan" in nobody.get("/catalog.ttl?fq=groups:persampahan").content.decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("catalog.ttl?page=0", 400),
        ("catalog.ttl?page=-1", 400),
        ("catalog.ttl?page=satu", 400),
        ("catalog.ttl?page=²", 400),
        ("catalog.ttl?page=1&page=2", 400),
        ("catalog.ttl?page=99999999999", 400),
        ("catalog.ttl?page=2", 404),
        ("catalog.ttl?after=x", 400),
        ("catalog.ttl?modified_since=kemarin", 400),
        ("catalog.ttl?modified_since=2026-13-01", 400),
        ("catalog.ttl?q=%00", 400),
        ("catalog.ttl?halaman=1", 400),
        ("catalog.ttl?fq=warna:merah", 400),
        ("catalog.ttl?fq=organization:(a", 400),
        ("catalog.ttl?fq=metadata_modified:[kemarin TO *]", 400),
        ("catalog.ttl?fq=sampah", 400),
        ("catalog.exe", 404),
        ("catalog.TTL", 404),
        ("dataset/sampah-terangkut.pdf", 404),
        ("dataset/tidak-ada.ttl", 404),
        ("dataset/0192f0c1-2345-7abc-8def-0123456789ab.ttl", 404),
        ("dataset/sampah-terangkut.ttl?page=1", 400),
    ],
)
def test_what_makes_no_sense_is_refused(nobody: Client, waste: Dataset, asked: str, status: int) -> None:
    answer = nobody.get(f"/{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_nothing_is_written_by_this_way(nobody: Client, waste: Dataset) -> None:
    assert nobody.post("/catalog.ttl").status_code == 405
    assert nobody.delete("/dataset/sampah-terangkut.ttl").status_code == 405


def test_head_options_and_copies_that_are_current(nobody: Client, waste: Dataset) -> None:
    for address in ("/catalog.rdf", "/dataset/sampah-terangkut.jsonld"):
        answer = nobody.get(address)
        head = nobody.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
        assert head["Content-Length"] == str(len(answer.content))
        current = nobody.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (current.status_code, current.content) == (304, b"")
        assert nobody.options(address)["Access-Control-Allow-Origin"] == "*"
    Dataset.objects.update(title="Judul baru")
    assert nobody.get("/catalog.rdf", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_restricted_tells_no_file_and_closed_is_nowhere(
    nobody: Client, waste: Dataset, wati: User, sari: User
) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    [told] = read(nobody, "/catalog.ttl")
    assert (told.files, told.access_rights[-10:]) == ((), "RESTRICTED")
    Dataset.objects.update(access=Access.CLOSED)
    for client in (nobody, inside(wati), inside(sari)):
        assert read(client, "/catalog.ttl") == []
        assert client.get("/dataset/sampah-terangkut.ttl").status_code == 404
        assert client.get(f"/dataset/{waste.pk}.ttl").status_code == 404


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_drafts_are_nowhere_and_withdrawn_ones_are_gone(nobody: Client, waste: Dataset) -> None:
    factories.dataset("draf")
    assert len(read(nobody, "/catalog.ttl")) == 1
    assert nobody.get("/dataset/draf.ttl").status_code == 404
    Dataset.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="Salah hitung")
    assert read(nobody, "/catalog.ttl") == []
    answer = nobody.get("/dataset/sampah-terangkut.ttl")
    assert (answer.status_code, answer.json()["reason"]) == (410, "Salah hitung")


@pytest.mark.parametrize("end", ["ttl", "jsonld", "rdf"])
def test_letters_that_break_syntaxes_come_through(nobody: Client, waste: Dataset, end: str) -> None:
    Dataset.objects.update(title=INJECTION, description=INJECTION, tags=[INJECTION], method=INJECTION)
    [told] = read(nobody, f"/catalog.{end}")
    assert dict(told.title)["id"] == INJECTION.replace("\x0b", "").replace("\x1b", "")


def test_one_more_dataset_costs_no_more_queries(
    nobody: Client, waste: Dataset, django_assert_num_queries: DjangoAssertNumQueries, settings: Settings
) -> None:
    many(5)
    all_live()
    with django_assert_num_queries(9):
        nobody.get("/catalog.ttl")
    with django_assert_num_queries(6):
        nobody.get("/dataset/sampah-terangkut.ttl")
