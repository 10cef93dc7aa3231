"""How much there is, for whom may know it."""

from __future__ import annotations

import pytest

from datasets.models import User
from datasets.queries.stats import stats_of, topic_counts
from datasets.vocab import Access
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_empty_portal_has_nothing() -> None:
    stats = stats_of(None)
    assert (stats.datasets, stats.organizations, stats.rows, stats.data_updated_at) == (0, 0, 0, None)
    assert topic_counts(None) == {}


def test_what_is_closed_counts_for_its_people_only(sari: User) -> None:
    factories.published(factories.dataset("a"))
    factories.published(factories.dataset("b", access=Access.CLOSED))
    assert (stats_of(None).datasets, stats_of(None).rows, topic_counts(None)) == (1, 4, {"persampahan": 1})
    assert (stats_of(sari).datasets, stats_of(sari).rows) == (2, 8)
