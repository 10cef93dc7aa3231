"""Datasets with all that a harvester takes along: files, columns, extent; many of them by a few queries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext

from datasets.models import Column, Dataset, Distribution, Version
from datasets.queries.extents import Extent, extents_of
from datasets.rules.access import (
    Viewer,
    check_not_withdrawn,
    named,
    published_datasets,
    readable_datasets,
    visible_datasets,
)
from datasets.rules.errors import Hidden


@dataclass(frozen=True)
class Package:
    """A published dataset at its live version; `files` are empty where its rows are not for the viewer.

    `modified` moves with every change of metadata, files or rows, and never back.
    """

    dataset: Dataset
    version: Version
    modified: datetime
    files: Sequence[Distribution]
    definitions: dict[str, str]
    extent: Extent | None


def listed(viewer: Viewer) -> QuerySet[Any]:
    """Every published dataset of the viewer's, with `modified` and `is_readable`, in no order."""
    return (
        published_datasets(viewer)
        .order_by()
        .annotate(
            modified=Greatest("metadata_updated_at", "data_updated_at"),
            is_readable=Exists(readable_datasets(viewer).order_by().filter(pk=OuterRef("pk"))),
        )
    )


def package_names(viewer: Viewer, limit: int | None = None, offset: int = 0) -> list[str]:
    """Names (slugs) of the published datasets, ascending."""
    names = published_datasets(viewer).order_by("slug").values_list("slug", flat=True)
    return list(names[offset : None if limit is None else offset + limit])


def package_of(viewer: Viewer, key: str) -> Package:
    """The package with this id or name. Raises Hidden; Gone where it was withdrawn."""
    found = packages_in(listed(viewer).filter(named(key)))
    if found:
        return found[0]
    known = visible_datasets(viewer).filter(named(key)).first()
    if known is not None:
        check_not_withdrawn(known)
    raise Hidden(gettext("Dataset ini tidak ditemukan."))


def packages_in(found: QuerySet[Any]) -> list[Package]:
    """The packages of a slice of `listed`, in its order: five queries, however many they are."""
    files = Prefetch("live_version__distributions", Distribution.objects.order_by("format"))
    datasets: Sequence[Any] = list(found.prefetch_related(files))
    words = _definitions(datasets)
    extents = extents_of(dataset.live_version for dataset in datasets if dataset.is_readable)
    return [_package(dataset, words.get(dataset.pk, {}), extents) for dataset in datasets]


def _definitions(datasets: Sequence[Any]) -> dict[uuid.UUID, dict[str, str]]:
    """As plain values: of a thousand datasets there are ten thousand columns."""
    found: dict[uuid.UUID, dict[str, str]] = {}
    columns = Column.objects.filter(dataset__in=datasets).order_by().exclude(definition="")
    for key, name, definition in columns.values_list("dataset_id", "name", "definition"):
        found.setdefault(key, {})[name] = definition
    return found


def _package(dataset: Any, definitions: dict[str, str], extents: dict[uuid.UUID, Extent]) -> Package:
    version = dataset.live_version
    return Package(
        dataset=dataset,
        version=version,
        modified=dataset.modified,
        files=list(version.distributions.all()) if dataset.is_readable else [],
        definitions=definitions,
        extent=extents.get(version.pk),
    )
