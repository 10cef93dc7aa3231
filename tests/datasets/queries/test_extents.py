"""Extents: from the periods of parts, else from the statistics of the period's column."""

from __future__ import annotations

from datetime import date

import pytest

from datasets.models import Version, VersionPart
from datasets.queries.extents import Extent, extents_of
from datasets.vocab import ColumnRole, ColumnType
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    return factories.published(factories.dataset())


def test_periods_of_parts_come_first(version: Version) -> None:
    version.parts.update(period="2026-Q1")
    other = factories.published(version.dataset, period="2026-10")
    VersionPart.objects.filter(version=other).update(version=version, position=1, offset=4)
    assert extents_of([version]) == {version.pk: Extent(date(2026, 1, 1), date(2026, 10, 31))}


def test_a_whole_file_tells_by_its_column(version: Version) -> None:
    version.parts.update(profile={"bulan": {"minimum": "2026-09", "maximum": "2026-10"}, "kecamatan": {}})
    assert extents_of([version]) == {version.pk: Extent(date(2026, 9, 1), date(2026, 10, 31))}


@pytest.mark.parametrize("profile", [{}, {"bulan": None}, {"bulan": {"minimum": "lama", "maximum": None}}])
def test_what_cannot_be_told_is_left_out(version: Version, profile: dict[str, object]) -> None:
    version.parts.update(profile=profile)
    assert extents_of([version]) == {}


def test_without_a_period_there_is_no_extent() -> None:
    shape = (("nama", ColumnType.TEXT, ColumnRole.DIMENSION),)
    version = factories.published(factories.dataset("pasar"), [("Gamalama",)], shape)
    assert extents_of([version]) == extents_of([]) == {}
