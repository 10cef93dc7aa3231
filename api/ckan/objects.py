"""Datasets, files, licences and tags as CKAN shows them: every key that clients read, on every object."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings

from api.ckan.dates import naive
from api.ckan.places import office_dict, topic_brief
from datasets.export.csv import formula_safe
from datasets.identifiers import FREQUENCIES, LANGUAGES, LICENSES, THEMES, area_iri, dataset_iri, resource_id
from datasets.models import Dataset, Distribution
from datasets.queries.cards import page_url
from datasets.queries.packages import Package
from datasets.queries.table_schema import TYPES
from datasets.queries.tags import tag_names
from datasets.vocab import ColumnType, Format, Frequency, License, Topic
from datasets.wording.labels import label

_TAG_SPACE = uuid.UUID("0b0a3b0c-6f0e-5d43-9c5e-8a4f1c2d7e61")
_OPEN = frozenset({License.CC_BY_4, License.CC0})


def package_dict(package: Package) -> dict[str, Any]:
    """A dataset with its files (INTEROP §3)."""
    dataset, office = package.dataset, package.dataset.organization
    tags = [tag_dict(name) for name in tag_names(dataset.tags)]
    return {
        "id": str(dataset.pk),
        "name": dataset.slug,
        "title": dataset.title,
        "notes": dataset.description,
        "metadata_created": naive(dataset.created_at),
        "metadata_modified": naive(package.modified),
        "state": "active",
        "private": False,
        "type": "dataset",
        "owner_org": str(office.pk),
        "organization": office_dict(office),
        **_license(License(dataset.license)),
        "author": office.name,
        "author_email": office.email or None,
        "maintainer": dataset.contact_name or office.name,
        "maintainer_email": dataset.contact_email or office.email or None,
        "url": page_url("dataset", dataset.slug),
        "version": str(package.version.number),
        "creator_user_id": None,
        "num_resources": len(package.files),
        "num_tags": len(tags),
        "tags": tags,
        "groups": [topic_brief(Topic(dataset.topic))],
        "extras": [{"key": key, "value": value} for key, value in _extras(package).items()],
        "resources": [_resource(package, file, place) for place, file in enumerate(package.files)],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def resource_id_of(dataset: Dataset, file: Distribution) -> str:
    """A file's id: of its dataset and format, so that it outlives versions."""
    return str(resource_id(dataset.pk, Format(file.format)))


def license_of(license_: License) -> dict[str, Any]:
    """A licence as `license_list` shows it."""
    is_open = license_ in _OPEN
    return {
        "id": license_.value,
        "title": label(License, license_),
        "url": LICENSES.get(license_, ""),
        "status": "active",
        "family": "",
        "maintainer": "",
        "od_conformance": "approved" if is_open else "not reviewed",
        "osd_conformance": "not reviewed",
        "domain_content": is_open,
        "domain_data": is_open,
        "domain_software": False,
        "is_generic": False,
        "is_okd_compliant": is_open,
        "is_osi_compliant": False,
    }


def tag_dict(name: str) -> dict[str, Any]:
    """A tag beside a dataset."""
    return {
        "id": str(uuid.uuid5(_TAG_SPACE, name)),
        "name": name,
        "display_name": name,
        "state": "active",
        "vocabulary_id": None,
    }


def _license(license_: License) -> dict[str, Any]:
    return {
        "license_id": license_.value,
        "license_title": label(License, license_),
        "license_url": LICENSES.get(license_),
        "isopen": license_ in _OPEN,
    }


def _extras(package: Package) -> dict[str, str]:
    dataset = package.dataset
    extras = {
        "frequency": FREQUENCIES[Frequency(dataset.frequency)],
        "theme": THEMES[Topic(dataset.topic)],
        "language": LANGUAGES[settings.CITY.languages[0]],
        "identifier": str(dataset.pk),
        "uri": dataset_iri(dataset.pk),
        "spatial_uri": area_iri(settings.CITY.region_code),
        "publisher_name": dataset.organization.name,
        "access": dataset.access,
        "coverage": dataset.coverage,
        "unit": dataset.unit,
    }
    if package.extent:
        extras["temporal_start"] = package.extent.first.isoformat()
        extras["temporal_end"] = package.extent.last.isoformat()
    if dataset.is_sample:
        extras["sample"] = "true"
    return {key: value for key, value in extras.items() if value}


def _resource(package: Package, file: Distribution, place: int) -> dict[str, Any]:
    dataset, version, form = package.dataset, package.version, Format(file.format)
    key = resource_id_of(dataset, file)
    name = f"{dataset.slug}.{form.value}"
    is_table = form is Format.CSV
    shown: dict[str, Any] = {
        "id": key,
        "package_id": str(dataset.pk),
        "position": place,
        "name": name,
        "description": f"{dataset.title} ({label(Format, form)})",
        "format": form.value.upper(),
        "mimetype": file.media_type,
        "mimetype_inner": None,
        "size": file.bytes,
        "hash": f"sha256:{file.sha256}",  # frictionless takes a bare digest for MD5
        "created": naive(dataset.created_at),
        "last_modified": naive(version.published_at or file.created_at),
        "metadata_modified": naive(package.modified),
        "url": page_url("dataset", dataset.pk, "resource", key, "download", name),
        "url_type": "upload",
        "resource_type": "file",
        "state": "active",
        "datastore_active": is_table,
        "cache_url": None,
        "cache_last_updated": None,
    }
    if form in (Format.CSV, Format.JSON):
        shown["schema"] = _schema(package, is_table=is_table)
    return shown


def _schema(package: Package, *, is_table: bool) -> dict[str, Any]:
    """A Table Schema of the file as it is written: without one, frictionless reads `00817` as 817."""
    columns = package.version.columns
    headers = [formula_safe(column["label"]) for column in columns]
    is_told = is_table and len(set(headers)) == len(headers)
    fields = [
        _field(package, column, header if is_told else column["id"])
        for column, header in zip(columns, headers, strict=True)
    ]
    return {"fields": fields, "missingValues": [""]}


def _field(package: Package, column: dict[str, Any], name: str) -> dict[str, Any]:
    kind = ColumnType(column["type"])
    field: dict[str, Any] = {"name": name, "type": TYPES[kind], "title": column["label"]}
    if kind is ColumnType.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if definition := package.definitions.get(column["id"]):
        field["description"] = definition
    return field
