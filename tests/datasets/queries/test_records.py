"""Records: when each public dataset last changed, the withdrawn among them, in an order to walk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from datasets.models import Dataset
from datasets.queries.records import Chosen, first_change, known_sets, latest, record_of, records
from datasets.rules.errors import Hidden
from datasets.vocab import Access, Topic
from tests import factories

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, tzinfo=UTC)


def changed(slug: str, days: int, **changes: object) -> Dataset:
    made = factories.published(factories.dataset(slug)).dataset
    at = START + timedelta(days=days)
    Dataset.objects.filter(pk=made.pk).update(metadata_updated_at=at, data_updated_at=START, **changes)
    return made


def slugs(chosen: Chosen) -> list[str]:
    return [record.dataset.slug for record in records(chosen, 10).records]


def test_they_come_in_the_order_of_their_last_change() -> None:
    changed("kedua", 2)
    changed("pertama", 1)
    changed("ditarik", 1, withdrawn_at=START + timedelta(days=3), withdrawn_reason="Salah")
    page = records(Chosen(), 10)
    assert [(r.dataset.slug, (r.at - START).days, r.is_deleted) for r in page.records] == [
        ("pertama", 1, False), ("kedua", 2, False), ("ditarik", 3, True),
    ]  # fmt: skip
    assert (page.total, page.after) == (3, None)
    assert [record.dataset.slug for record in latest(Chosen(), 2)] == ["ditarik", "kedua"]
    assert first_change() == START + timedelta(days=1)


def test_data_that_change_count_as_much_as_words() -> None:
    made = changed("data", 1)
    Dataset.objects.filter(pk=made.pk).update(data_updated_at=START + timedelta(days=5))
    assert record_of("data").at == START + timedelta(days=5)


def test_a_walk_meets_each_once_also_where_moments_are_equal() -> None:
    for number in range(5):
        changed(f"data-{number}", 0)
    met, after = [], None
    while True:
        page = records(Chosen(), 2, after)
        met += [record.dataset.slug for record in page.records]
        after = page.after
        if after is None:
            break
    assert (len(met), len(set(met))) == (5, 5)


def test_days_offices_and_topics_narrow_it() -> None:
    changed("lama", 1)
    changed("baru", 5, topic=Topic.HEALTH)
    assert slugs(Chosen(since=START + timedelta(days=5))) == ["baru"]
    assert slugs(Chosen(before=START + timedelta(days=5))) == ["lama"]
    assert slugs(Chosen(topic=Topic.HEALTH)) == ["baru"]
    assert slugs(Chosen(office="dinas-lingkungan-hidup", topic=Topic.WASTE)) == ["lama"]
    assert slugs(Chosen(office="dinas-kesehatan")) == []
    offices, topics = known_sets()
    assert ([office.slug for office in offices], topics) == (
        ["dinas-lingkungan-hidup"],
        [Topic.WASTE, Topic.HEALTH],
    )


def test_what_the_public_may_not_know_is_no_record() -> None:
    factories.dataset("draf")
    changed("tertutup", 1, access=Access.CLOSED)
    changed("tertutup-ditarik", 1, access=Access.CLOSED, withdrawn_at=START, withdrawn_reason="x")
    assert slugs(Chosen()) == []
    assert known_sets() == ([], [])
    assert first_change().year == 2020
    for ref in ("draf", "tertutup", "tertutup-ditarik", "tidak-ada"):
        with pytest.raises(Hidden):
            record_of(ref)
