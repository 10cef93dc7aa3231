"""Actions about offices (organizations) and topics (groups), and the datasets in them."""

from __future__ import annotations

import re
from typing import Any

from api.ckan.arguments import Arguments, fault
from api.ckan.errors import NotFound
from api.ckan.objects import package_dict
from api.ckan.places import office_listed, topic_id, topic_listed
from datasets.queries.organizations import office_of, offices_of
from datasets.queries.packages import listed, packages_in
from datasets.queries.stats import topic_counts
from datasets.vocab import Topic

#: Packages within an office or a topic; all of them are found by `package_search`.
MOST_PACKAGES = 1_000
_ORDERS = {"name": "name", "title": "title", "package_count": "package_count", "packages": "package_count"}
_SORT = re.compile(r"\s*(?P<name>\w+)(?:\s+(?P<way>asc|desc))?\s*", re.IGNORECASE)


def organization_list(arguments: Arguments) -> list[Any]:
    """Offices: names, or whole with `all_fields` (`sort`, `limit`, `offset`)."""
    offices = [office_listed(found.organization, found.dataset_count) for found in offices_of(None)]
    return _listed(offices, arguments)


def group_list(arguments: Arguments) -> list[Any]:
    """Topics: names, or whole with `all_fields` (`sort`, `limit`, `offset`)."""
    counts = topic_counts(None)
    return _listed([topic_listed(topic, counts.get(topic, 0)) for topic in Topic], arguments)


def organization_show(arguments: Arguments) -> dict[str, Any]:
    """One office by `id` (id or name), with its datasets where `include_datasets` asks for them."""
    found = office_of(None, arguments.required("id"))
    shown = office_listed(found.organization, found.dataset_count)
    return _shown(shown, arguments, organization=found.organization)


def group_show(arguments: Arguments) -> dict[str, Any]:
    """One topic by `id` (id or name), with its datasets where `include_datasets` asks for them."""
    topic = _topic(arguments)
    return _shown(topic_listed(topic, topic_counts(None).get(topic, 0)), arguments, topic=topic)


def group_package_show(arguments: Arguments) -> list[dict[str, Any]]:
    """The datasets of a topic, last changed first (`limit`; at most 1,000)."""
    limit = arguments.whole("limit", MOST_PACKAGES) or 0
    return _packages(min(limit, MOST_PACKAGES), topic=_topic(arguments))


def _listed(found: list[dict[str, Any]], arguments: Arguments) -> list[Any]:
    ordered = _ordered(found, arguments.text("sort") or arguments.text("order_by") or "title asc")
    offset, limit = arguments.whole("offset", 0) or 0, arguments.whole("limit")
    page = ordered[offset : None if limit is None else offset + limit]
    return page if arguments.truth("all_fields") else [shown["name"] for shown in page]


def _ordered(found: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    asked = _SORT.fullmatch(sort)
    key = _ORDERS.get(asked["name"]) if asked else None
    if asked is None or key is None:
        raise fault("sort", "Cannot sort by this field")
    by_name = sorted(found, key=lambda shown: str(shown["name"]))
    is_down = (asked["way"] or "asc").lower() == "desc"
    return sorted(by_name, key=lambda shown: _folded(shown[key]), reverse=is_down)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _shown(shown: dict[str, Any], arguments: Arguments, **within: Any) -> dict[str, Any]:
    """CKAN lists people with digests of their addresses here; we list nobody."""
    shown |= {"extras": [], "groups": [], "tags": [], "users": []}
    if arguments.truth("include_datasets"):
        shown["packages"] = _packages(MOST_PACKAGES, **within)
    return shown


def _packages(limit: int, **within: Any) -> list[dict[str, Any]]:
    found = listed(None).filter(**within).order_by("-modified", "pk")[:limit]
    return [package_dict(package) for package in packages_in(found)]


def _topic(arguments: Arguments) -> Topic:
    name = arguments.required("id")
    for topic in Topic:
        if name in (topic.value, topic_id(topic)):
            return topic
    raise NotFound("Not found: group")
