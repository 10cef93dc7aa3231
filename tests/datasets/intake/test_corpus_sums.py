"""Sums over the spool agree within a cent, and count a mark for no data as manifests do."""

from __future__ import annotations

from datasets.intake.corpus_sums import Sums


def summed(*values: str) -> Sums:
    sums = Sums()
    for value in values:
        sums.add(value)
    return sums


def test_facts_of_a_column() -> None:
    sums = summed("1.5", "", "2", "kata", "NaN")
    assert sums.agrees("sum", 3.5)
    assert sums.agrees("sum", 3.504)
    assert not sums.agrees("sum", 3.6)
    assert sums.agrees("non_null", 4)
    assert sums.agrees("distinct", 4)
    assert sums.agrees("distinct", 5)
    assert sums.agrees("first", "1.5")
    assert sums.agrees("last", "NaN")
    assert sums.agrees("total_row_says", 99)
