"""An office registers a dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.register_dataset import register_dataset
from datasets.models import Dataset, Event, User
from datasets.rules.access import is_draft
from datasets.rules.errors import Denied, Invalid
from datasets.vocab import Access, Accumulation, Frequency, Role, Topic
from tests import factories

SHORT = ("Sampah Plastik Terangkut", "Sampah plastik di TPA.", "persampahan", "monthly")


def test_the_short_form_makes_a_draft(sari: User, lines: Callable[[Any], list[Event]]) -> None:
    dataset = register_dataset(sari, factories.office(), *SHORT)
    dataset.refresh_from_db()
    assert (dataset.slug, dataset.title) == ("sampah-plastik-terangkut", "Sampah Plastik Terangkut")
    assert (dataset.organization, dataset.created_by) == (sari.organization, sari)
    assert (dataset.access, dataset.accumulation) == (Access.OPEN, Accumulation.WHOLE)
    assert is_draft(dataset)
    assert dataset.metadata_updated_at is not None
    (line,) = lines(dataset)
    assert (line.verb, line.to_state, line.detail) == (
        "register_dataset",
        "draft",
        {"slug": "sampah-plastik-terangkut"},
    )


def test_more_may_be_said_at_once(wati: User) -> None:
    details = {"concept": "Sampah", "tags": ["TPA"], "priority_years": [2026]}
    dataset = register_dataset(wati, factories.office(), *SHORT, Accumulation.PERIOD, details)
    assert (dataset.concept, dataset.tags, dataset.priority_years) == ("Sampah", ["TPA"], [2026])
    assert dataset.accumulation == Accumulation.PERIOD


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Baru", "baru-2"),
        ("???", "dataset"),
        ("Ängel & Sampah/Kota", "angel-sampahkota"),
        ("a" * 200, "a" * 90),
    ],
)
def test_the_address_comes_from_the_title(sari: User, title: str, slug: str) -> None:
    assert register_dataset(sari, factories.office(), title, *SHORT[1:]).slug == slug


def test_two_offices_may_use_one_title_and_get_two_addresses(sari: User, budi: User) -> None:
    register_dataset(sari, factories.office(), *SHORT)
    other = register_dataset(budi, factories.office("dinas-kesehatan"), *SHORT)
    assert other.slug == "sampah-plastik-terangkut-2"


def test_one_office_may_not(sari: User) -> None:
    register_dataset(sari, factories.office(), *SHORT)
    with pytest.raises(Invalid) as refusal:
        register_dataset(sari, factories.office(), SHORT[0].upper(), *SHORT[1:])
    assert refusal.value.faults[0].code == "duplicate"
    assert Dataset.objects.count() == 1


def test_every_empty_field_is_named(sari: User) -> None:
    with pytest.raises(Invalid) as refusal:
        register_dataset(sari, factories.office(), " ", "", "cuaca", "", "sebagian")
    named = {fault.field for fault in refusal.value.faults}
    assert named == {"title", "description", "topic", "frequency", "accumulation"}
    assert not Dataset.objects.exists()


@pytest.mark.parametrize(
    "details",
    [{"organization": "lain"}, {"live_version": 1}, {"access": "closed"}, {"release_day": 32}, {"slug": "x"}],
)
def test_what_may_not_be_said_is_refused(sari: User, details: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        register_dataset(sari, factories.office(), *SHORT, details=details)


def test_only_the_own_office_and_walidata_register(budi: User, sari: User) -> None:
    joko = factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup")
    for person in (budi, joko, factories.person("admin", Role.ADMIN)):
        with pytest.raises(Denied):
            register_dataset(person, factories.office(), *SHORT)
    with pytest.raises(Denied):
        register_dataset(sari, factories.office(), *SHORT, details={"priority_years": [2026]})


def test_the_topic_decides_whether_few_people_are_told_unless_the_office_does(sari: User) -> None:
    def sensitive(topic: Topic, **details: bool) -> bool:
        given = (f"Data {topic} {details}", "Isi.", topic, Frequency.ANNUAL)
        return register_dataset(sari, factories.office(), *given, details=details).is_sensitive

    assert sensitive(Topic.HEALTH)
    assert sensitive(Topic.SOCIAL)
    assert not sensitive(Topic.WASTE)
    assert not sensitive(Topic.HEALTH, is_sensitive=False)
    assert sensitive(Topic.WASTE, is_sensitive=True)
