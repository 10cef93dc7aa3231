"""What a part would change in the columns of the whole dataset; rows and figures: `test_run`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from datasets.intake.difference import difference
from datasets.intake.lineup import lineup_of
from datasets.models import CodeList, Dataset
from datasets.vocab import Accumulation
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

FEWER = factories.WASTE_COLUMNS[:3]
ROWS = [row[:3] for row in factories.WASTE_ROWS]


def schema_of(of: Dataset, folder: Path, **changes: Any) -> list[tuple[str, str, bool]]:
    fresh = Dataset.objects.get(pk=of.pk)
    part = by_hand.loaded(fresh, folder, **changes)
    told = difference(lineup_of(part, fresh.live_version), fresh.live_version, ())["schema"]
    return [(one["column"], one["kind"], one["is_breaking"]) for one in told]


def test_a_column_that_is_missing_in_a_whole_file_breaks(tmp_path: Path) -> None:
    of = factories.dataset()
    factories.columns(of)
    assert schema_of(of, tmp_path) == []
    by_hand.published(of, tmp_path)
    assert schema_of(of, tmp_path) == []
    assert schema_of(of, tmp_path, rows=ROWS, given=FEWER) == [("terangkut_ton", "removed", True)]


def test_a_column_that_is_missing_in_one_period_stays_in_the_whole(tmp_path: Path) -> None:
    of = factories.dataset(accumulation=Accumulation.PERIOD)
    by_hand.published(of, tmp_path, factories.WASTE_ROWS[:2], period="2026-09")
    assert schema_of(of, tmp_path, rows=ROWS[2:], given=FEWER, period="2026-10") == []


def test_a_key_and_a_code_list_that_the_dictionary_changed_are_told_with_the_next_file(
    tmp_path: Path,
) -> None:
    of = factories.dataset()
    factories.columns(of)
    old, new = (CodeList.objects.create(slug=slug, title=slug) for slug in ("wilayah", "opd"))
    of.columns.filter(name="kode_kecamatan").update(code_list=old)
    of.columns.filter(name__in=("bulan", "kode_kecamatan")).update(is_key=True)
    by_hand.published(of, tmp_path)
    assert schema_of(of, tmp_path) == []
    of.columns.filter(name="kode_kecamatan").update(code_list=new, is_key=False)
    assert schema_of(of, tmp_path) == [("kode_kecamatan", "codes_changed", True), ("", "key_changed", True)]
