"""How well personal data are found: recall, and blocks of clean columns, over two generated sets."""

from __future__ import annotations

import pytest

from tests.dirt.personal_measure import before, first_set, measure, page_of, second_set
from tests.house.sources import ROOT

LEAST_RECALL = 0.98


def test_personal_columns_are_found_clean_ones_pass_and_the_page_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = measure(first_set()), measure(second_set())
    page = page_of(before(), first, second)
    for one in (first, second):
        assert sum(one.held.values()) >= 140
        assert one.recall >= LEAST_RECALL, one.missed
        assert not one.wrong
    assert (ROOT / "docs/personal-data.md").read_text(encoding="utf-8") == page


def test_the_second_set_was_measured_before_the_detector_saw_it() -> None:
    assert before().held == measure_labels()
    assert before().recall < LEAST_RECALL


def measure_labels() -> dict[str, int]:
    """Personal columns by kind, as the second set labels them."""
    counts: dict[str, int] = {}
    for sample in second_set():
        for label in sample.labels:
            if label in sample.personal:
                counts[sample.kind] = counts.get(sample.kind, 0) + 1
    return counts
