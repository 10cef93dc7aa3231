"""Feeds as clients read them."""

from __future__ import annotations

import warnings
from typing import Any

from rdflib import Graph

SYNTAXES = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml"}


def graph_of(answer: Any) -> Graph:
    """The graph of a feed, read as its content type says."""
    assert answer.status_code == 200, answer.content
    syntax = SYNTAXES[answer["Content-Type"].partition(";")[0]]
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "ConjunctiveGraph is deprecated", DeprecationWarning
        )  # rdflib's own
        return Graph().parse(data=answer.content, format=syntax)
