"""DCAT 3 in the profile DCAT-AP 3.0.1, both ways: a catalogue as a graph, and the datasets of a graph.

The shapes of nodes are those of INTEROP §6: they pass the profile's SHACL shapes and give ckanext-dcat
the right format. rdflib is imported where it is used: pages never pay for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datasets.export.described import Agent, CatalogShown, Described, File, Paging, Place, Texts, Theme, clean
from datasets.identifiers import STABLE, THEME_TAXONOMY, media_type_iri

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef

PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_SHA256 = PREFIXES["spdx"] + "checksumAlgorithm_sha256"
#: Everything that an IRI may hold as it is (RFC 3987); the rest is percent-encoded.
_IN_IRI = ":/?#[]@!$&'()*+,;=%-._~"


def catalog_graph(catalog: CatalogShown, datasets: Sequence[Described], paging: Paging | None) -> Graph:
    """The catalogue with these datasets; `paging` says which page of it this is."""
    drawing = _Drawing()
    if paging is not None:
        _draw_paging(drawing, paging)
    _draw_catalog(drawing, catalog, datasets)
    for dataset in datasets:
        _draw_dataset(drawing, dataset)
    return drawing.graph


def dataset_graph(dataset: Described) -> Graph:
    """One dataset by itself."""
    drawing = _Drawing()
    _draw_dataset(drawing, dataset)
    return drawing.graph


class _Drawing:
    """A graph under way. Names of properties and classes are written `prefix:name`."""

    def __init__(self) -> None:
        from rdflib import Graph, Literal, URIRef

        self.graph = Graph(bind_namespaces="none")
        self._literal, self._iri = Literal, URIRef
        for prefix, address in PREFIXES.items():
            self.graph.bind(prefix, address)

    def iri(self, name: str) -> URIRef:
        """An address as a node, `prefix:name` for a word of a vocabulary."""
        prefix, _colon, rest = name.partition(":")
        if prefix in PREFIXES:
            return self._iri(PREFIXES[prefix] + rest)
        return self._iri(quote(clean(name), safe=_IN_IRI))

    def typed(self, value: object, kind: str) -> Literal:
        """A value of an XML Schema type."""
        return self._literal(str(value), datatype=self.iri(kind))

    def is_a(self, subject: str, *kinds: str) -> None:
        """`subject` is of these classes."""
        for kind in kinds:
            self.graph.add((self.iri(subject), self.iri("rdf:type"), self.iri(kind)))

    def link(self, subject: str, name: str, to: str, *kinds: str) -> None:
        """`to` is the `name` of `subject`, and of these classes; nothing for ''."""
        if to:
            self.graph.add((self.iri(subject), self.iri(name), self.iri(to)))
            self.is_a(to, *kinds)

    def text(self, subject: str, name: str, text: str, language: str = "") -> None:
        """A text; nothing for ''."""
        if text := clean(text):
            said = self._literal(text, lang=language or None)
            self.graph.add((self.iri(subject), self.iri(name), said))

    def texts(self, subject: str, name: str, texts: Texts) -> None:
        """A text in each of its languages."""
        for language, text in texts:
            self.text(subject, name, text, language)

    def value(self, subject: str, name: str, value: object, kind: str) -> None:
        """A value of an XML Schema type; nothing for None and ''."""
        if value not in (None, ""):
            self.graph.add((self.iri(subject), self.iri(name), self.typed(value, kind)))

    def moment(self, subject: str, name: str, at: datetime | None) -> None:
        """A time with its offset."""
        if at is not None:
            self.value(subject, name, at.isoformat(), "xsd:dateTime")


def _draw_paging(drawing: _Drawing, paging: Paging) -> None:
    """Both words for a page: harvesters know one or the other."""
    drawing.is_a(paging.url, "hydra:PartialCollectionView", "hydra:PagedCollection")
    steps = {
        "first": paging.first,
        "firstPage": paging.first,
        "last": paging.last,
        "lastPage": paging.last,
        "next": paging.next,
        "nextPage": paging.next,
        "previous": paging.previous,
        "previousPage": paging.previous,
    }
    for name, to in steps.items():
        drawing.link(paging.url, f"hydra:{name}", to)
    drawing.value(paging.url, "hydra:totalItems", paging.total, "xsd:integer")
    drawing.value(paging.url, "hydra:itemsPerPage", paging.per_page, "xsd:integer")


def _draw_catalog(drawing: _Drawing, catalog: CatalogShown, datasets: Sequence[Described]) -> None:
    node = catalog.iri
    drawing.is_a(node, "dcat:Catalog")
    drawing.texts(node, "dct:title", catalog.title)
    drawing.texts(node, "dct:description", catalog.description)
    _draw_agent(drawing, node, catalog.publisher)
    for language in catalog.languages:
        drawing.link(node, "dct:language", language, "dct:LinguisticSystem")
    drawing.link(node, "foaf:homepage", catalog.homepage, "foaf:Document")
    drawing.link(node, "dct:license", catalog.license, "dct:LicenseDocument")
    drawing.moment(node, "dct:modified", catalog.modified)
    drawing.link(node, "dcat:themeTaxonomy", THEME_TAXONOMY, "skos:ConceptScheme")
    drawing.text(THEME_TAXONOMY, "dct:title", "Data theme", "en")
    _draw_place(drawing, node, catalog.place)
    for dataset in datasets:
        drawing.link(node, "dcat:dataset", dataset.iri)


def _draw_dataset(drawing: _Drawing, dataset: Described) -> None:
    node = dataset.iri
    drawing.is_a(node, "dcat:Dataset")
    drawing.texts(node, "dct:title", dataset.title)
    drawing.texts(node, "dct:description", dataset.description)
    drawing.text(node, "dct:identifier", dataset.identifier)
    drawing.moment(node, "dct:issued", dataset.issued)
    drawing.moment(node, "dct:modified", dataset.modified)
    if dataset.publisher:
        _draw_agent(drawing, node, dataset.publisher)
    for keyword in dataset.keywords:
        drawing.text(node, "dcat:keyword", keyword)
    for theme in dataset.themes:
        drawing.link(node, "dcat:theme", theme.iri, "skos:Concept")
        drawing.text(theme.iri, "skos:prefLabel", theme.label, "id")
    drawing.link(node, "dct:language", dataset.language, "dct:LinguisticSystem")
    drawing.link(node, "dct:accrualPeriodicity", dataset.frequency, "dct:Frequency")
    drawing.link(node, "dct:accessRights", dataset.access_rights, "dct:RightsStatement")
    drawing.link(node, "dcat:landingPage", dataset.page, "foaf:Document")
    drawing.text(node, "dcat:version", dataset.version)
    drawing.link(node, "dcat:previousVersion", dataset.previous)
    _draw_coverage(drawing, dataset)
    _draw_contact(drawing, dataset)
    for file in dataset.files:
        _draw_file(drawing, node, file)


def _draw_coverage(drawing: _Drawing, dataset: Described) -> None:
    """When and where, and how the figures came about."""
    node, period = dataset.iri, f"{dataset.iri}#temporal"
    if dataset.first_day or dataset.last_day:
        drawing.link(node, "dct:temporal", period, "dct:PeriodOfTime")
        drawing.value(period, "dcat:startDate", dataset.first_day, "xsd:date")
        drawing.value(period, "dcat:endDate", dataset.last_day, "xsd:date")
    drawing.value(node, "dcat:temporalResolution", dataset.resolution, "xsd:duration")
    if dataset.place:
        _draw_place(drawing, node, dataset.place)
    if dataset.provenance:
        drawing.link(node, "dct:provenance", f"{node}#provenance", "dct:ProvenanceStatement")
        drawing.text(f"{node}#provenance", "rdfs:label", dataset.provenance, "id")


def _draw_contact(drawing: _Drawing, dataset: Described) -> None:
    contact = f"{dataset.iri}#contact"
    if dataset.contact_name or dataset.contact_email:
        drawing.link(dataset.iri, "dcat:contactPoint", contact, "vcard:Kind", "vcard:Organization")
        drawing.text(contact, "vcard:fn", dataset.contact_name)
        mail = f"mailto:{dataset.contact_email}" if dataset.contact_email else ""
        drawing.link(contact, "vcard:hasEmail", mail)


def _draw_agent(drawing: _Drawing, node: str, agent: Agent) -> None:
    drawing.link(node, "dct:publisher", agent.iri, "foaf:Agent")
    drawing.text(agent.iri, "foaf:name", agent.name)
    drawing.link(agent.iri, "foaf:mbox", f"mailto:{agent.email}" if agent.email else "")
    drawing.link(agent.iri, "foaf:homepage", agent.homepage, "foaf:Document")


def _draw_place(drawing: _Drawing, node: str, place: Place) -> None:
    drawing.link(node, "dct:spatial", place.iri, "dct:Location")
    drawing.text(place.iri, "skos:prefLabel", place.name, "id")
    drawing.text(place.iri, "dct:identifier", place.code)


def _draw_file(drawing: _Drawing, dataset: str, file: File) -> None:
    node = file.iri
    drawing.link(dataset, "dcat:distribution", node, "dcat:Distribution")
    drawing.text(node, "dct:title", file.title)
    drawing.text(node, "dct:description", file.description, "id")
    drawing.link(node, "dcatap:availability", STABLE, "skos:Concept")
    drawing.text(STABLE, "skos:prefLabel", "stable", "en")
    drawing.link(node, "dcat:accessURL", file.access_url, "rdfs:Resource")
    drawing.link(node, "dcat:downloadURL", file.download_url, "rdfs:Resource")
    drawing.link(node, "dct:license", file.license, "dct:LicenseDocument")
    drawing.moment(node, "dct:issued", file.issued)
    drawing.moment(node, "dct:modified", file.modified)
    drawing.value(node, "dcat:byteSize", file.bytes, "xsd:nonNegativeInteger")
    drawing.link(node, "dcat:mediaType", media_type_iri(file.media_type), "dct:MediaType")
    drawing.link(node, "dct:format", file.format_iri, "dct:IMT")
    drawing.text(file.format_iri, "rdfs:label", file.format)
    drawing.text(file.format_iri, "rdf:value", file.media_type)
    # ckanext-dcat takes label and value of an IMT only; the profile wants a MediaTypeOrExtent.
    drawing.link("dct:IMT", "rdfs:subClassOf", "dct:MediaTypeOrExtent")
    if file.sha256:
        checksum = f"{node}#checksum"
        drawing.link(node, "spdx:checksum", checksum, "spdx:Checksum")
        drawing.link(checksum, "spdx:algorithm", _SHA256, "spdx:ChecksumAlgorithm")
        drawing.value(checksum, "spdx:checksumValue", file.sha256, "xsd:hexBinary")


def datasets_in(graph: Graph) -> list[Described]:
    """The datasets that a graph describes, ours or another catalogue's, by IRI; what is not told is ''."""
    reading = _Reading(graph)
    return [_read_dataset(reading, node) for node in sorted(reading.all_of("dcat:Dataset"))]


