"""How a graph is written: Turtle, JSON-LD and RDF/XML, by the end of the address or by `Accept`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasets.export.dcat import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

#: End of the address → (media type, what rdflib calls it).
SYNTAXES: dict[str, tuple[str, str]] = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "xml": ("application/rdf+xml", "xml"),
}


def written(graph: Graph, end: str) -> bytes:
    """The graph in the syntax of an address's end, UTF-8."""
    syntax = SYNTAXES[end][1]
    options: dict[str, Any] = {"context": PREFIXES} if syntax == "json-ld" else {}
    text: bytes = graph.serialize(format=syntax, encoding="utf-8", **options)
    return text
