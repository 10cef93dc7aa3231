"""Writes XML by its writer, never by joining text: names are ours, every value is escaped and cleaned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from datasets.export.described import clean


class Markup:
    """A document under way, in UTF-8. Prefixes are declared by `xmlns…` attributes."""

    def __init__(self) -> None:
        self._out = BytesIO()
        self._writer = XMLGenerator(self._out, encoding="utf-8", short_empty_elements=True)
        self._writer.startDocument()

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """An element around what is written meanwhile."""
        self._open(name, attributes)
        yield
        self._writer.endElement(name)

    def say(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """An element with a text."""
        self._open(name, attributes)
        self._writer.characters(clean(text))
        self._writer.endElement(name)

    def embed(self, document: bytes) -> None:
        """Another writer's whole document as an element, without its declaration."""
        text = document.decode()
        self._writer.ignorableWhitespace(text[text.index("?>") + 2 :] if text.startswith("<?xml") else text)

    def done(self) -> bytes:
        """The document."""
        self._writer.endDocument()
        return self._out.getvalue()

    def _open(self, name: str, attributes: Mapping[str, str] | None) -> None:
        cleaned = {key: clean(value) for key, value in (attributes or {}).items()}
        self._writer.startElement(name, AttributesImpl(cleaned))
