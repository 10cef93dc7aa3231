"""Shapes keep a value's form and lose its digits, whole columns at a time."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.intake.values.shapes import LONG, counts_of, shapes_of, where_shape


def shape(text: str) -> str:
    masked = re.sub(r"[0-9]", "9", text)
    if text[:1] == "0":
        masked = "0" + masked[1:]
    if text[:1] and text[0] in "+-(~" and text[1:2] == "0":
        masked = masked[0] + "0" + masked[2:]
    return masked


@settings(deadline=None)
@given(st.lists(st.none() | st.text(max_size=12)))
def test_every_value_has_the_shape_of_its_own(values: list[str | None]) -> None:
    shapes = shapes_of(pa.array(values, pa.string())).to_pylist()
    assert shapes == [None if value is None else shape(value) for value in values]


def test_a_slice_has_the_shapes_of_its_own_rows() -> None:
    column = pa.array(["12", "0.5", None, "-07", "abc"]).slice(1, 3)
    assert shapes_of(column).to_pylist() == ["0.9", None, "-09"]


def test_long_values_share_one_shape() -> None:
    assert shapes_of(pa.array(["x" * 65, "y" * 300_000, "z"])).to_pylist() == [LONG, LONG, "z"]


def test_counts_and_places_of_shapes() -> None:
    shapes = shapes_of(pa.array(["1", "2", None, "ab", "3"]))
    assert counts_of(shapes).tolist() == [3, 1]
    assert where_shape(shapes, np.array([True, False])).to_pylist() == [True, True, False, False, True]


def test_an_empty_column_has_no_shapes() -> None:
    assert len(shapes_of(pa.array([None, None], pa.string())).dictionary) == 0
