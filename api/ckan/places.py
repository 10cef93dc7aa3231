"""Offices as CKAN's organizations and topics as its groups."""

from __future__ import annotations

import uuid
from typing import Any

from api.ckan.dates import naive
from datasets.models import Organization
from datasets.vocab import Topic
from datasets.wording.labels import label

#: Topics have no key of their own: their ids are digests of their codes, which never change.
_TOPIC_SPACE = uuid.UUID("6d1f9d5e-0d5b-5f58-8f0a-3c2f8d4a9b17")


def office_dict(office: Organization) -> dict[str, Any]:
    """An office where a dataset is spoken of: text everywhere, never null."""
    return {
        "id": str(office.pk),
        "name": office.slug,
        "title": office.name,
        "description": office.description,
        "created": naive(office.created_at),
        "is_organization": True,
        "type": "organization",
        "state": "active",
        "approval_status": "approved",
        "image_url": "",
    }


def topic_id(topic: Topic) -> str:
    """A topic's id."""
    return str(uuid.uuid5(_TOPIC_SPACE, topic.value))


def topic_brief(topic: Topic) -> dict[str, Any]:
    """A topic beside a dataset."""
    title = label(Topic, topic)
    return {
        "id": topic_id(topic),
        "name": topic.value,
        "title": title,
        "description": "",
        "display_name": title,
        "image_display_url": "",
    }


def office_listed(office: Organization, package_count: int) -> dict[str, Any]:
    """An office by itself."""
    return office_dict(office) | _counted(office.name, package_count)


def topic_listed(topic: Topic, package_count: int) -> dict[str, Any]:
    """A topic by itself."""
    title = label(Topic, topic)
    shown = {
        "id": topic_id(topic),
        "name": topic.value,
        "title": title,
        "description": "",
        "created": "",
        "is_organization": False,
        "type": "group",
        "state": "active",
        "approval_status": "approved",
        "image_url": "",
    }
    return shown | _counted(title, package_count)


def _counted(title: str, package_count: int) -> dict[str, Any]:
    return {
        "display_name": title,
        "image_display_url": "",
        "package_count": package_count,
        "num_followers": 0,
    }
