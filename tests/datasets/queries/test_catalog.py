"""Finding datasets: words, facets, order, pages by offset and by cursor; only what one may know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from datasets.models import Dataset, User
from datasets.queries.catalog import Filter, Found, find_datasets
from datasets.queries.errors import BadParameter
from datasets.vocab import Access, Frequency, Topic
from tests import factories

NOBODY = AnonymousUser()
pytestmark = pytest.mark.django_db


def live(slug: str, days_ago: int = 0, **changes: object) -> Dataset:
    """A published dataset whose data are `days_ago` days old."""
    made = factories.dataset(slug, **changes)
    factories.published(made)
    made.data_updated_at = timezone.now() - timedelta(days=days_ago)
    made.save()
    return made


def slugs(**asked: object) -> list[str]:
    return [d.slug for d in find_datasets(NOBODY, Filter(**asked), limit=20).datasets]  # type: ignore[arg-type]


def test_it_lists_published_datasets_newest_first() -> None:
    live("lama", 9)
    live("baru", 1)
    factories.dataset("draf")
    assert slugs() == ["baru", "lama"]


def test_it_knows_titles_beginnings_stems_tags_offices_and_columns() -> None:
    live("sampah-terangkut", tags=["kebersihan"])
    live(
        "harga-pangan",
        organization=factories.office("dinas-perdagangan"),
        title="Harga pangan",
        description="Harga di pasar.",
        concept="",
        definition="",
    )
    assert slugs(q="sampah") == ["sampah-terangkut"]
    assert slugs(q="angkut") == ["sampah-terangkut", "harga-pangan"]  # title, then a column
    assert slugs(q="pengangkutan")[0] == "sampah-terangkut"
    assert slugs(q="kebersih") == ["sampah-terangkut"]
    assert slugs(q="perdagangan") == ["harga-pangan"]
    assert set(slugs(q="kecamatan")) == {"sampah-terangkut", "harga-pangan"}
    assert slugs(q="tidak ada begini") == []


@pytest.mark.parametrize(
    "q", ["%", "_", "'", "\\", '"', "-", "a & b | !", ":*", "\x00", "<->", "a" * 5000, "(((", "x:y"]
)
def test_no_words_break_the_search(q: str) -> None:
    live("sampah-terangkut")
    find_datasets(NOBODY, Filter(q=q), limit=20)


def test_the_title_counts_before_the_description() -> None:
    live("a", 1, title="Pasar", description="Lain.")
    live("b", 0, title="Lain", description="Pasar.")
    assert slugs(q="pasar") == ["a", "b"]


def test_each_facet_narrows_and_several_values_mean_any() -> None:
    live("a", 1, topic=Topic.WASTE, frequency=Frequency.MONTHLY, tags=["x"])
    live("b", 2, topic=Topic.HEALTH, frequency=Frequency.ANNUAL)
    live("c", 3, topic=Topic.FARMING)
    assert slugs(topic="kesehatan") == ["b"]
    assert slugs(topic=("kesehatan", "persampahan")) == ["a", "b"]
    assert slugs(frequency="annual") == ["b"]
    assert slugs(tag="x") == ["a"]
    assert slugs(organization="dinas-kesehatan") == []
    assert slugs(format="csv") == []


def test_facets_are_counted_over_what_the_others_leave() -> None:
    live("a", topic=Topic.WASTE, frequency=Frequency.MONTHLY)
    live("b", topic=Topic.HEALTH, frequency=Frequency.ANNUAL)
    live("c", topic=Topic.HEALTH, frequency=Frequency.MONTHLY)
    facets = find_datasets(NOBODY, Filter(topic="kesehatan"), limit=20, with_facets=True).facets
    assert [(f.value, f.count, f.is_chosen) for f in facets["topic"]] == [
        ("kesehatan", 2, True),
        ("persampahan", 1, False),
    ]
    assert {(f.value, f.label, f.count) for f in facets["frequency"]} == {
        ("annual", "Tahunan", 1),
        ("monthly", "Bulanan", 1),
    }


def test_a_chosen_value_that_leaves_nothing_is_still_listed() -> None:
    live("a", topic=Topic.WASTE)
    facets = find_datasets(NOBODY, Filter(topic="kesehatan"), limit=20, with_facets=True).facets
    assert ("kesehatan", 0, True) in [(f.value, f.count, f.is_chosen) for f in facets["topic"]]


def test_counts_and_facets_hold_visible_datasets_only(wati: User) -> None:
    live("terbuka")
    live("tertutup", access=Access.CLOSED, topic=Topic.HEALTH)
    for viewer, total, topics in (
        (NOBODY, 1, 1),
        (factories.budi(), 1, 1),
        (factories.sari(), 2, 2),
        (wati, 2, 2),
    ):
        found = find_datasets(viewer, Filter(), limit=20, with_facets=True)
        assert (found.total, len(found.facets["topic"])) == (total, topics)


@pytest.mark.parametrize("asked", [{}, {"sort": "title"}, {"q": "sampah"}])
def test_pages_by_cursor_show_each_dataset_once_forwards_and_back(asked: dict[str, str]) -> None:
    for n in range(7):
        live(f"sampah-{n}", n % 3)
    chosen = Filter(**asked)  # type: ignore[arg-type]
    whole = [d.slug for d in find_datasets(NOBODY, chosen, limit=20).datasets]
    pages: list[Found] = []
    cursor: str | None = ""
    while cursor is not None:
        found = find_datasets(NOBODY, chosen, limit=3, cursor=cursor)
        pages.append(found)
        cursor = found.next
    assert [d.slug for page in pages for d in page.datasets] == whole
    assert [page.previous is None for page in pages] == [True, False, False]
    back = find_datasets(NOBODY, chosen, limit=3, cursor=pages[2].previous or "")
    assert [d.slug for d in back.datasets] == whole[3:6]
    first = find_datasets(NOBODY, chosen, limit=3, cursor=back.previous or "")
    assert ([d.slug for d in first.datasets], first.previous) == (whole[:3], None)


def test_pages_by_offset_tell_where_the_next_begins() -> None:
    for n in range(3):
        live(f"d{n}", n)
    found = find_datasets(NOBODY, Filter(), limit=2)
    assert (found.total, found.next_offset) == (3, 2)
    assert find_datasets(NOBODY, Filter(), limit=2, offset=2).next_offset is None


@pytest.mark.parametrize("cursor", ["x", "a:b", "eyJ9:xxx", "\x00"])
def test_a_cursor_that_is_not_ours_is_refused(cursor: str) -> None:
    with pytest.raises(BadParameter):
        find_datasets(NOBODY, Filter(), limit=2, cursor=cursor)


def test_a_cursor_of_another_question_is_refused() -> None:
    for n in range(3):
        live(f"d{n}", n)
    cursor = find_datasets(NOBODY, Filter(), limit=1).next or ""
    with pytest.raises(BadParameter):
        find_datasets(NOBODY, Filter(topic="kesehatan"), limit=1, cursor=cursor)


def test_a_list_costs_the_same_queries_however_long(django_assert_num_queries: object) -> None:
    for n in range(5):
        live(f"d{n}")
    with django_assert_num_queries(3):  # type: ignore[operator]
        for d in find_datasets(NOBODY, Filter(q="sampah"), limit=20).datasets:
            assert d.live_version is not None
            assert list(d.live_version.distributions.all()) == []
            assert d.organization.name
