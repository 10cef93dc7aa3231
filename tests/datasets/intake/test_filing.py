"""How a file stands among those sent before: live already, under way twice, a gap before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from datasets.intake import filing
from datasets.intake.findings import Findings
from datasets.intake.lineup import lineup_of
from datasets.intake.schema import Finding
from datasets.models import Dataset, Part
from datasets.vocab import Accumulation, Frequency, UploadState
from datasets.vocab import FindingCode as F
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db


def described(accumulation: Accumulation = Accumulation.PERIOD, **changes: Any) -> Dataset:
    made = factories.dataset(accumulation=accumulation, **changes)
    factories.columns(made)
    return made


def told(part: Part) -> list[Finding]:
    findings = Findings()
    dataset = Dataset.objects.select_related("live_version").get(pk=part.dataset_id)
    part.dataset = part.upload.dataset = dataset
    filing.tell(part.upload, lineup_of(part, dataset.live_version), findings)
    return list(findings.listed())


def test_a_period_that_is_live_is_told_with_its_version(tmp_path: Path) -> None:
    of = described()
    by_hand.published(of, tmp_path, period="2026-10")
    assert not told(by_hand.loaded(of, tmp_path, period="2026-11"))
    [filed] = told(by_hand.loaded(of, tmp_path, period="2026-10"))
    assert (filed.code, filed.params["period"], filed.params["number"]) == (F.PERIOD_FILED, "2026-10", 1)


def test_another_file_of_the_period_under_way_is_told() -> None:
    of = described()
    for state in (UploadState.SUBMITTED, UploadState.FAILED, UploadState.CANCELLED, UploadState.PUBLISHED):
        factories.upload(of, state, period="2026-10", filename=f"{state}.csv")
    factories.upload(of, UploadState.READY, period="2026-09")
    part = Part(dataset=of, upload=factories.upload(of, period="2026-10"), period="2026-10", columns=[])
    [pending] = told(part)
    assert (pending.code, pending.params["filename"]) == (F.PERIOD_PENDING, "submitted.csv")


def test_the_months_that_are_missing_before_a_month_are_named(tmp_path: Path) -> None:
    of = described()
    by_hand.published(of, tmp_path, period="2026-07")
    [gap] = told(by_hand.loaded(of, tmp_path, period="2026-10"))
    assert (gap.code, gap.params["periods"], gap.count) == (F.PERIOD_GAP, ["2026-08", "2026-09"], 2)


def test_a_gap_of_long_ago_is_not_told_again(tmp_path: Path) -> None:
    of = described()
    by_hand.published(of, tmp_path, period="2026-05")
    by_hand.published(of, tmp_path, period="2026-09")
    assert not told(by_hand.loaded(of, tmp_path, period="2026-10"))


def test_a_year_holds_its_months(tmp_path: Path) -> None:
    of = described()
    by_hand.published(of, tmp_path, period="2025")
    assert not told(by_hand.loaded(of, tmp_path, period="2026-01"))


def test_a_gap_inside_a_whole_file_is_told(tmp_path: Path) -> None:
    of = described(Accumulation.WHOLE)
    rows = [("2026-01", "82.71.02", "Ternate Selatan", "1"), ("2026-04", "82.71.02", "Ternate Selatan", "1")]
    [gap] = told(by_hand.loaded(of, tmp_path, rows))
    assert gap.params["periods"] == ["2026-02", "2026-03"]


@pytest.mark.parametrize("frequency", [Frequency.IRREGULAR, Frequency.DAILY])
def test_without_a_rhythm_there_are_no_gaps(tmp_path: Path, frequency: Frequency) -> None:
    of = described(frequency=frequency)
    by_hand.published(of, tmp_path, period="2026-01")
    assert not told(by_hand.loaded(of, tmp_path, period="2026-10"))
