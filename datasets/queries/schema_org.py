"""Datasets as schema.org tells them (`Dataset`, `DataCatalog`), for search engines: INTEROP §7."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from datasets.city.profile import City
from datasets.export.described import Agent, CatalogShown, Described, File, Place, Texts
from datasets.identifiers import ACCESS_RIGHTS, catalog_iri
from datasets.queries.catalog import ColumnShown
from datasets.vocab import Access

CONTEXT = "https://schema.org/"
#: Google refuses descriptions outside these lengths.
_SHORTEST, _LONGEST = 50, 5000
_FREE = ACCESS_RIGHTS[Access.OPEN]


def dataset_schema(told: Described, columns: Sequence[ColumnShown]) -> dict[str, Any]:
    """The dataset, in the language of the page. Keys without a value are left out."""
    shown = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": told.iri,
        "name": in_language(told.title),
        "description": description_of(told),
        "url": told.page,
        "identifier": told.identifier,
        "version": told.version,
        "inLanguage": "id",
        "keywords": list(told.keywords),
        "license": next((file.license for file in told.files), ""),
        "isAccessibleForFree": told.access_rights == _FREE,
        "creator": _agent(told.publisher),
        "publisher": _agent(told.publisher),
        "datePublished": told.issued.isoformat() if told.issued else "",
        "dateModified": told.modified.isoformat() if told.modified else "",
        "temporalCoverage": f"{told.first_day}/{told.last_day}" if told.first_day else "",
        "spatialCoverage": _place(told.place),
        "measurementTechnique": told.provenance,
        "variableMeasured": [_variable(column) for column in columns],
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": catalog_iri(), "name": _catalogue_name()},
        "distribution": [_download(file) for file in told.files],
    }
    return _without_gaps(shown)


def catalog_schema(catalog: CatalogShown) -> dict[str, Any]:
    """The catalogue, for the home page."""
    city: City = settings.CITY
    return _without_gaps(
        {
            "@context": CONTEXT,
            "@type": "DataCatalog",
            "@id": catalog.iri,
            "name": in_language(catalog.title),
            "description": in_language(catalog.description),
            "url": catalog.homepage,
            "license": catalog.license,
            "inLanguage": list(city.languages),
            "publisher": _agent(catalog.publisher),
            "spatialCoverage": _place(catalog.place),
            "dateModified": catalog.modified.isoformat() if catalog.modified else "",
        }
    )


def in_language(texts: Texts) -> str:
    """The text in the language in force, else the first there is."""
    return dict(texts).get((get_language() or "id")[:2]) or next((text for _lang, text in texts), "")


def description_of(told: Described) -> str:
    """The description within the lengths that search engines take: a short one says whose data it is."""
    text = in_language(told.description)
    if len(text) < _SHORTEST:
        office = told.publisher.name if told.publisher else settings.CITY.government
        source = gettext("Dataset “%(title)s” dari %(office)s di %(catalogue)s.") % {
            "title": in_language(told.title),
            "office": office,
            "catalogue": _catalogue_name(),
        }
        text = f"{text} {source}".strip()
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _catalogue_name() -> str:
    city: City = settings.CITY
    return city.catalogue_title_en if (get_language() or "").startswith("en") else city.catalogue_title


def _agent(agent: Agent | None) -> dict[str, str]:
    if agent is None:
        return {}
    shown = {"@type": "GovernmentOrganization", "@id": agent.iri, "name": agent.name}
    return shown | {"url": agent.homepage or agent.iri} | ({"email": agent.email} if agent.email else {})


def _place(place: Place | None) -> dict[str, str]:
    if place is None:
        return {}
    return {"@type": "Place", "@id": place.iri, "name": place.name, "identifier": place.code}


def _variable(column: ColumnShown) -> dict[str, str]:
    shown = {"@type": "PropertyValue", "name": column.label, "alternateName": column.id}
    more = {"description": column.definition, "unitText": column.unit}
    return shown | {key: value for key, value in more.items() if value}


def _download(file: File) -> dict[str, Any]:
    return _without_gaps(
        {
            "@type": "DataDownload",
            "@id": file.iri,
            "name": file.title,
            "encodingFormat": file.media_type,
            "contentUrl": file.download_url,
            "contentSize": f"{file.bytes} B" if file.bytes is not None else "",
            "sha256": file.sha256,
        }
    )


def _without_gaps(shown: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if value not in ("", None, [], {})}
