"""The address of a thing answers with a page or with its description, as `Accept` asks.

A browser gets the page always: only a client that names a syntax of RDF, and likes HTML less, gets RDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

Next = Callable[[HttpRequest], HttpResponse]

#: Media type → the end of the address at which it is given.
_ENDS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "rdf"}
_PAGES = ("text/html", "application/xhtml+xml")
#: What has both, a page and a description beside it: a dataset, and the catalogue.
_THINGS = re.compile(r"/(?:dataset/[-a-zA-Z0-9_]+|catalog)")
_MOST_RANGES = 50


class NegotiationMiddleware:
    """Answers such an address as the one with the wanted syntax's end, without a redirect."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose before the address is resolved; say in both cases that `Accept` decided."""
        if request.method not in ("GET", "HEAD") or not _THINGS.fullmatch(request.path_info):
            return self.get_response(request)
        if end := end_wanted(request.headers.get("Accept", "")):
            request.path_info += f".{end}"
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept",))
        return response


def end_wanted(accept: str) -> str:
    """The end of the syntax of RDF that is liked best, and better than HTML; '' for the page."""
    liked = _weights(accept)
    page = max(liked.get(kind, 0.0) for kind in _PAGES)
    best = max(_ENDS, key=lambda kind: liked.get(kind, 0.0))  # of equals, the first in our order
    return _ENDS[best] if liked.get(best, 0.0) > page else ""


def _weights(accept: str) -> dict[str, float]:
    """{media type: weight} of an `Accept` header; a weight that cannot be read counts as none."""
    found: dict[str, float] = {}
    for piece in accept.split(",")[:_MOST_RANGES]:
        kind, *parameters = (part.strip().lower() for part in piece.split(";"))
        weights = [parameter[2:] for parameter in parameters if parameter.startswith("q=")]
        found[kind] = _weight(weights[0]) if weights else 1.0
    return found


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{0,3})?", text) else 0.0