class _Reading:
    """What a graph says of a node; nodes are told by their text."""

    def __init__(self, graph: Graph) -> None:
        from rdflib import URIRef

        self._graph, self._iri = graph, URIRef
        self._nodes: dict[str, Any] = {str(node): node for node in graph.subjects(unique=True)}

    def all_of(self, kind: str) -> list[str]:
        """Every node of a class."""
        return [str(node) for node in self._graph.subjects(self._word("rdf:type"), self._word(kind))]

    def values(self, node: str, name: str) -> list[Any]:
        """Everything that a property holds, in a settled order."""
        found = self._graph.objects(self._nodes.get(node, self._iri(node)), self._word(name))
        return sorted(found, key=lambda value: (getattr(value, "language", None) != "id", str(value)))

    def text(self, node: str, name: str) -> str:
        """The first value of a property, Indonesian before others; ''."""
        return str(next(iter(self.values(node, name)), ""))

    def texts(self, node: str, name: str) -> Texts:
        """A text in its languages."""
        return tuple(
            (getattr(value, "language", None) or "", str(value)) for value in self.values(node, name)
        )

    def python(self, node: str, name: str, kind: type[Any]) -> Any:
        """The first value that is of a type of Python's; None."""
        told = (getattr(value, "value", None) for value in self.values(node, name))
        return next((value for value in told if isinstance(value, kind)), None)

    def day(self, node: str, name: str) -> date | None:
        """The first value that is a day, or a time on it; None."""
        told: date | None = self.python(node, name, date)
        return told.date() if isinstance(told, datetime) else told

    def _word(self, name: str) -> Any:
        prefix, _colon, rest = name.partition(":")
        return self._iri(PREFIXES[prefix] + rest)


