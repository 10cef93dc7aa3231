"""Words that match datasets, and how well."""

from __future__ import annotations

import pytest

from datasets.models import Dataset
from datasets.queries.matching import MOST_LETTERS, matching
from tests import factories

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [d.slug for d in matching(Dataset.objects.all(), words).order_by("slug")]


@pytest.fixture(autouse=True)
def two(db: None) -> None:
    office = factories.office()
    office.abbreviation = "DLH"
    office.save()
    factories.dataset("sampah-terangkut")
    factories.dataset(
        "harga-pangan",
        description="Harga.",
        concept="",
        definition="",
        organization=factories.office("dagang"),
    )


def test_nothing_typed_matches_everything() -> None:
    assert len(found(" \x00 ")) == 2


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("dlh", ["sampah-terangkut"]),
        ("SAMPAH", ["sampah-terangkut"]),
        ('"sampah terangkut"', ["sampah-terangkut"]),
        ("sampah OR harga", ["harga-pangan", "sampah-terangkut"]),
        ("harga -pangan", []),
        ("sampah harga", []),
        ("harg pang", ["harga-pangan"]),
        ("%", []),
    ],
)
def test_words_phrases_or_and_minus(words: str, slugs: list[str]) -> None:
    assert found(words) == slugs


def test_a_title_ranks_before_a_description() -> None:
    title, text = (
        factories.dataset(slug, title=t, description=d)
        for slug, t, d in (("t", "Ikan", "x"), ("d", "x", "ikan"))
    )
    ranks = {found.slug: getattr(found, "rank") for found in matching(Dataset.objects.all(), "ikan")}  # noqa: B009
    assert ranks[title.slug] > ranks[text.slug] > 0


def test_very_long_words_are_cut() -> None:
    assert found("sampah " * MOST_LETTERS) == ["sampah-terangkut"]
