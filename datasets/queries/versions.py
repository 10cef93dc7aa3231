"""Versions of a dataset: the one asked for, and the history."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext

from datasets.export.sql import PartTable
from datasets.models import Dataset, Distribution, Part, Version, VersionPart
from datasets.rules.access import Viewer, check_rows
from datasets.rules.errors import Gone, Hidden
from datasets.vocab import ColumnType, Format, VersionState

#: A number that PostgreSQL's column can hold.
_MOST = 2**31 - 1


def version_of(viewer: Viewer, dataset: Dataset, number: int | None = None) -> Version:
    """The live version, or the one with this number; `dataset` comes from `find_dataset(viewer, …)`.

    Raises Hidden where there is none (yet), Gone where that version was withdrawn.
    """
    live = dataset.live_version
    if number is None or (live is not None and live.number == number):
        found = live
    else:
        found = history(dataset).filter(number=min(number, _MOST)).first()
    if found is None:
        raise Hidden(gettext("Versi ini tidak ada."))
    if found.state == VersionState.WITHDRAWN and found.withdrawn_at is not None:
        raise Gone(found.withdrawn_reason, found.withdrawn_at, dataset.title)
    return found


def history(dataset: Dataset) -> QuerySet[Version]:
    """Every version that was ever published, newest first, with its files."""
    files = Prefetch("distributions", Distribution.objects.order_by("format"))
    shown = dataset.versions.exclude(state=VersionState.BUILDING)
    return shown.select_related("dataset").prefetch_related(files).order_by("-number")


def parts_of(version: Version) -> list[tuple[PartTable, int]]:
    """The parts of a version in order, each with its number of rows. One query."""
    return [(table_at(place), place.part.row_count) for place in places_of(version)]


def places_of(version: Version) -> QuerySet[VersionPart]:
    """The places of a version's parts, in order."""
    return VersionPart.objects.filter(version=version).select_related("part").order_by("position")


def table_at(place: VersionPart) -> PartTable:
    """The part at a place, as a table to read."""
    kinds = {column["id"]: ColumnType(column["type"]) for column in place.part.columns}
    return PartTable(place.part.table_name, place.offset, kinds, _filled(place.part))


def _filled(part: Part) -> frozenset[str]:
    """Columns of a part that are never empty, by its statistics."""
    told = part.profile.items()
    return frozenset(name for name, column in told if column.get("non_null") == part.row_count)


def profiles_of(version: Version) -> list[dict[str, Any]]:
    """What is known of the columns of each part of a version, by their ids. One query."""
    return list(Part.objects.filter(versions=version).values_list("profile", flat=True))


def file_of(viewer: Viewer, dataset: Dataset, version: Version, format_: str) -> Distribution:
    """A prepared download. Raises Denied where the rows are shut, Hidden where there is none."""
    check_rows(viewer, dataset)
    found = prepared(version, Format(format_)) if format_ in set(Format) else None
    if found is None:
        raise Hidden(gettext("Berkas dalam format ini tidak ada."))
    return found


def prepared(version: Version, form: Format) -> Distribution | None:
    """The download of this format that publication prepared, if it did. The caller has checked access."""
    return version.distributions.filter(format=form).first()
