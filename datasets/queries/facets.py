"""Facets of the catalogue: what may be chosen beside a list, and how many datasets each choice leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, QuerySet

from datasets.models import Code, Dataset, Organization
from datasets.vocab import Format, Frequency, Topic
from datasets.wording.labels import label

#: Facet → the path from a dataset to its value.
PATHS = {
    "organization": "organization__slug",
    "topic": "topic",
    "format": "live_version__distributions__format",
    "frequency": "frequency",
    "area": "live_version__parts__summaries__area",
}
_WORDS: dict[str, type[StrEnum]] = {"topic": Topic, "format": Format, "frequency": Frequency}
#: The code list that holds the city's areas, and the level that is offered.
AREA_LIST, AREA_LEVEL = "wilayah", "kecamatan"


@dataclass(frozen=True)
class Facet:
    """One choice: its value in the address, its word for people, how many it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


def facet_of(name: str, found: QuerySet[Dataset], chosen: Sequence[str]) -> list[Facet]:
    """The choices of one facet over `found` (filtered by everything but this facet): most first.

    A chosen value that leaves nothing is listed with 0, so that it can be taken back.
    """
    path = PATHS[name]
    counted = found.order_by().values_list(path).annotate(datasets=Count("pk", distinct=True))
    counts: dict[str, int] = {value: count for value, count in counted if value}
    for value in chosen:
        counts.setdefault(value, 0)
    labels = _LABELS[name](list(counts))
    facets = [
        Facet(value, labels[value], count, value in chosen)
        for value, count in counts.items()
        if value in labels
    ]
    return sorted(facets, key=lambda facet: (-facet.count, facet.label))


def _of_vocabulary(name: str) -> Callable[[Sequence[str]], Mapping[str, str]]:
    return lambda values: {value: label(_WORDS[name], value) for value in values}


def _of_offices(values: Sequence[str]) -> Mapping[str, str]:
    return dict(Organization.objects.filter(slug__in=values).values_list("slug", "name"))


def _of_areas(values: Sequence[str]) -> Mapping[str, str]:
    """Names of the kecamatan among `values`; other levels are not offered."""
    areas = Code.objects.filter(code_list__slug=AREA_LIST, level=AREA_LEVEL, code__in=values)
    return dict(areas.values_list("code", "name"))


_LABELS: dict[str, Callable[[Sequence[str]], Mapping[str, str]]] = {
    "organization": _of_offices,
    "topic": _of_vocabulary("topic"),
    "format": _of_vocabulary("format"),
    "frequency": _of_vocabulary("frequency"),
    "area": _of_areas,
}
