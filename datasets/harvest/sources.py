"""The kinds of sources: CKAN's Action API, a DCAT feed, a plain JSON list, a single file."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urljoin

from datasets.harvest.remote import (
    MOST_PAGES,
    Clock,
    File,
    Remote,
    Unreadable,
    address_in,
    bounded,
    json_of,
    page_of,
    text_in,
)
from datasets.models import Source
from datasets.vocab_harvest import SourceKind
from satudata.outgoing import Answer

_ROWS = 100
#: Where lists of other portals keep their entries, and what they call things (PALA, Jabar, Garut).
_LISTS = ("data", "results", "result", "items", "datasets", "rows")
_NEXT = ("next", "next_page_url", "nextPage")
_SYNTAXES = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
}
_ENDINGS = {".ttl": "turtle", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld", ".nt": "nt"}
_HYDRA = "http://www.w3.org/ns/hydra/core#"
#: Would make a parser fetch or unfold things by itself.
_XML_TRAPS = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def remotes_of(source: Source, clock: Clock) -> list[Remote]:
    """Everything that the source has now, whole or not at all. Raises Refused, Unreadable."""
    return list(bounded(_KINDS[SourceKind(source.kind)](source.url, clock)))


def _ckan(url: str, clock: Clock) -> Iterator[Remote]:
    """As ckanext-harvest walks: pages of a hundred until an empty one."""
    base = url.rstrip("/").removesuffix("/api/3/action").removesuffix("/api/3")
    for page in range(MOST_PAGES):
        asked = urlencode({"rows": _ROWS, "start": page * _ROWS, "sort": "id asc"})
        told = json_of(page_of(f"{base}/api/3/action/package_search?{asked}", clock))
        result = told.get("result") if isinstance(told, Mapping) and told.get("success") is True else None
        packages = result.get("results") if isinstance(result, Mapping) else None
        if not isinstance(packages, list):
            raise Unreadable("not_ckan")
        if not packages:
            return
        yield from (_package(one, base) for one in packages if isinstance(one, Mapping))
    raise Unreadable("too_many_pages")


def _package(one: Mapping[str, Any], base: str) -> Remote:
    files = [file for file in _list(one.get("resources")) if isinstance(file, Mapping)]
    tags = [tag for tag in _list(one.get("tags")) if isinstance(tag, Mapping)]
    return Remote(
        id=text_in(one, "id"),
        title=text_in(one, "title", "name"),
        description=text_in(one, "notes"),
        modified=text_in(one, "metadata_modified"),
        page=f"{base}/dataset/{text_in(one, 'name', 'id')}",
        tags=tuple(text_in(tag, "display_name", "name") for tag in tags),
        files=tuple(
            File(address_in(file, base + "/", "url"), text_in(file, "format", "mimetype")) for file in files
        ),
    )


def _dcat(url: str, clock: Clock) -> Iterator[Remote]:
    """Page after page as hydra says; a page that was had before ends the walk."""
    from datasets.export.dcat import datasets_in

    had: set[str] = set()
    following = url
    while following and following not in had:
        had.add(following)
        if len(had) > MOST_PAGES:
            raise Unreadable("too_many_pages")
        answer = page_of(following, clock)
        graph = _graph(answer)
        for one in datasets_in(graph):
            files = [
                File(file.download_url or file.access_url, file.format or file.media_type)
                for file in one.files
            ]
            yield Remote(
                id=one.identifier or one.iri,
                title=next((text for _, text in one.title), ""),
                description=next((text for _, text in one.description), ""),
                modified=one.modified.isoformat() if one.modified else "",
                page=one.page or one.iri,
                tags=one.keywords,
                files=tuple(files),
            )
        following = urljoin(answer.url, _following(graph))


def _graph(answer: Answer) -> Any:
    """The page as a graph; nothing that would make the parser fetch by itself is parsed."""
    from rdflib import Graph

    told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    ending = next((form for end, form in _ENDINGS.items() if answer.url.partition("?")[0].endswith(end)), "")
    form = _SYNTAXES.get(told) or ending
    if not form:
        raise Unreadable("not_dcat")
    body = answer.body()
    if form == "xml" and _XML_TRAPS.search(body):
        raise Unreadable("xml_entities")
    if form == "json-ld" and _has_far_context(json_of(answer)):
        raise Unreadable("remote_context")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's JSON-LD warns of rdflib
            return Graph().parse(data=body, format=form, publicID=answer.url)
    except Exception:  # its parsers raise whatever they come upon
        raise Unreadable("not_rdf") from None


def _has_far_context(thing: Any, depth: int = 0) -> bool:
    """Whether a JSON-LD document names a context elsewhere (also one inside another)."""
    if depth > 60:
        return True
    if isinstance(thing, list):
        return any(_has_far_context(one, depth + 1) for one in thing)
    if not isinstance(thing, Mapping):
        return False
    contexts = _list(thing.get("@context")) if "@context" in thing else []
    if any(isinstance(one, str) for one in contexts) or "@import" in thing:
        return True
    return any(_has_far_context(one, depth + 1) for one in thing.values())


def _following(graph: Any) -> str:
    from rdflib import URIRef

    for word in ("next", "nextPage"):
        for _page, target in graph.subject_objects(URIRef(_HYDRA + word)):
            return str(target)
    return ""


def _listing(url: str, clock: Clock) -> Iterator[Remote]:
    """A JSON list, bare or under one of the usual names, with or without pages."""
    had: set[str] = set()
    following = url
    while following and following not in had:
        had.add(following)
        if len(had) > MOST_PAGES:
            raise Unreadable("too_many_pages")
        answer = page_of(following, clock)
        told = json_of(answer)
        entries = _entries(told)
        if entries is None:
            raise Unreadable("not_a_list")
        yield from (_entry(one, answer.url) for one in entries if isinstance(one, Mapping))
        following = _next_page(told, answer.url)


def _entries(told: Any, depth: int = 0) -> list[Any] | None:
    if isinstance(told, list):
        return told
    if isinstance(told, Mapping) and depth < 2:
        return next(
            (found for name in _LISTS if (found := _entries(told.get(name), depth + 1)) is not None), None
        )
    return None


def _next_page(told: Any, base: str) -> str:
    if not isinstance(told, Mapping):
        return ""
    inner = (told.get(name) for name in ("links", "meta", "data"))
    places = [told, *(place for place in inner if isinstance(place, Mapping))]
    return next((found for place in places if (found := address_in(place, base, *_NEXT))), "")


def _entry(one: Mapping[str, Any], base: str) -> Remote:
    nested = [file for name in ("files", "resources", "distributions") for file in _list(one.get(name))]
    files = [one, *(file for file in nested if isinstance(file, Mapping))]
    address = ("download_url", "file_url", "url_download", "file", "csv", "url")
    offered = [File(address_in(file, base, *address), text_in(file, "format", "file_type")) for file in files]
    return Remote(
        id=text_in(one, "id", "uuid", "slug", "kode"),
        title=text_in(one, "title", "judul", "nama", "name"),
        description=text_in(one, "description", "deskripsi", "notes", "keterangan"),
        modified=text_in(one, "modified", "updated_at", "metadata_modified", "last_update", "tanggal"),
        page=address_in(one, base, "page", "link", "landing_page"),
        tags=tuple(str(tag) for tag in _list(one.get("tags")) if isinstance(tag, str)),
        files=tuple(file for file in offered if file.url),
    )


def _file(url: str, clock: Clock) -> Iterator[Remote]:
    """One file at an address that stays."""
    clock.check()
    file = File(url)
    yield Remote(id=url, title="", files=(file if file.kind else File(url, "csv"),))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


_KINDS: dict[SourceKind, Callable[[str, Clock], Iterator[Remote]]] = {
    SourceKind.CKAN: _ckan,
    SourceKind.DCAT: _dcat,
    SourceKind.LISTING: _listing,
    SourceKind.FILE: _file,
}
