"""Which period a file is for, and whether it can stand beside what is live."""

from __future__ import annotations

from datasets.intake.findings import severity_of
from datasets.intake.lineup import parts_of
from datasets.intake.schema import Finding
from datasets.measures.periods import GRAIN_OF_FREQUENCY, is_period, parse_period, period_on
from datasets.models import Dataset, Upload
from datasets.vocab import Accumulation, Frequency
from datasets.vocab import FindingCode as F


def period_of_file(upload: Upload, found: str) -> str:
    """The period the sender named, else the one `found` in the rows.

    Rows of a few days count for the whole period of the dataset's rhythm that those days lie in:
    a monthly dataset's file with rows of 3 to 28 October is the file of October.
    """
    if upload.period or not is_period(found):
        return upload.period
    period = parse_period(found)
    grain = GRAIN_OF_FREQUENCY.get(Frequency(upload.dataset.frequency))
    usual = period_on(period.start, grain) if grain else period
    return str(usual if usual.contains(period) else period)


def misplaced(dataset: Dataset, period: str) -> Finding | None:
    """Why a file of `period` cannot join a dataset that grows by period; None where it can."""
    if dataset.accumulation != Accumulation.PERIOD:
        return None
    if not period:
        return Finding(F.PERIOD_MISSING, severity_of(F.PERIOD_MISSING))
    for live in parts_of(dataset.live_version):
        if _is_within(period, live.period):
            params = {"period": period, "live": live.period}
            return Finding(F.PERIOD_COVERED, severity_of(F.PERIOD_COVERED), params=params)
    return None


def _is_within(period: str, live: str) -> bool:
    """Whether the live part holds this period and more: a part cannot be replaced by half."""
    if period == live or not (is_period(period) and is_period(live)):
        return False
    return parse_period(live).contains(parse_period(period))
