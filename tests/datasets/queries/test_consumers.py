"""Which systems read what: seen by themselves and by who keeps the dataset; hit by what touches them."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.actions.make_consumer import make_consumer
from datasets.models import Dataset, User
from datasets.queries.consumers import breaking_card, broken_by, consumer_card, consumer_of, consumers_of
from datasets.rules.errors import Hidden
from tests import factories

GONE: dict[str, Any] = {
    "column": "kecamatan", "kind": "removed", "before": "text", "after": None, "is_breaking": True,
}  # fmt: skip
NEW: dict[str, Any] = GONE | {"column": "lain", "kind": "added", "is_breaking": False}


@pytest.fixture
def live(sari: User, budi: User, wati: User) -> Dataset:
    of = factories.dataset()
    factories.published(of)
    make_consumer(budi, of, "Peta", columns=["kecamatan"], email="peta@kota.example", contact="Budi")
    make_consumer(wati, of, "Semua", email="semua@kota.example")
    make_consumer(budi, of, "Timbangan", columns=["terangkut_ton"], email="t@kota.example")
    return of


def names(found: list[Any]) -> list[str]:
    return [one.name for one in found]


def test_own_ones_and_all_for_the_keepers(live: Dataset, sari: User, budi: User, wati: User) -> None:
    assert names(consumers_of(budi, live)) == ["Peta", "Timbangan"]
    assert (
        names(consumers_of(sari, live)) == names(consumers_of(wati, live)) == ["Peta", "Semua", "Timbangan"]
    )
    other = next(one for one in consumers_of(wati, live) if one.name == "Semua")
    assert consumer_card(other)["owner"] == "Wati"
    with pytest.raises(Hidden):
        consumer_of(budi, live, other.pk)


def test_those_that_a_change_touches_break(live: Dataset) -> None:
    upload = factories.upload(live, difference={"against": 1, "schema": [GONE, NEW]})
    assert names(broken_by(upload)) == ["Peta", "Semua"]
    assert breaking_card(upload) == {"changes": [GONE], "consumers": 2}


def test_nothing_breaks_where_nothing_is_breaking(live: Dataset) -> None:
    nothing: tuple[dict[str, Any], ...] = ({}, {"schema": [NEW]}, {"schema": []})
    for difference in nothing:
        upload = factories.upload(live, difference=difference)
        assert (broken_by(upload), breaking_card(upload)) == ([], None)
