"""XML is whole whatever it is given: names are ours, values are escaped, control characters go."""

from __future__ import annotations

from defusedxml import ElementTree

from api.feeds.markup import Markup

HOSTILE = "]]> <a b='c'>&amp; \x00\x0b\x1b\ufffe \"'"


def test_values_are_escaped_and_cleaned() -> None:
    markup = Markup()
    with markup.inside("satu", {"dua": HOSTILE, "xmlns:x": "urn:x"}):
        markup.say("x:tiga", HOSTILE)
        markup.say("kosong")
    root = ElementTree.fromstring(markup.done())
    assert root.attrib["dua"] == root[0].text == "]]> <a b='c'>&amp;  \"'"
    assert (root[0].tag, root[1].text) == ("{urn:x}tiga", None)


def test_another_document_goes_in_without_its_declaration() -> None:
    markup = Markup()
    with markup.inside("luar"):
        markup.embed(b'<?xml version="1.0" encoding="utf-8"?>\n<dalam a="&lt;">&amp;</dalam>')
        markup.embed(b"<lagi/>")
    root = ElementTree.fromstring(markup.done())
    assert [(child.tag, child.text) for child in root] == [("dalam", "&"), ("lagi", None)]
