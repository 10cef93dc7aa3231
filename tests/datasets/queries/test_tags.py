"""Tags: named as other catalogues accept them, each name with what of ours it stands for."""

from __future__ import annotations

import re

import pytest

from datasets.queries.tags import tag_names, tags_by_name
from datasets.vocab import Access
from tests import factories


@pytest.mark.django_db
def test_a_name_stands_for_every_way_a_tag_is_written() -> None:
    factories.published(factories.dataset("a", tags=["air/udara", "sampah", "!"]))
    factories.published(factories.dataset("b", tags=["air udara"]))
    factories.published(factories.dataset("c", tags=["rahasia"], access=Access.CLOSED))
    assert tags_by_name(None) == {"air udara": ["air udara", "air/udara"], "sampah": ["sampah"]}


def test_tags_are_named_as_ckan_accepts() -> None:
    tags = [
        "sampah",
        "air/udara",
        "a",
        "!!",
        "  dua   kata ",
        "sampah",
        "x" * 200,
        "kata_1.2-3",
        "harga (Rp)",
    ]
    named = tag_names(tags)
    assert named == ["sampah", "air udara", "dua kata", "x" * 100, "kata_1.2-3", "harga Rp"]
    assert all(re.fullmatch(r"[\w \-.]{2,100}", name) for name in named)
