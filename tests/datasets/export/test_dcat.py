"""DCAT both ways: what is drawn is read back the same, in every syntax; strangers' graphs are read too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import isomorphic

from datasets.export.dcat import PREFIXES, catalog_graph, dataset_graph, datasets_in
from datasets.export.described import Agent, CatalogShown, Described, File, Paging, Place, Theme, clean, texts

HERE = "https://data.contoh.go.id"
KEY = "0192f0c1-2345-7abc-8def-0123456789ab"
PLACE = Place(f"{HERE}/wilayah/82.71", "82.71", "Kota Ternate")
OFFICE = Agent(
    f"{HERE}/organization/1", "Dinas Lingkungan Hidup", "dlh@contoh.go.id", "https://dlh.contoh.go.id"
)
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
CSV = File(
    iri=f"{HERE}/dataset/{KEY}/resource/1",
    title="CSV",
    description="Sampah terangkut, versi 3, 176 baris.",
    format="CSV",
    format_iri=f"{HERE}/catalog#csv",
    media_type="text/csv",
    access_url=f"{HERE}/dataset/sampah",
    download_url=f"{HERE}/dataset/sampah/unduh/csv",
    bytes=123,
    sha256="ab12",
    license="https://creativecommons.org/licenses/by/4.0/",
    issued=AT,
    modified=AT,
)
WASTE = Described(
    iri=f"{HERE}/dataset/{KEY}",
    identifier=KEY,
    title=(("id", "Sampah terangkut"), ("en", "Waste collected")),
    description=(("id", "Sampah yang terangkut ke TPA."),),
    page=f"{HERE}/dataset/sampah",
    publisher=OFFICE,
    contact_name="Bidang Sampah",
    contact_email="dlh@contoh.go.id",
    keywords=("sampah", "tpa"),
    themes=(Theme("http://publications.europa.eu/resource/authority/data-theme/ENVI", "Lingkungan hidup"),),
    language="http://publications.europa.eu/resource/authority/language/IND",
    frequency="http://publications.europa.eu/resource/authority/frequency/MONTHLY",
    access_rights="http://publications.europa.eu/resource/authority/access-right/PUBLIC",
    issued=AT,
    modified=AT,
    first_day=date(2025, 1, 1),
    last_day=date(2026, 10, 31),
    resolution="P1M",
    place=PLACE,
    provenance="Ditimbang di TPA.",
    version="3",
    previous=f"{HERE}/dataset/sampah/versi/2",
    files=(CSV, replace(CSV, iri=f"{HERE}/dataset/{KEY}/resource/2", title="JSON", sha256="cd34")),
)
BARE = Described(
    iri=f"{HERE}/dataset/2", identifier="2", title=(("id", "Tanpa isi"),), description=(("id", "Kosong."),)
)
CATALOG = CatalogShown(
    iri=f"{HERE}/catalog",
    title=(("id", "Satu Data Contoh"), ("en", "Example Open Data")),
    description=(("id", "Katalog data."),),
    homepage=f"{HERE}/",
    publisher=OFFICE,
    languages=("http://publications.europa.eu/resource/authority/language/IND",),
    license="https://creativecommons.org/licenses/by/4.0/",
    modified=AT,
    place=PLACE,
)
PAGING = Paging(
    url=f"{HERE}/catalog.ttl?page=2",
    first=f"{HERE}/catalog.ttl?page=1",
    last=f"{HERE}/catalog.ttl?page=3",
    next=f"{HERE}/catalog.ttl?page=3&after=x",
    previous=f"{HERE}/catalog.ttl?page=1",
    total=250,
    per_page=100,
)
INJECTION = "</script><b>\"'\\ \x00\x0b\ufffe ]]> <!ENTITY x> & > \n@id ^^ ."


def asked(graph: Graph, question: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {name}: <{address}> " for name, address in PREFIXES.items())
    return [tuple(str(value) for value in cast(Any, row)) for row in graph.query(prefixes + question)]


def test_what_is_drawn_is_read_back_the_same() -> None:
    assert datasets_in(catalog_graph(CATALOG, [WASTE, BARE], PAGING)) == [WASTE, BARE]
    assert datasets_in(dataset_graph(WASTE)) == [WASTE]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own use
@pytest.mark.parametrize("syntax", ["turtle", "json-ld", "xml"])
def test_it_goes_through_every_syntax_unchanged(syntax: str) -> None:
    hostile = replace(
        BARE,
        title=(("id", INJECTION),),
        description=(("id", INJECTION),),
        keywords=(INJECTION,),
        provenance=INJECTION,
    )
    graph = catalog_graph(CATALOG, [WASTE, hostile], PAGING)
    again = Graph().parse(data=graph.serialize(format=syntax, encoding="utf-8"), format=syntax)
    assert isomorphic(graph, again)
    read = datasets_in(again)
    assert read[1] == WASTE or read[0] == WASTE
    [told] = [text for dataset in read if dataset.identifier == "2" for _language, text in dataset.title]
    assert told == INJECTION.replace("\x00", "").replace("\x0b", "").replace("\ufffe", "")


def test_an_address_can_break_nothing() -> None:
    hostile = replace(BARE, publisher=replace(OFFICE, homepage='https://x/"><a> {}|\\^`\x00\n ☃'))
    text = dataset_graph(hostile).serialize(format="turtle")
    assert "<https://x/%22%3E%3Ca%3E%20%7B%7D%7C%5C%5E%60%0A%20%E2%98%83>" in text


def test_both_kinds_of_paging_are_told() -> None:
    graph = catalog_graph(CATALOG, [], PAGING)
    [(next_, again, total)] = asked(
        graph,
        "SELECT ?n ?p ?t { ?v a hydra:PartialCollectionView, hydra:PagedCollection;"
        " hydra:next ?n; hydra:nextPage ?p; hydra:totalItems ?t }",
    )
    assert (next_, again, total) == (PAGING.next, PAGING.next, "250")
    assert (
        asked(
            catalog_graph(CATALOG, [], replace(PAGING, next="", previous="")),
            "SELECT ?n { ?v hydra:next ?n }",
        )
        == []
    )


def test_a_format_is_what_ckanext_dcat_takes_it_from() -> None:
    [(label, value)] = asked(
        dataset_graph(replace(WASTE, files=(CSV,))),
        "SELECT ?l ?v { ?d dct:format ?f . ?f a dct:IMT; rdfs:label ?l; rdf:value ?v }",
    )
    assert (label, value) == ("CSV", "text/csv")
    assert asked(dataset_graph(WASTE), "SELECT ?c { dct:IMT rdfs:subClassOf ?c }") != []


def test_only_datasets_are_of_the_class_dataset() -> None:
    """A harvester takes everything of that class for a dataset to keep: not the version before."""
    graph = catalog_graph(CATALOG, [WASTE, BARE], PAGING)
    assert sorted(asked(graph, "SELECT ?d { ?d a dcat:Dataset }")) == sorted([(WASTE.iri,), (BARE.iri,)])


def test_a_stranger_s_graph_is_read_as_far_as_it_goes() -> None:
    graph = Graph().parse(
        data="""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://x.example/d> a dcat:Dataset ; dct:title "Judul", "Title"@en ; dcat:keyword "b", "a" ;
          dct:modified "2026-11-01" ; dct:temporal [ dcat:startDate "2025-01-01T00:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> ] ;
          dct:publisher [ ] ; dcat:distribution [ dcat:accessURL <http://x.example/f> ; dcat:byteSize "many" ] .""",
        format="turtle",
    )
    [read] = datasets_in(graph)
    assert (read.identifier, read.title, read.keywords) == ("", (("", "Judul"), ("en", "Title")), ("a", "b"))
    assert (read.modified, read.first_day, read.page) == (None, date(2025, 1, 1), "")
    [file] = read.files
    assert (file.access_url, file.bytes, file.media_type) == ("http://x.example/f", None, "")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["turtle", "xml"]))
def test_any_text_comes_back_as_it_went(text: str, syntax: str) -> None:
    told = replace(BARE, title=texts(text or "x"), provenance=clean(text), keywords=(clean(text) or "x",))
    written = dataset_graph(told).serialize(format=syntax, encoding="utf-8")
    [read] = datasets_in(Graph().parse(data=written, format=syntax))
    assert (read.title, read.provenance, read.keywords) == (told.title, told.provenance, told.keywords)
