"""Actions about tags."""

from __future__ import annotations

from typing import Any

from api.ckan.arguments import Arguments
from api.ckan.errors import NotFound
from api.ckan.objects import package_dict, tag_dict
from datasets.queries.packages import listed, packages_in
from datasets.queries.tags import tags_by_name

MOST_PACKAGES = 1_000


def tag_list(arguments: Arguments) -> list[Any]:
    """Names of tags in use that hold `query`, ascending; whole with `all_fields`."""
    piece = arguments.text("query").casefold()
    names = [name for name in tags_by_name(None) if piece in name.casefold()]
    return [tag_dict(name) for name in names] if arguments.truth("all_fields") else names


def tag_show(arguments: Arguments) -> dict[str, Any]:
    """One tag by `id` (id or name), with its datasets where `include_datasets` asks for them."""
    key = arguments.required("id")
    for name, written in tags_by_name(None).items():
        shown = tag_dict(name)
        if key in (name, shown["id"]):
            if arguments.truth("include_datasets"):
                found = listed(None).filter(tags__overlap=written).order_by("-modified", "pk")
                shown["packages"] = [package_dict(package) for package in packages_in(found[:MOST_PACKAGES])]
            return shown
    raise NotFound("Not found: tag")
