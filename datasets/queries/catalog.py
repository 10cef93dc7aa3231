"""The catalogue: finding datasets by words and facets, the same for the search page and the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from datasets.models import CodeList, Column, Dataset, Distribution, Version, VersionPart
from datasets.queries import cursors
from datasets.queries.facets import PATHS, Facet, facet_of
from datasets.queries.matching import matching
from datasets.queries.rows import newest_by, preview_of
from datasets.queries.versions import history, version_of
from datasets.rules.access import (
    Viewer,
    find_dataset,
    is_draft,
    may_read_rows,
    published_datasets,
    readable_datasets,
)
from datasets.vocab import ColumnRole, ColumnType, Format

Chosen = str | Sequence[str]


@dataclass(frozen=True)
class Filter:
    """What is asked for. Each choice is one value or several (any of them); '' or () asks nothing."""

    q: str = ""
    organization: Chosen = ""
    topic: Chosen = ""
    tag: Chosen = ""
    format: Chosen = ""
    frequency: Chosen = ""
    area: Chosen = ""
    updated_since: datetime | None = None
    sort: str = ""

    def values(self, name: str) -> tuple[str, ...]:
        """The values chosen for one facet."""
        chosen = getattr(self, name)
        return (chosen,) if isinstance(chosen, str) and chosen else tuple(chosen)

    def without(self, name: str) -> Filter:
        """The same, with nothing chosen for one facet."""
        nothing: dict[str, Any] = {name: ""}
        return replace(self, **nothing)


@dataclass(frozen=True)
class Found:
    """One page of a list; cursors (`next`, `previous`) and `next_offset` are None at its ends."""

    datasets: list[Dataset]
    total: int
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    next_offset: int | None = None
    next: str | None = None
    previous: str | None = None


@dataclass(frozen=True)
class ColumnShown:
    """One column: as the version has it, with what the data dictionary says of it now."""

    id: str
    label: str
    type: ColumnType
    role: ColumnRole
    unit: str = ""
    concept: str = ""
    definition: str = ""
    code_list: CodeList | None = None
    is_key: bool = False
    is_required: bool = False
    decimals: int | None = None


@dataclass(frozen=True)
class Detail:
    """Everything a dataset's page shows. `version` is None for a draft that its people look at.

    `preview_rows` are typed values in the order of `columns`; empty where rows are not open.
    """

    dataset: Dataset
    version: Version | None
    columns: list[ColumnShown]
    distributions: list[Distribution]
    versions: list[Version]
    is_rows_allowed: bool
    preview_rows: list[tuple[Any, ...]]

    @property
    def is_newest_first(self) -> bool:
        """Whether `preview_rows` are those of the last period."""
        return self.version is not None and newest_by(self.version) is not None

    @property
    def is_too_long_for_excel(self) -> bool:
        """Whether the files are offered without a workbook: a sheet does not hold that many rows."""
        return bool(self.distributions) and all(file.format != Format.XLSX for file in self.distributions)

    @property
    def quality(self) -> dict[str, Any]:
        """The quality of the version shown, as publication computed it."""
        return self.version.quality if self.version else {}

    @property
    def next_release(self) -> date | None:
        """When the next data are due."""
        return self.dataset.next_release


@dataclass(frozen=True)
class _Order:
    key: Any
    is_descending: bool
    read: Callable[[Any], Any]


_UPDATED = Coalesce("data_updated_at", "metadata_updated_at")
SORTS: dict[str, _Order] = {
    "relevance": _Order(F("rank"), True, str),
    "updated": _Order(_UPDATED, True, lambda moment: moment.isoformat()),
    "title": _Order(Lower("title"), False, str),
}


def find_datasets(
    viewer: Viewer,
    chosen: Filter,
    *,
    limit: int,
    offset: int = 0,
    cursor: str = "",
    with_facets: bool = False,
) -> Found:
    """Published datasets that the viewer may know and that match; a page by `offset` or by `cursor`.

    Raises BadParameter for a cursor that is not of this question.
    """
    found = filtered(viewer, chosen)
    order = SORTS[sort_of(chosen)]
    total = found.count()
    rows, has_before, has_after = _page(
        found.annotate(order_key=order.key), order, chosen, limit, offset, cursor
    )
    return Found(
        datasets=rows,
        total=total,
        facets=_facets(viewer, chosen) if with_facets else {},
        next_offset=offset + limit if has_after and not cursor else None,
        next=_cursor(chosen, order, "after", rows[-1]) if has_after and rows else None,
        previous=_cursor(chosen, order, "before", rows[0]) if has_before and rows else None,
    )


def sort_of(chosen: Filter) -> str:
    """The order asked for; by default best match first where there are words, else newest first."""
    has_words = bool(chosen.q.replace("\x00", " ").strip())
    if chosen.sort in SORTS and (has_words or chosen.sort != "relevance"):
        return chosen.sort
    return "relevance" if has_words else "updated"


def filtered(viewer: Viewer, chosen: Filter) -> QuerySet[Dataset]:
    """Published datasets that match everything chosen, in no order yet."""
    found = published_datasets(viewer).order_by()
    for name in ("organization", "topic", "frequency"):
        if values := chosen.values(name):
            found = found.filter(**{f"{PATHS[name]}__in": values})
    if values := chosen.values("tag"):
        found = found.filter(tags__overlap=list(values))
    if values := chosen.values("format"):
        files = Distribution.objects.filter(version=OuterRef("live_version"), format__in=values)
        found = found.filter(Exists(files))
    if values := chosen.values("area"):
        found = found.filter(_covers(values), pk__in=readable_datasets(viewer).values("pk"))
    if since := chosen.updated_since:
        found = found.filter(Q(data_updated_at__gte=since) | Q(metadata_updated_at__gte=since))
    return matching(found, chosen.q)


def _covers(areas: Sequence[str]) -> Exists:
    """Whether the live version has rows about one of the areas, or about a part of it."""
    inside = Q()
    for area in areas:
        inside |= Q(part__summaries__area=area) | Q(part__summaries__area__startswith=f"{area}.")
    return Exists(VersionPart.objects.filter(inside, version=OuterRef("live_version")))


def _facets(viewer: Viewer, chosen: Filter) -> dict[str, list[Facet]]:
    """Each facet counted over everything chosen in the others, visible datasets only."""
    facets = {}
    for name in PATHS:
        others = filtered(viewer, chosen.without(name))
        if name == "area":
            others = others.filter(pk__in=readable_datasets(viewer).values("pk"))
        facets[name] = facet_of(name, others, chosen.values(name))
    return facets


def _page(
    found: QuerySet[Dataset], order: _Order, chosen: Filter, limit: int, offset: int, cursor: str
) -> tuple[list[Dataset], bool, bool]:
    """The datasets of one page, and whether any stand before and after it."""
    files = Prefetch("live_version__distributions", Distribution.objects.order_by("format"))
    found = found.prefetch_related(files)
    if not cursor:
        rows = list(found.order_by(*_ordering(order))[offset : offset + limit + 1])
        return rows[:limit], offset > 0, len(rows) > limit
    side, key, pk = cursors.unseal(cursor, _question(chosen))
    is_back = side == "before"
    beyond = found.filter(_beyond(order, key, pk, is_back))
    rows = list(beyond.order_by(*_ordering(order, is_back))[: limit + 1])
    page, has_more = rows[:limit], len(rows) > limit
    return (page[::-1], has_more, True) if is_back else (page, True, has_more)


def _ordering(order: _Order, is_back: bool = False) -> list[Any]:
    signs = {True: "-", False: ""}
    return [f"{signs[order.is_descending != is_back]}order_key", f"{signs[is_back]}pk"]


def _beyond(order: _Order, key: str, pk: str, is_back: bool) -> Q:
    step = "lt" if order.is_descending != is_back else "gt"
    return Q(**{f"order_key__{step}": key}) | Q(order_key=key, **{f"pk__{'lt' if is_back else 'gt'}": pk})


def _cursor(chosen: Filter, order: _Order, side: str, dataset: Any) -> str:
    place = [side, order.read(dataset.order_key), str(dataset.pk)]
    return cursors.seal(place, _question(chosen))


def _question(chosen: Filter) -> Mapping[str, Any]:
    names = ("organization", "topic", "tag", "format", "frequency", "area")
    return {name: sorted(chosen.values(name)) for name in names} | {
        "q": chosen.q,
        "since": chosen.updated_since,
        "sort": sort_of(chosen),
    }


#: The order in which files are offered: the best known first.
_ORDER = list(Format)


def dataset_detail(viewer: Viewer, slug: str, number: int | None = None, *, preview: int = 25) -> Detail:
    """One dataset, at its live version or at the one with this number. Raises Hidden, Gone."""
    dataset = find_dataset(viewer, slug)
    version = None if number is None and is_draft(dataset) else version_of(viewer, dataset, number)
    is_allowed = may_read_rows(viewer, dataset)
    files = version.distributions.all() if version and is_allowed else []
    return Detail(
        dataset=dataset,
        version=version,
        columns=columns_of(dataset, version),
        distributions=sorted(files, key=lambda file: _ORDER.index(Format(file.format))),
        versions=list(history(dataset)),
        is_rows_allowed=is_allowed,
        preview_rows=preview_of(version, preview) if version and is_allowed and preview else [],
    )


def columns_of(dataset: Dataset, version: Version | None) -> list[ColumnShown]:
    """The columns of a version with the dictionary's words; of a draft, the dictionary itself."""
    known = {column.name: column for column in dataset.columns.select_related("code_list")}
    if version is None:
        return [_of_dictionary(column) for column in known.values()]
    return [_of_version(given, known.get(given["id"])) for given in version.columns]


def _of_version(given: Mapping[str, Any], column: Column | None) -> ColumnShown:
    shown = ColumnShown(
        id=given["id"],
        label=given["label"],
        type=ColumnType(given["type"]),
        role=ColumnRole(given["role"]),
        unit=given.get("unit") or "",
    )
    if column is None:
        return shown
    now = _of_dictionary(column)
    return replace(now, label=shown.label, type=shown.type, role=shown.role, unit=shown.unit)


def _of_dictionary(column: Column) -> ColumnShown:
    return ColumnShown(
        id=column.name,
        label=column.label,
        type=ColumnType(column.type),
        role=ColumnRole(column.role),
        unit=column.unit,
        concept=column.concept,
        definition=column.definition,
        code_list=column.code_list,
        is_key=column.is_key,
        is_required=column.is_required,
        decimals=column.decimals,
    )
