"""Profile: what each column holds, and sums by measure, area and period, set and never added to."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

import pytest

from datasets.intake import profile as engine
from datasets.intake.profile import profile
from datasets.models import Summary
from datasets.vocab import ColumnRole, ColumnType, Frequency
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db


def test_each_column_has_its_statistics(tmp_path: Path) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path)
    assert part.profile["terangkut_ton"] == {
        "non_null": 3,
        "distinct": None,
        "minimum": "640.0",
        "maximum": "830.25",
        "total": "2282.75",
        "scale": 2,
    }
    month = part.profile["bulan"]
    assert (month["distinct"], month["minimum"], month["maximum"]) == (2, "2026-09", "2026-10")
    assert part.profile["kecamatan"]["minimum"] is None


def test_distinct_values_are_counted_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_DISTINCT", 2)
    rows = [(f"2026-0{n}", "a", "b", "1") for n in range(1, 6)]
    assert by_hand.loaded(factories.dataset(), tmp_path, rows).profile["bulan"]["distinct"] == 3


def test_summaries_add_up_to_the_rows(tmp_path: Path) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path)
    found = {(s.area, s.period): (s.total, s.row_count, s.value_count) for s in part.summaries.all()}
    assert found == {
        ("82.71.02", "2026-09"): (D("812.5"), 1, 1),
        ("82.71.03", "2026-09"): (D("640"), 1, 1),
        ("82.71.02", "2026-10"): (D("830.25"), 1, 1),
        ("82.71.03", "2026-10"): (None, 1, 0),
    }


def test_summing_up_twice_changes_nothing(tmp_path: Path) -> None:
    part = by_hand.loaded(factories.dataset(), tmp_path)
    profile(part)
    assert Summary.objects.count() == 4


def test_without_columns_for_area_and_period_the_file_says_the_period(tmp_path: Path) -> None:
    given = (("jumlah", ColumnType.INTEGER, ColumnRole.MEASURE),)
    part = by_hand.loaded(factories.dataset(), tmp_path, [["3"], ["4"]], given, period="2026-10")
    [summary] = part.summaries.all()
    assert (summary.area, summary.period, summary.total) == ("", "2026-10", D(7))


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        (Frequency.DAILY, "2026-10-14"),
        (Frequency.WEEKLY, "2026-W42"),
        (Frequency.MONTHLY, "2026-10"),
        (Frequency.QUARTERLY, "2026-Q4"),
        (Frequency.SEMIANNUAL, "2026-S2"),
        (Frequency.ANNUAL, "2026"),
        (Frequency.IRREGULAR, "2026-10"),
    ],
)
def test_days_are_taken_together_by_the_rhythm_of_the_dataset(
    tmp_path: Path, frequency: Frequency, period: str
) -> None:
    given = (
        ("tanggal", ColumnType.DATE, ColumnRole.PERIOD),
        ("jumlah", ColumnType.INTEGER, ColumnRole.MEASURE),
    )
    of = factories.dataset(frequency=frequency)
    part = by_hand.loaded(of, tmp_path, [["2026-10-14", "3"]], given)
    assert [s.period for s in part.summaries.all()] == [period]


def test_a_sum_beyond_every_bound_does_not_break_the_load(tmp_path: Path) -> None:
    given = (("jumlah", ColumnType.DECIMAL, ColumnRole.MEASURE),)
    part = by_hand.loaded(factories.dataset(), tmp_path, [["9" * 40]], given, period="2026")
    [summary] = part.summaries.all()
    assert (summary.total, summary.row_count) == (None, 1)


def test_summaries_as_long_as_the_rows_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_SUMMARIES", 3)
    part = by_hand.loaded(factories.dataset(), tmp_path)
    assert not part.summaries.exists()
