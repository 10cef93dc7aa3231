"""Actions about the portal itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from api.ckan.arguments import Arguments
from api.ckan.objects import license_of
from datasets.vocab import License

#: Clients switch their behaviour on it (ckanr): the version whose answers these are (INTEROP §2).
CKAN_VERSION = "2.12.0"


def status_show(arguments: Arguments) -> dict[str, Any]:
    """The portal: its title, address and the CKAN version whose answers it gives."""
    city = settings.CITY
    return {
        "site_title": city.catalogue_title,
        "site_description": city.catalogue_description,
        "site_url": settings.PUBLIC_URL,
        "ckan_version": CKAN_VERSION,
        "extensions": ["datastore"],
        "locale_default": settings.LANGUAGE_CODE,
        "error_emails_to": None,
    }


def site_read(arguments: Arguments) -> bool:
    """Whether the portal may be read: always."""
    return True


def license_list(arguments: Arguments) -> list[dict[str, Any]]:
    """Every licence that a dataset may carry."""
    return [license_of(license_) for license_ in License]
