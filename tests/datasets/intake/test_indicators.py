"""Figures of an indicator that was bound only after its data were published; those that come with a
publication are checked beside it, in `test_publish`."""

from __future__ import annotations

import uuid
from decimal import Decimal as D
from pathlib import Path

import pytest

from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.intake import indicators
from datasets.models import Dataset, Realisation
from datasets.vocab import Accumulation
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

SEPTEMBER = [
    ("2026-09", "82.71.02", "Ternate Selatan", "812.5"),
    ("2026-09", "82.71.03", "Ternate Utara", "640"),
]
OCTOBER = [("2026-10", "82.71.02", "Ternate Selatan", "830.25")]


@pytest.fixture
def of(tmp_path: Path) -> Dataset:
    """A dataset of two published months."""
    dataset = factories.dataset(accumulation=Accumulation.PERIOD)
    by_hand.published(dataset, tmp_path, SEPTEMBER, period="2026-09")
    by_hand.published(dataset, tmp_path, OCTOBER, period="2026-10")
    dataset.refresh_from_db()
    return dataset


def figures() -> dict[str, tuple[D | None, int]]:
    return {found.period: (found.value, found.row_count) for found in Realisation.objects.all()}


def test_an_indicator_bound_to_public_data_gets_all_its_figures(of: Dataset) -> None:
    indicators.compute(by_hand.indicator(of).pk)
    assert figures() == {"2026-09": (D("1452.5"), 2), "2026-10": (D("830.25"), 1)}
    assert {found.version for found in Realisation.objects.all()} == {of.live_version}


def test_twice_is_once(of: Dataset) -> None:
    indicator = by_hand.indicator(of)
    indicators.compute(indicator.pk)
    before = figures()
    indicators.compute(indicator.pk)
    assert figures() == before


def test_bound_otherwise_old_figures_do_not_stay(of: Dataset) -> None:
    indicator = by_hand.indicator(of)
    indicators.compute(indicator.pk)
    indicator.filters = {"kode_kecamatan": "82.71.03"}
    indicator.save()
    indicators.compute(indicator.pk)
    assert figures() == {"2026-09": (D(640), 1)}


def test_data_that_are_not_public_give_none(tmp_path: Path, of: Dataset) -> None:
    withdraw_dataset(factories.wati(), of, "Salah hitung.")
    indicators.compute(by_hand.indicator(of).pk)
    indicators.compute(by_hand.indicator(factories.dataset("draf"), code="IKU-2").pk)
    assert figures() == {}


def test_an_indicator_that_is_gone_or_unbound_is_no_error(of: Dataset) -> None:
    indicator = by_hand.indicator(of)
    indicator.dataset = None
    indicator.save()
    indicators.compute(indicator.pk)
    indicators.compute(uuid.uuid4())
    assert figures() == {}
