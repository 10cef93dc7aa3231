"""How well personal data are found: recall, and blocks of clean columns, over generated tables."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from datasets.vocab import FindingCode as F
from datasets.vocab import Severity
from tests.datasets.intake.tables import check, table
from tests.dirt.personal_columns import Labelled, clean, personal

SEED = 8271
LEAST_RECALL = 0.98


def is_blocked(one: Labelled) -> bool:
    _, findings = check(table(one.labels, one.rows))
    kinds = (F.PERSONAL_COLUMN, F.PERSONAL_IN_TEXT)
    return any(found.severity is Severity.ERROR and found.code in kinds for found in findings.listed())


def test_personal_columns_are_found_and_clean_ones_are_not_blocked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    held, free = personal(SEED, 20), clean(SEED, 8)
    assert len(held) + len(free) >= 200
    missed = [one for one in held if not is_blocked(one)]
    wrong = [one for one in free if is_blocked(one)]
    recall = 1 - len(missed) / len(held)
    with capsys.disabled():
        sys.stdout.write(
            f"\npersonal data: recall {recall:.3f} of {len(held)} columns, "
            f"{len(wrong)} of {len(free)} clean ones blocked\n"
        )
    assert recall >= LEAST_RECALL, [
        (one.kind, one.labels[1], [row[1] for row in one.rows[:3]]) for one in missed
    ]
    assert not wrong, Counter(one.kind for one in wrong)
