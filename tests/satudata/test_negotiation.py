"""Page or description: what `Accept` of browsers and of harvesters leads to."""

from __future__ import annotations

import pytest

from satudata.negotiation import end_wanted

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "end"),
    [
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("Text/Turtle; charset=utf-8", "ttl"),
        ("text/turtle;q=0.9, application/ld+json", "jsonld"),
        ("application/rdf+xml, text/turtle, text/html;q=0.2, */*;q=0.1", "ttl"),
        ("application/ld+json;q=0.5, */*;q=0.8", "jsonld"),
        (FIREFOX, ""),
        (CHROME, ""),
        (f"{FIREFOX},application/ld+json;q=0.3", ""),
        ("text/html, application/rdf+xml", ""),
        ("text/turtle;q=0", ""),
        ("text/turtle;q=nan", ""),
        ("text/turtle;q=1e9", ""),
        ("*/*", ""),
        ("application/json", ""),
        (",;,;;q=,", ""),
        ("", ""),
    ],
)
def test_the_page_is_for_browsers(accept: str, end: str) -> None:
    assert end_wanted(accept) == end


def test_a_header_without_end_is_not_read_to_its_end() -> None:
    assert end_wanted("a/b," * 100_000 + "text/turtle") == ""
