"""OAI-PMH: each verb, walking by tokens, deleted records, and refusals in the protocol's words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rdflib import Graph

from api.feeds import oai
from datasets.export.dcat import datasets_in
from datasets.models import Dataset
from datasets.vocab import Access
from tests import factories
from tests.api.conftest import keep_file

NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@pytest.fixture
def waste(db: None) -> Dataset:
    made = factories.dataset(tags=["sampah"], title_en="Waste")
    keep_file(factories.published(made))
    return made


def ask(client: Client, verb: str = "", **arguments: str) -> Any:
    """The root element of an answer. `from_` stands for `from`."""
    given = {"verb": verb} | {name.rstrip("_"): value for name, value in arguments.items()}
    answer = client.get(f"/oai?{urlencode(given)}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def texts(root: Any, path: str) -> list[str]:
    return [element.text or "" for element in root.findall(path, NAMES)]


def error_of(root: Any) -> str:
    [error] = root.findall("o:error", NAMES)
    return str(error.attrib["code"])


def ids(root: Any) -> list[str]:
    return texts(root, ".//o:header/o:identifier")


def identifier(dataset: Dataset) -> str:
    return f"oai:127.0.0.1:{dataset.pk}"


def test_it_tells_who_it_is(nobody: Client, waste: Dataset) -> None:
    root = ask(nobody, "Identify")
    told = {element.tag.partition("}")[2]: element.text for element in root.find("o:Identify", NAMES)}
    assert told["protocolVersion"] == "2.0"
    assert told["baseURL"].endswith("/oai")
    assert (told["deletedRecord"], told["granularity"]) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")
    assert told["earliestDatestamp"][:3] == "202"
    request = root.find("o:request", NAMES)
    assert (request.attrib, request.text) == ({"verb": "Identify"}, told["baseURL"])


def test_formats_and_sets_are_listed(nobody: Client, waste: Dataset) -> None:
    formats = texts(ask(nobody, "ListMetadataFormats"), ".//o:metadataPrefix")
    assert formats == texts(
        ask(nobody, "ListMetadataFormats", identifier=identifier(waste)), ".//o:metadataPrefix"
    )
    assert formats == ["oai_dc", "dcat"]
    assert texts(ask(nobody, "ListSets"), ".//o:setSpec") == [
        "opd:dinas-lingkungan-hidup",
        "topik:persampahan",
    ]
    assert texts(ask(nobody, "ListSets"), ".//o:setName") == ["Dinas Lingkungan Hidup", "Persampahan"]


def test_a_record_in_dublin_core(nobody: Client, waste: Dataset) -> None:
    root = ask(nobody, "GetRecord", identifier=identifier(waste), metadataPrefix="oai_dc")
    assert texts(root, ".//dc:title") == ["Sampah terangkut", "Waste"]
    assert texts(root, ".//dc:publisher") == ["Dinas Lingkungan Hidup"]
    assert texts(root, ".//dc:type") == ["Dataset"]
    assert texts(root, ".//dc:format") == ["text/csv"]
    assert texts(root, ".//dc:identifier")[0].endswith(f"/dataset/{waste.pk}")
    assert texts(root, ".//dc:rights") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert "sampah" in texts(root, ".//dc:subject")
    assert texts(root, ".//o:setSpec") == ["opd:dinas-lingkungan-hidup", "topik:persampahan"]


def test_a_record_in_dcat_is_that_of_the_feed(nobody: Client, waste: Dataset) -> None:
    root = ask(nobody, "GetRecord", identifier=identifier(waste), metadataPrefix="dcat")
    [inside] = root.findall(".//o:metadata/rdf:RDF", NAMES)
    graph = Graph().parse(data=ElementTree.tostring(inside), format="xml")
    feed = Graph().parse(data=nobody.get(f"/dataset/{waste.pk}.rdf").content, format="xml")
    assert datasets_in(graph) == datasets_in(feed)


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_tokens_lead_through_all_records_once(
    nobody: Client, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr(oai, "PER_ANSWER", 2)
    made = {identifier(factories.published(factories.dataset(f"data-{n}")).dataset) for n in range(5)}
    root = ask(nobody, verb, metadataPrefix="oai_dc", set="topik:persampahan")
    met, sizes = ids(root), []
    while token := "".join(texts(root, ".//o:resumptionToken")):
        sizes.append(root.find(".//o:resumptionToken", NAMES).attrib)
        root = ask(nobody, verb, resumptionToken=token)
        met += ids(root)
    assert (len(met), set(met)) == (5, made)
    assert sizes == [{"completeListSize": "5", "cursor": "0"}, {"completeListSize": "5", "cursor": "2"}]
    assert root.find(".//o:resumptionToken", NAMES).attrib["cursor"] == "4"


def test_days_narrow_it(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(metadata_updated_at="2026-03-01T10:00:00Z", data_updated_at="2026-02-01T00:00:00Z")
    for span, count in (
        ({"from_": "2026-03-01"}, 1),
        ({"from_": "2026-03-02"}, 0),
        ({"until": "2026-03-01"}, 1),
        ({"until": "2026-03-01T10:00:00Z"}, 1),
        ({"until": "2026-03-01T09:59:59Z"}, 0),
    ):
        root = ask(nobody, "ListIdentifiers", metadataPrefix="oai_dc", **span)
        assert (len(ids(root)) if count else error_of(root)) == (count or "noRecordsMatch")


def test_withdrawn_ones_stay_as_deleted_records(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="Salah", live_version=None)
    for root in (
        ask(nobody, "ListRecords", metadataPrefix="oai_dc"),
        ask(nobody, "GetRecord", metadataPrefix="dcat", identifier=identifier(waste)),
    ):
        [header] = root.findall(".//o:header", NAMES)
        assert (header.attrib, ids(root)) == ({"status": "deleted"}, [identifier(waste)])
        assert root.findall(".//o:metadata", NAMES) == []


def test_restricted_ones_are_described_and_closed_ones_are_nowhere(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    root = ask(nobody, "ListRecords", metadataPrefix="oai_dc")
    assert texts(root, ".//dc:rights")[0].endswith("/RESTRICTED")
    assert texts(root, ".//dc:format") == []
    Dataset.objects.update(access=Access.CLOSED)
    assert error_of(ask(nobody, "ListRecords", metadataPrefix="oai_dc")) == "noRecordsMatch"
    assert error_of(ask(nobody, "ListSets")) == "noSetHierarchy"
    for verb in ("GetRecord", "ListMetadataFormats"):
        extra = {"metadataPrefix": "oai_dc"} if verb == "GetRecord" else {}
        assert error_of(ask(nobody, verb, identifier=identifier(waste), **extra)) == "idDoesNotExist"


def test_refusals_are_answers_of_the_protocol(nobody: Client, waste: Dataset) -> None:
    root = ask(nobody, "Hapus", x="<a>&\x0b")
    assert (error_of(root), root.find("o:request", NAMES).attrib) == ("badVerb", {})
    assert error_of(ask(nobody)) == "badVerb"
    assert error_of(ask(nobody, "Identify", **{"a b<": "1"})) == "badArgument"
    assert error_of(ask(nobody, "ListRecords")) == "badArgument"
    root = ask(nobody, "ListRecords", metadataPrefix="marc<&")
    assert error_of(root) == "cannotDisseminateFormat"
    assert root.find("o:request", NAMES).attrib["metadataPrefix"] == "marc<&"
    assert error_of(ask(nobody, "ListRecords", resumptionToken="palsu")) == "badResumptionToken"
    for wrong in ("oai:lain.id:" + str(waste.pk), str(waste.pk), "oai:127.0.0.1:x", "oai:127.0.0.1:"):
        assert (
            error_of(ask(nobody, "GetRecord", metadataPrefix="oai_dc", identifier=wrong)) == "idDoesNotExist"
        )


def test_hostile_letters_stay_inside(nobody: Client, waste: Dataset) -> None:
    hostile = "]]> </dc:title> & \x0b\x1b <!ENTITY"
    Dataset.objects.update(title=hostile, description=hostile, method=hostile, tags=[hostile])
    for prefix in ("oai_dc", "dcat"):
        root = ask(nobody, "ListRecords", metadataPrefix=prefix)
        assert ids(root) == [identifier(waste)]
    assert "]]> </dc:title> &  <!ENTITY" in texts(
        ask(nobody, "ListRecords", metadataPrefix="oai_dc"), ".//dc:title"
    )


def test_forms_and_heads_are_answered_and_current_copies_are_not_sent(nobody: Client, waste: Dataset) -> None:
    answer = nobody.post("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert ids(ElementTree.fromstring(answer.content)) == [identifier(waste)]
    got = nobody.get("/oai?verb=Identify")
    assert nobody.get("/oai?verb=Identify", headers={"If-None-Match": got["ETag"]}).status_code == 304
    assert nobody.head("/oai?verb=Identify").status_code == 200
    assert got["Access-Control-Allow-Origin"] == "*"
    assert nobody.put("/oai").status_code == 405
    assert nobody.post("/oai", {"verb": "x" * 3_000_000}).status_code == 413


def test_a_list_costs_a_fixed_number_of_queries(
    nobody: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        factories.published(factories.dataset(f"data-{number}"))
    with django_assert_num_queries(3):
        nobody.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc")
    with django_assert_num_queries(7):
        nobody.get("/oai?verb=ListRecords&metadataPrefix=dcat")
