"""A new part beside the period before: jumps of values and totals, units that changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from datasets.intake import succession
from datasets.intake.findings import Findings
from datasets.intake.job import dictionary_of
from datasets.intake.lineup import lineup_of
from datasets.intake.schema import ColumnFound, Dictionary, Finding, TableFound
from datasets.models import Dataset, Part
from datasets.vocab import Accumulation, ColumnRole, ColumnType, Frequency
from datasets.vocab import FindingCode as F
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

Row = tuple[Any, ...]
TABLE = TableFound(columns=(ColumnFound("terangkut_ton", "Terangkut ton", ColumnType.DECIMAL, letter="D"),))


def month(month_: str, south: str | None, north: str | None) -> list[Row]:
    return [(month_, "82.71.02", "Ternate Selatan", south), (month_, "82.71.03", "Ternate Utara", north)]


def monthly(accumulation: Accumulation = Accumulation.PERIOD, **changes: Any) -> Dataset:
    made = factories.dataset(accumulation=accumulation, **changes)
    factories.columns(made)
    made.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    return made


def told(of: Dataset, part: Part) -> list[Finding]:
    findings = Findings()
    dataset = Dataset.objects.select_related("live_version").get(pk=of.pk)
    part.dataset = dataset
    dictionary = dictionary_of(dataset) or Dictionary(())
    succession.tell(lineup_of(part, dataset.live_version), dictionary, TABLE, findings)
    return list(findings.listed())


def test_a_value_more_than_ten_times_the_one_before_is_told_with_both(tmp_path: Path) -> None:
    of = monthly()
    by_hand.published(of, tmp_path, month("2026-09", "812.5", "640"), period="2026-09")
    part = by_hand.loaded(of, tmp_path, month("2026-10", "8125.1", "640"), period="2026-10")
    [jump] = told(of, part)
    assert (jump.code, jump.row, jump.cell, jump.value) == (F.VALUE_JUMP, 2, "D2", "8125.1")
    assert jump.params == {
        "before": "812.5",
        "before_period": "2026-09",
        "series": "(82.71.02)",
        "times": "10",
    }


@pytest.mark.parametrize(
    ("old", "new"), [("0", "900"), (None, "900"), ("900", None), ("900", "0"), ("90", "900")]
)
def test_nothing_zero_and_ten_times_are_no_jump(tmp_path: Path, old: str | None, new: str | None) -> None:
    of = monthly()
    by_hand.published(of, tmp_path, month("2026-09", old, "5000"), period="2026-09")
    assert not told(of, by_hand.loaded(of, tmp_path, month("2026-10", new, "5000"), period="2026-10"))


def test_a_fall_counts_as_a_rise_does_and_the_columns_total_with_it(tmp_path: Path) -> None:
    of = monthly()
    by_hand.published(of, tmp_path, month("2026-09", "812500", "640000"), period="2026-09")
    part = by_hand.loaded(of, tmp_path, month("2026-10", "812.5", "640"), period="2026-10")
    found = told(of, part)
    assert [one.code for one in found] == [F.TOTAL_JUMP, F.VALUE_JUMP, F.VALUE_JUMP]
    assert (found[0].value, found[0].params["before"], found[0].column) == (
        "1452.5",
        "1452500",
        "Terangkut ton",
    )
    assert found[1].count == 2


def test_the_last_known_period_is_the_one_before(tmp_path: Path) -> None:
    of = monthly()
    by_hand.published(of, tmp_path, month("2026-05", "10", "100"), period="2026-05")
    by_hand.published(of, tmp_path, month("2026-07", "10", "100"), period="2026-07")
    by_hand.published(of, tmp_path, month("2026-12", "200", "100"), period="2026-12")
    [jump] = told(of, by_hand.loaded(of, tmp_path, month("2026-09", "400", "100"), period="2026-09"))
    assert jump.params["before_period"] == "2026-07"


def test_a_whole_file_is_looked_at_where_it_is_new(tmp_path: Path) -> None:
    of = monthly(Accumulation.WHOLE)
    before = [*month("2026-08", "1", "10"), *month("2026-09", "500", "10")]
    by_hand.published(of, tmp_path, before)
    part = by_hand.loaded(of, tmp_path, [*before, *month("2026-10", "9000", "10")])
    found = told(of, part)
    assert [(one.code, one.row) for one in found] == [(F.TOTAL_JUMP, None), (F.VALUE_JUMP, 6)]
    assert found[1].params["before"] == "500"


def test_parts_tell_periods_apart_where_rows_do_not(tmp_path: Path) -> None:
    of = monthly(frequency=Frequency.ANNUAL)
    given = factories.WASTE_COLUMNS[1:]
    of.columns.filter(name="bulan").delete()
    old = [row[1:] for row in month("", "10", "20")]
    new = [row[1:] for row in month("", "101", "20")]
    by_hand.published(of, tmp_path, old, given=given, period="2025")
    [jump] = told(of, by_hand.loaded(of, tmp_path, new, given=given, period="2026"))
    assert (jump.code, jump.params["before_period"]) == (F.VALUE_JUMP, "2025")


def test_without_a_key_only_totals_are_compared(tmp_path: Path) -> None:
    of = monthly()
    of.columns.update(is_key=False)
    by_hand.published(of, tmp_path, month("2026-09", "1", "1"), period="2026-09")
    found = told(of, by_hand.loaded(of, tmp_path, month("2026-10", "50", "1"), period="2026-10"))
    assert [one.code for one in found] == [F.TOTAL_JUMP]


def test_a_first_file_is_compared_with_nothing(tmp_path: Path) -> None:
    of = monthly()
    rows = [*month("2026-09", "1", "1"), *month("2026-10", "500", "1")]
    assert not told(of, by_hand.loaded(of, tmp_path, rows, period="2026"))


def test_a_unit_that_changed_since_is_told(tmp_path: Path) -> None:
    of = monthly()
    by_hand.published(of, tmp_path, month("2026-09", "812.5", "640"), period="2026-09")
    of.columns.filter(name="terangkut_ton").update(unit="kg")
    [changed] = told(of, by_hand.loaded(of, tmp_path, month("2026-10", "812.5", "640"), period="2026-10"))
    assert (changed.code, changed.params) == (F.UNIT_CHANGED_SINCE, {"unit": "kg", "before": "ton"})


def test_a_column_that_was_not_a_number_before_is_left_aside(tmp_path: Path) -> None:
    of = monthly()
    texts = (*factories.WASTE_COLUMNS[:3], ("terangkut_ton", ColumnType.TEXT, ColumnRole.MEASURE))
    by_hand.published(of, tmp_path, month("2026-09", "1", "1"), given=texts, period="2026-09")
    assert not told(of, by_hand.loaded(of, tmp_path, month("2026-10", "99", "1"), period="2026-10"))


def test_many_jumps_are_counted_and_a_thousand_kept(tmp_path: Path) -> None:
    of = monthly()
    codes = [f"{number:05d}" for number in range(1_200)]
    by_hand.published(of, tmp_path, [("2026-09", code, "", "1") for code in codes], period="2026-09")
    part = by_hand.loaded(of, tmp_path, [("2026-10", code, "", "50") for code in codes], period="2026-10")
    jumps = [one for one in told(of, part) if one.code is F.VALUE_JUMP]
    assert (len(jumps), jumps[0].count) == (1_000, 1_200)