def _read_dataset(reading: _Reading, node: str) -> Described:
    contact, period = reading.text(node, "dcat:contactPoint"), reading.text(node, "dct:temporal")
    place, themes = reading.text(node, "dct:spatial"), reading.values(node, "dcat:theme")
    return Described(
        iri=node,
        identifier=reading.text(node, "dct:identifier"),
        title=reading.texts(node, "dct:title"),
        description=reading.texts(node, "dct:description"),
        page=reading.text(node, "dcat:landingPage"),
        publisher=_read_agent(reading, reading.text(node, "dct:publisher")),
        contact_name=reading.text(contact, "vcard:fn"),
        contact_email=reading.text(contact, "vcard:hasEmail").removeprefix("mailto:"),
        keywords=tuple(str(value) for value in reading.values(node, "dcat:keyword")),
        themes=tuple(Theme(str(theme), reading.text(str(theme), "skos:prefLabel")) for theme in themes),
        language=reading.text(node, "dct:language"),
        frequency=reading.text(node, "dct:accrualPeriodicity"),
        access_rights=reading.text(node, "dct:accessRights"),
        issued=reading.python(node, "dct:issued", datetime),
        modified=reading.python(node, "dct:modified", datetime),
        first_day=reading.day(period, "dcat:startDate"),
        last_day=reading.day(period, "dcat:endDate"),
        resolution=reading.text(node, "dcat:temporalResolution"),
        place=_read_place(reading, place) if place else None,
        provenance=reading.text(reading.text(node, "dct:provenance"), "rdfs:label"),
        version=reading.text(node, "dcat:version"),
        previous=reading.text(node, "dcat:previousVersion"),
        files=tuple(_read_file(reading, str(file)) for file in reading.values(node, "dcat:distribution")),
    )


