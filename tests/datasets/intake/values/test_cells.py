"""Cells that hold each value once say the same as cells by themselves."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.values.cells import Cells, Distinct

COLUMN = pa.array(["b", None, "a", "b", "b", None, "a"])


def test_folded_cells_are_the_column_again() -> None:
    cells = Cells.folded(COLUMN)
    assert cells.values.to_pylist() == ["b", "a"]
    assert cells.column is COLUMN
    assert Cells(cells.values, cells.places).column == COLUMN
    assert cells.empty == 2


def test_answers_for_values_are_counted_and_spread_over_the_cells() -> None:
    cells = Cells.folded(COLUMN)
    marked = pc.equal(cells.values, "b")
    assert cells.count(marked) == 3
    assert cells.spread(marked).to_pylist() == [True, None, False, True, True, None, False]
    assert [cells.first(0), cells.first(1)] == [0, 2]


def test_values_that_became_null_or_alike_keep_their_places() -> None:
    cells = Cells.folded(pa.array(["a ", "a", "-", "a"]))
    tidied = cells.holding(pa.array(["a", "a", None]))
    assert tidied.column.to_pylist() == ["a", "a", None, "a"]
    assert tidied.empty == 1
    assert cells.holding(cells.values) is cells


def test_cells_by_themselves_answer_alike() -> None:
    cells = Cells(COLUMN)
    assert cells.counts is None
    assert cells.count(pc.equal(cells.values, "b")) == 3
    assert cells.first(2) == 2
    assert not cells.repeats


def test_folding_pays_only_where_values_repeat() -> None:
    assert Cells.folded(COLUMN).repeats
    assert not Cells.folded(pa.array(["a", "b", "c"])).repeats


def test_an_empty_column_folds_to_no_value() -> None:
    cells = Cells.folded(pa.array([None, None], pa.string()))
    assert (len(cells.values), cells.empty, cells.column.to_pylist()) == (0, 2, [None, None])


def test_distinct_values_are_held_up_to_a_bound() -> None:
    distinct = Distinct(3)
    distinct.add(pa.array(["a", "b", None, "a"]))
    assert sorted(distinct.listed() or ()) == ["a", "b"]
    distinct.add(pa.array(["c", "a"]))
    assert sorted(distinct.listed() or ()) == ["a", "b", "c"]
    distinct.add(pa.array(["d"]))
    assert distinct.found() is None
    distinct.add(pa.array(["e"]))
    assert distinct.listed() is None
