"""Ids of topics: pinned, because other systems keep them."""

from __future__ import annotations

from api.ckan.places import topic_id
from datasets.vocab import Topic


def test_ids_of_topics_never_change() -> None:
    assert topic_id(Topic.WASTE) == "0e927cf4-79d9-55a5-976e-a567453512f5"
    assert len({topic_id(topic) for topic in Topic}) == len(Topic)
