"""`package_search`: what harvesters walk through, page by page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from api.ckan.arguments import Arguments, fault
from api.ckan.errors import SearchError, SearchQueryError
from api.ckan.grammar import read_query
from api.ckan.objects import package_dict
from datasets.queries.package_search import (
    FACETS,
    SCORE,
    SORTS,
    FacetItem,
    PackagesFound,
    Search,
    free_words,
    search_packages,
)
from datasets.queries.terms import BadTerm, Both, Node

#: Parameters that are read, then those that CKAN knows and that change nothing here.
_READ = ("q", "fq", "fq_list", "sort", "rows", "start", "fl", "facet")
_FACETING = ("facet.field", "facet.limit", "facet.mincount")
_IDLE = (
    "include_private",
    "include_drafts",
    "include_deleted",
    "use_default_schema",
    "defType",
    "qf",
    "mm",
    "df",
)
KNOWN = frozenset({*_READ, *_FACETING, *_IDLE})
DEFAULT_SORT = "score desc, metadata_modified desc"
MOST_ROWS, MOST_FACETS, MOST_FILTERS = 1_000, 20, 100
#: Free words within a fielded `q`: each costs a look at every text.
MOST_WORDS = 20
_SORT = re.compile(r"\s*(?P<name>[\w.]+)\s+(?P<way>asc|desc)\s*", re.IGNORECASE)
_FACET_TITLES = {
    "organization": "OPD",
    "owner_org": "OPD",
    "groups": "Topik",
    "tags": "Kata kunci",
    "res_format": "Format",
    "license_id": "Lisensi",
}


def package_search(arguments: Arguments) -> dict[str, Any]:
    """Datasets that match `q` and every `fq`, in the order of `sort`, from `start`, at most `rows`.

    `facet.field` counts values over all that match: organization, groups, tags, res_format, license_id.
    """
    sort = arguments.text("sort") or DEFAULT_SORT
    facets, kept_of = _facets(arguments), _facet_limits(arguments)
    try:
        found = search_packages(None, _search(arguments, sort, facets))
    except BadTerm as error:
        raise SearchError(f"SOLR returned an error running query: {error}") from None
    kept = {name: kept_of(items) for name, items in found.facets.items()}
    return {
        "count": found.count,
        "facets": {name: {item.name: item.count for item in items} for name, items in kept.items()},
        "results": _results(found, arguments),
        "sort": sort,
        "search_facets": {name: _search_facet(name, items) for name, items in kept.items()},
    }


def _search(arguments: Arguments, sort: str, facets: list[str]) -> Search:
    typed, asked = _words(arguments.text("q").strip())
    filters = [*_filters(arguments, "fq"), *_filters(arguments, "fq_list")]
    words = free_words(asked)
    if len(words) > MOST_WORDS:
        raise SearchError("SOLR returned an error running query: too many words")
    return Search(
        typed=typed,
        words=" ".join(words),
        conditions=Both((asked, *(read_query(text, with_words=False) for text in filters))),
        sorts=_sorts(sort),
        start=arguments.whole("start", 0) or 0,
        rows=min(_rows(arguments), MOST_ROWS),
        facets=facets,
    )


def _words(q: str) -> tuple[str, Node]:
    """Free words alone, or a query with fields: a colon tells them apart, as in CKAN."""
    if q in ("", "*"):
        return "", Both()
    return ("", read_query(q, with_words=True)) if ":" in q else (q, Both())


def _filters(arguments: Arguments, name: str) -> list[str]:
    value = arguments.parsed(name) if name == "fq_list" else arguments.value(name)
    texts = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(text, str) for text in texts) or len(texts) > MOST_FILTERS:
        raise fault(name, "Isikan penyaring sebagai teks.")
    return texts


def _rows(arguments: Arguments) -> int:
    rows = arguments.whole("rows", 10)
    return 10 if rows is None else rows


def _sorts(text: str) -> list[tuple[str, bool]]:
    sorts: list[tuple[str, bool]] = []
    for piece in text.split(","):
        found = _SORT.fullmatch(piece)
        if found is None or found["name"] not in (*SORTS, SCORE) or len(sorts) >= len(SORTS) + 1:
            raise SearchQueryError(f'Invalid "sort" parameter: {piece.strip()[:60]!r}')
        sorts.append((found["name"], found["way"].lower() == "desc"))
    return sorts


def _facets(arguments: Arguments) -> list[str]:
    if not arguments.truth("facet", default=True):
        return []
    fields = list(dict.fromkeys(arguments.listed("facet.field")))
    strange = [name for name in fields if name not in FACETS]
    if strange or len(fields) > MOST_FACETS:
        raise SearchError(f"SOLR returned an error running query: undefined field {strange[0][:60]}")
    return fields


def _facet_limits(arguments: Arguments) -> Callable[[list[FacetItem]], list[FacetItem]]:
    """As many items as `facet.limit` (negative: all), of at least `facet.mincount`."""
    limit = arguments.whole("facet.limit", 50, least=-(10**15))
    least = arguments.whole("facet.mincount", 1) or 0

    def kept(items: list[FacetItem]) -> list[FacetItem]:
        enough = [item for item in items if item.count >= least]
        return enough if limit is None or limit < 0 else enough[:limit]

    return kept


def _results(found: PackagesFound, arguments: Arguments) -> list[dict[str, Any]]:
    """Whole packages, or of each only what `fl` names."""
    packages = [package_dict(package) for package in found.packages]
    wanted = re.split(r"[,\s]+", ",".join(arguments.listed("fl")).strip())
    if wanted in ([""], ["*"]):
        return packages
    return [{key: package[key] for key in wanted if key in package} for package in packages]


def _search_facet(name: str, items: list[FacetItem]) -> dict[str, Any]:
    shown = [{"name": item.name, "display_name": item.title, "count": item.count} for item in items]
    return {"title": _FACET_TITLES[name], "items": shown}
