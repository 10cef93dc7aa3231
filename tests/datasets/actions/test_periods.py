"""The period named with a file."""

from __future__ import annotations

import pytest

from datasets.actions.periods import checked_period
from datasets.rules.errors import PeriodWrong
from datasets.vocab import Frequency
from tests import factories


@pytest.mark.parametrize(
    ("frequency", "given", "kept"),
    [
        (Frequency.MONTHLY, " 2026-10 ", "2026-10"),
        (Frequency.MONTHLY, "2026", "2026"),
        (Frequency.MONTHLY, "", ""),
        (Frequency.ANNUAL, "2025/2026", "2025"),
        (Frequency.DAILY, "2026-10", "2026-10"),
        (Frequency.IRREGULAR, "2026-10-31", "2026-10-31"),
    ],
)
def test_a_period_that_fits_is_kept(db: None, frequency: Frequency, given: str, kept: str) -> None:
    assert checked_period(factories.dataset(frequency=frequency), given) == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Oktober", "period_unknown"),
        ("2026-13", "period_unknown"),
        ("0000", "period_unknown"),
        ("2026-02-30", "period_unknown"),
        ("2026-10-31", "period_too_short"),
    ],
)
def test_one_that_does_not_fit_is_refused_in_words(db: None, given: str, code: str) -> None:
    with pytest.raises(PeriodWrong) as refusal:
        checked_period(factories.dataset(), given)
    assert refusal.value.code == code
    assert given in refusal.value.message
