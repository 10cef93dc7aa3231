"""Searching packages as harvesters do: conditions, a total order, a page, and counts beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Lower

from datasets.models import Dataset, Organization
from datasets.queries.matching import matching, ranked, searchable
from datasets.queries.packages import Package, listed, packages_in
from datasets.queries.tags import tag_names, tags_by_name
from datasets.queries.terms import Both, Either, Node, Term, condition_of
from datasets.rules.access import Viewer
from datasets.vocab import License, Topic
from datasets.wording.labels import label

#: Order → its expression; `score` is there where words are looked for.
SORTS: dict[str, Any] = {
    "id": F("pk"),
    "name": F("slug"),
    "title_string": Lower("title"),
    "title": Lower("title"),
    "metadata_modified": F("modified"),
    "metadata_created": F("created_at"),
}
SCORE = "score"


@dataclass(frozen=True)
class Search:
    """What is asked. `typed` are free words alone; `words` those of `conditions`, for the score.

    `sorts` are (name of SORTS or SCORE, descending); the key is always the last of them.
    """

    typed: str = ""
    words: str = ""
    conditions: Both = field(default_factory=Both)
    sorts: Sequence[tuple[str, bool]] = ()
    start: int = 0
    rows: int = 10
    facets: Sequence[str] = ()


@dataclass(frozen=True)
class FacetItem:
    """One value with its words and how many packages have it."""

    name: str
    title: str
    count: int


@dataclass(frozen=True)
class PackagesFound:
    """A page of packages, how many match in all, and the facets asked for, most first."""

    count: int
    packages: list[Package]
    facets: dict[str, list[FacetItem]]


def search_packages(viewer: Viewer, asked: Search) -> PackagesFound:
    """The packages that match. Raises BadTerm. Queries: 2, 4 for the page, one a facet, one for tags."""
    found = _matching(viewer, asked)
    page = _ordered(found, asked)[asked.start : asked.start + asked.rows] if asked.rows else found.none()
    return PackagesFound(
        count=found.count(),
        packages=packages_in(page),
        facets={name: _facet(name, found) for name in asked.facets},
    )


def keys_where(viewer: Viewer, condition: Node) -> QuerySet[Any]:
    """The keys of the published datasets for which a condition holds. Raises BadTerm."""
    return listed(viewer).filter(condition_of(condition, _tags_once(viewer))).values("pk")


def _matching(viewer: Viewer, asked: Search) -> QuerySet[Any]:
    found: QuerySet[Any] = listed(viewer)
    if asked.words:
        found = ranked(searchable(found), asked.words)
    elif asked.typed:
        found = matching(found, asked.typed)
    return found.filter(condition_of(asked.conditions, _tags_once(viewer)))


def _tags_once(viewer: Viewer) -> Any:
    """Our tags by name, asked of the database when a condition first needs them, and only then."""
    kept: list[Mapping[str, Sequence[str]]] = []

    def tags() -> Mapping[str, Sequence[str]]:
        if not kept:
            kept.append(tags_by_name(viewer))
        return kept[0]

    return tags


def _ordered(found: QuerySet[Any], asked: Search) -> QuerySet[Any]:
    has_score = bool(asked.words or asked.typed)
    levels: list[Any] = []
    for name, is_descending in asked.sorts:
        if name != SCORE or has_score:
            key = F("rank") if name == SCORE else SORTS[name]
            levels.append(key.desc() if is_descending else key.asc())
    return found.order_by(*levels, "pk")


def _facet(name: str, found: QuerySet[Any]) -> list[FacetItem]:
    matched = Dataset.objects.filter(pk__in=found.order_by().values("pk")).order_by()
    counts = _of_tags(matched) if name == "tags" else _of_path(name, matched, found)
    titles = FACETS[name](list(counts))
    items = [FacetItem(value, titles.get(value, value), count) for value, count in counts.items()]
    return sorted(items, key=lambda item: (-item.count, item.name))


def _of_tags(matched: QuerySet[Dataset]) -> Counter[str]:
    return Counter(name for tags in matched.values_list("tags", flat=True) for name in tag_names(tags))


def _of_path(name: str, matched: QuerySet[Dataset], found: QuerySet[Any]) -> dict[str, int]:
    if name == "res_format":
        matched = matched.filter(pk__in=found.order_by().filter(is_readable=True).values("pk"))
    counted = matched.values_list(_PATHS[name]).annotate(packages=Count("pk", distinct=True))
    told = str.upper if name == "res_format" else str
    return {told(str(value)): count for value, count in counted if value}


_PATHS = {
    "organization": "organization__slug",
    "owner_org": "organization_id",
    "groups": "topic",
    "license_id": "license",
    "res_format": "live_version__distributions__format",
}


def _office_titles(slugs: Sequence[str]) -> Mapping[str, str]:
    return dict(Organization.objects.filter(slug__in=slugs).values_list("slug", "name"))


def _as_they_are(values: Sequence[str]) -> Mapping[str, str]:
    return {}


#: Facet → the words of its values.
FACETS: dict[str, Any] = {
    "organization": _office_titles,
    "owner_org": _as_they_are,
    "groups": lambda codes: {code: label(Topic, code) for code in codes},
    "license_id": lambda codes: {code: label(License, code) for code in codes},
    "res_format": _as_they_are,
    "tags": _as_they_are,
}


def free_words(node: Node) -> list[str]:
    """The words without a field that a package should have, for the score."""
    if isinstance(node, Term):
        return [] if node.field or node.is_anything else [node.value]
    return (
        [word for part in node.parts for word in free_words(part)] if isinstance(node, Both | Either) else []
    )
