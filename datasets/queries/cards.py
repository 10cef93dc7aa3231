"""Datasets as systems read them: the shapes that CONTRACT names, without anything internal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from datasets.models import Dataset, Distribution, Organization, Version
from datasets.queries.catalog import ColumnShown, Detail
from datasets.vocab import VersionState

#: Descriptive fields of a dataset that `metadata` shows as they are.
_METADATA = (
    "concept",
    "definition",
    "classification",
    "measure",
    "unit",
    "method",
    "caveats",
    "coverage",
    "title_en",
    "description_en",
    "accumulation",
    "access_basis",
    "priority_years",
    "is_sample",
)


def api_url(*steps: object) -> str:
    """An absolute address of API v1."""
    return "/".join([f"{settings.PUBLIC_URL}/api/v1", *(str(step) for step in steps)])


def page_url(*steps: object) -> str:
    """An absolute address of a page."""
    return "/".join([settings.PUBLIC_URL, *(str(step) for step in steps)])


def moment(value: datetime | None) -> str | None:
    """ISO 8601 to the second, with the city's offset."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else None


def card_of(dataset: Dataset) -> dict[str, Any]:
    """A dataset in a list; `organization` and `live_version` should be loaded."""
    version = dataset.live_version
    return {
        "id": str(dataset.pk),
        "slug": dataset.slug,
        "title": dataset.title,
        "description": dataset.description,
        "organization": office_of(dataset.organization),
        "topic": dataset.topic,
        "tags": dataset.tags,
        "license": dataset.license,
        "frequency": dataset.frequency,
        "access": dataset.access,
        "data_updated_at": moment(dataset.data_updated_at),
        "metadata_updated_at": moment(dataset.metadata_updated_at),
        "next_release": dataset.next_release.isoformat() if dataset.next_release else None,
        "row_count": version.row_count if version else None,
        "version": version.number if version else None,
        "quality": (version.quality or None) if version else None,
        "links": _links(dataset),
    }


def office_of(organization: Organization) -> dict[str, str]:
    """An office where something else is spoken of."""
    return {"slug": organization.slug, "name": organization.name}


def detail_of(detail: Detail) -> dict[str, Any]:
    """A dataset by itself: its card, columns, metadata and files."""
    dataset = detail.dataset
    metadata: dict[str, Any] = {name: getattr(dataset, name) for name in _METADATA}
    metadata["contact"] = {"name": dataset.organization.name, "email": dataset.organization.email or None}
    return card_of(dataset) | {
        "columns": [column_of(column) for column in detail.columns],
        "metadata": metadata,
        "distributions": [file_of(dataset, detail.version, file) for file in detail.distributions],
        "is_rows_allowed": detail.is_rows_allowed,
    }


def column_of(column: ColumnShown) -> dict[str, Any]:
    """One column of a dataset."""
    return {
        "id": column.id,
        "label": column.label,
        "type": column.type,
        "role": column.role,
        "unit": column.unit or None,
        "definition": column.definition or None,
        "code_list": column.code_list.slug if column.code_list else None,
        "is_key": column.is_key,
        "is_required": column.is_required,
    }


def file_of(dataset: Dataset, version: Version | None, file: Distribution) -> dict[str, Any]:
    """A prepared download: its own address, and the one that always leads to the live version's."""
    return {
        "format": file.format,
        "media_type": file.media_type,
        "url": file_url(dataset, version, file),
        "latest_url": latest_url(dataset, file),
        "filename": file.filename,
        "bytes": file.bytes,
        "sha256": file.sha256,
    }


def file_url(dataset: Dataset, version: Version | None, file: Distribution) -> str:
    """The address of this file for ever: what it answers never changes."""
    number = version.number if version else 0
    return api_url("datasets", dataset.slug, "versions", number, "files", file.format)


def latest_url(dataset: Dataset, file: Distribution) -> str:
    """The address of whatever the live version offers in this file's format."""
    return api_url("datasets", dataset.slug, "files", file.format)


def version_card(dataset: Dataset, version: Version, *, is_rows_allowed: bool) -> dict[str, Any]:
    """A version in the history; its `distributions` should be loaded. A withdrawn one shows no files."""
    is_withdrawn = version.state == VersionState.WITHDRAWN
    files = list(version.distributions.all()) if is_rows_allowed and not is_withdrawn else []
    return {
        "number": version.number,
        "state": version.state,
        "published_at": moment(version.published_at),
        "row_count": version.row_count,
        "note": version.note or None,
        "quality": version.quality or None,
        "withdrawn_at": moment(version.withdrawn_at),
        "withdrawn_reason": version.withdrawn_reason or None,
        "distributions": [file_of(dataset, version, file) for file in files],
        "links": {
            "self": api_url("datasets", dataset.slug, "versions", version.number),
            "rows": api_url("datasets", dataset.slug, f"rows?version={version.number}"),
        },
    }


def _links(dataset: Dataset) -> dict[str, str]:
    return {
        "self": api_url("datasets", dataset.slug),
        "rows": api_url("datasets", dataset.slug, "rows"),
        "versions": api_url("datasets", dataset.slug, "versions"),
        "page": page_url("dataset", dataset.slug),
    }
