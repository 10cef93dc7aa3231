"""A catalogue and its datasets as other systems read them: plain values, in no standard's syntax yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

#: Everything that XML 1.0 cannot hold, in whatever way it is escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: A text in several languages, (`id` first) as pairs of language and text.
Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Agent:
    """An office that publishes."""

    iri: str
    name: str
    email: str = ""
    homepage: str = ""


@dataclass(frozen=True)
class Place:
    """A region: its IRI, its official code and what it is called."""

    iri: str
    code: str
    name: str


@dataclass(frozen=True)
class Theme:
    """A subject in the words of a public vocabulary, and in the city's own."""

    iri: str
    label: str


@dataclass(frozen=True)
class File:
    """A download (DCAT `dcat:Distribution`); its IRI stays the same from version to version.

    `format` is what people call it, `bytes` None where its size is not told.
    """

    iri: str
    title: str
    description: str
    format: str
    format_iri: str
    media_type: str
    access_url: str
    download_url: str = ""
    bytes: int | None = None
    sha256: str = ""
    license: str = ""
    issued: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True)
class Described:
    """A dataset; texts are '' and dates None where nothing is told. Codes are IRIs of the standards.

    `resolution` is an XML Schema duration, `version` the number of the live version and `previous`
    the address of the one before it. `files` are empty where the rows are not for everybody.
    """

    iri: str
    identifier: str
    title: Texts
    description: Texts
    page: str = ""
    publisher: Agent | None = None
    contact_name: str = ""
    contact_email: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    language: str = ""
    frequency: str = ""
    access_rights: str = ""
    issued: datetime | None = None
    modified: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    resolution: str = ""
    place: Place | None = None
    provenance: str = ""
    version: str = ""
    previous: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class CatalogShown:
    """The catalogue itself."""

    iri: str
    title: Texts
    description: Texts
    homepage: str
    publisher: Agent
    languages: tuple[str, ...]
    license: str
    modified: datetime | None
    place: Place


@dataclass(frozen=True)
class Paging:
    """Where one page of a feed stands: addresses, '' where there is none."""

    url: str
    first: str
    last: str
    next: str
    previous: str
    total: int
    per_page: int


def clean(text: str) -> str:
    """The text without characters that XML cannot hold; ends of lines are written `\\n` as XML reads them."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def texts(indonesian: str, english: str = "") -> Texts:
    """The languages in which a text is there, Indonesian first."""
    told = (("id", clean(indonesian)), ("en", clean(english)))
    return tuple((language, text) for language, text in told if text.strip())
