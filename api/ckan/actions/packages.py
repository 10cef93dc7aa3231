"""Actions about datasets (CKAN: packages) and their files (resources)."""

from __future__ import annotations

from typing import Any

from api.ckan.arguments import Arguments
from api.ckan.errors import NotFound
from api.ckan.objects import package_dict, resource_id_of
from datasets.queries.packages import listed, package_names, package_of, packages_in
from datasets.queries.resources import resource_of

#: Packages with everything in one answer; more are asked for by `offset`.
MOST_PACKAGES = 1_000


def package_list(arguments: Arguments) -> list[str]:
    """Names of all public datasets, ascending (`limit`, `offset`)."""
    limit = arguments.whole("limit")
    return package_names(None, limit, arguments.whole("offset", 0) or 0)


def package_show(arguments: Arguments) -> dict[str, Any]:
    """One dataset with its files, by `id` (id or name)."""
    return package_dict(package_of(None, arguments.required("id")))


def current_package_list_with_resources(arguments: Arguments) -> list[dict[str, Any]]:
    """Datasets with their files, last changed first (`limit`, `offset`; at most 1,000 in one answer)."""
    limit = min(arguments.whole("limit", MOST_PACKAGES) or 0, MOST_PACKAGES)
    offset = arguments.whole("offset", 0) or 0
    found = listed(None).order_by("-modified", "pk")[offset : offset + limit]
    return [package_dict(package) for package in packages_in(found)]


def resource_show(arguments: Arguments) -> dict[str, Any]:
    """One file of a dataset, by `id`."""
    resource = resource_of(None, arguments.required("id"))
    package = package_dict(package_of(None, str(resource.dataset.pk)))
    wanted = resource_id_of(resource.dataset, resource.file)
    for shown in package["resources"]:
        if shown["id"] == wanted:
            found: dict[str, Any] = shown
            return found
    raise NotFound("Not found: resource")
