"""Offices of the city, with the number of datasets that the viewer can find of each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from datasets.models import Dataset, Organization
from datasets.rules.access import Viewer, named, published_datasets
from datasets.rules.errors import Hidden


@dataclass(frozen=True)
class OfficeCount:
    """An office and how many published datasets the viewer may know of it."""

    organization: Organization
    dataset_count: int


def offices_of(viewer: Viewer) -> list[OfficeCount]:
    """Every active office by name; also those that have published nothing yet."""
    counts = _counts(viewer)
    active = Organization.objects.filter(is_active=True)
    return [OfficeCount(office, counts.get(office.slug, 0)) for office in active]


def office_of(viewer: Viewer, slug: str) -> OfficeCount:
    """One office by slug or id, closed ones included (they point to their successor). Raises Hidden."""
    found = Organization.objects.select_related("successor").filter(named(slug)).first()
    if found is None:
        raise Hidden(gettext("OPD ini tidak ditemukan."))
    return OfficeCount(found, datasets_of(viewer, found).count())


def office_by_id(office_id: uuid.UUID) -> Organization:
    """One office by its key. Raises Hidden."""
    found = Organization.objects.filter(pk=office_id).first()
    if found is None:
        raise Hidden(gettext("OPD ini tidak ditemukan."))
    return found


def datasets_of(viewer: Viewer, office: Organization) -> QuerySet[Dataset]:
    """The office's published datasets, by title."""
    return published_datasets(viewer).filter(organization=office).order_by("title")


def _counts(viewer: Viewer) -> dict[str, int]:
    counted = published_datasets(viewer).order_by().values_list("organization__slug")
    return dict(counted.annotate(datasets=Count("pk")))
