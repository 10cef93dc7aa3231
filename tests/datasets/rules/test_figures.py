"""Who may know of an indicator, and see its figure."""

from __future__ import annotations

import pytest
from django.utils import timezone

from datasets.models import Dataset, Indicator, User
from datasets.rules.access import Viewer
from datasets.rules.figures import visible_indicators
from datasets.vocab import Access, Role
from tests import factories


def indicator(dataset: Dataset | None) -> None:
    Indicator.objects.create(
        code="I-1",
        name="Sampah",
        organization=factories.office(),
        level="iku",
        unit="ton",
        polarity="up",
        aggregation="sum",
        dataset=dataset,
    )


def seen(viewer: Viewer) -> list[bool]:
    return [vars(found)["is_readable"] for found in visible_indicators(viewer)]


def test_one_without_a_dataset_is_known_and_has_no_figure(db: None) -> None:
    indicator(None)
    assert seen(None) == [False]


@pytest.mark.parametrize(
    ("access", "public", "leader", "own", "walidata"),
    [
        (Access.OPEN, [True], [True], [True], [True]),
        (Access.RESTRICTED, [False], [True], [True], [True]),
        (Access.CLOSED, [], [], [True], [True]),
    ],
)
def test_the_dataset_behind_it_decides(
    sari: User,
    budi: User,
    wati: User,
    access: Access,
    public: list[bool],
    leader: list[bool],
    own: list[bool],
    walidata: list[bool],
) -> None:
    dataset = factories.dataset(access=access)
    factories.published(dataset)
    indicator(dataset)
    assert seen(None) == seen(budi) == public
    assert seen(factories.person("walikota", Role.PIMPINAN)) == leader
    assert (seen(sari), seen(wati)) == (own, walidata)


def test_withdrawn_data_gives_nobody_a_figure(wati: User) -> None:
    dataset = factories.dataset(withdrawn_at=timezone.now(), withdrawn_reason="Salah.")
    indicator(dataset)
    assert seen(None) == seen(wati) == [False]


def test_a_dataset_is_linked_only_for_whom_lists_show_it(sari: User) -> None:
    restricted = factories.dataset(access=Access.RESTRICTED)
    indicator(restricted)
    assert [vars(found)["is_dataset_known"] for found in visible_indicators(sari)] == [False]
    factories.published(restricted)
    assert [vars(found)["is_dataset_known"] for found in visible_indicators(None)] == [True]
    assert [vars(found)["is_readable"] for found in visible_indicators(None)] == [False]