def _read_agent(reading: _Reading, node: str) -> Agent | None:
    if not node:
        return None
    mail = reading.text(node, "foaf:mbox").removeprefix("mailto:")
    return Agent(node, reading.text(node, "foaf:name"), mail, reading.text(node, "foaf:homepage"))


def _read_place(reading: _Reading, node: str) -> Place:
    return Place(node, reading.text(node, "dct:identifier"), reading.text(node, "skos:prefLabel"))


def _read_file(reading: _Reading, node: str) -> File:
    form = reading.text(node, "dct:format")
    media_type = reading.text(node, "dcat:mediaType").removeprefix(media_type_iri(""))
    return File(
        iri=node,
        title=reading.text(node, "dct:title"),
        description=reading.text(node, "dct:description"),
        format=reading.text(form, "rdfs:label"),
        format_iri=form,
        media_type=media_type or reading.text(form, "rdf:value"),
        access_url=reading.text(node, "dcat:accessURL"),
        download_url=reading.text(node, "dcat:downloadURL"),
        bytes=reading.python(node, "dcat:byteSize", int),
        sha256=reading.text(reading.text(node, "spdx:checksum"), "spdx:checksumValue"),
        license=reading.text(node, "dct:license"),
        issued=reading.python(node, "dct:issued", datetime),
        modified=reading.python(node, "dct:modified", datetime),
    )
