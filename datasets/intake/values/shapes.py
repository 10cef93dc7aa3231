"""Shapes of values: every digit masked, so that a million numbers become a few dozen patterns.

Working on shapes keeps checking fast: Python looks once at each distinct shape, never at a cell.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

#: Longer values are text for certain; all of them share the shape LONG.
LONGEST = 64
LONG = "\x00"

_MASK = bytes.maketrans(b"0123456789", b"9999999999")
_ZERO = ord("0")
_IS_SIGN = np.zeros(256, bool)
_IS_SIGN[list(b"+-(~")] = True


def shapes_of(column: pa.StringArray) -> pa.DictionaryArray:
    """The shape of each value: digits become `9`, a zero at the start (or behind a sign) stays `0`.

    `0.791` has the shape `0.999`, `08` the shape `09` and `1.234` the shape `9.999`; letters and
    signs stand as they are. A shape reads as a value of its kind, so one parser serves both.
    """
    lengths = pc.binary_length(column)
    longest = pc.max(lengths).as_py() or 0
    if longest > LONGEST:
        column = pc.if_else(pc.greater(lengths, LONGEST), LONG, column)
    return pc.dictionary_encode(_masked(column))


def counts_of(
    shapes: pa.DictionaryArray, times: npt.NDArray[np.int64] | None = None
) -> npt.NDArray[np.int64]:
    """How many cells have each shape of the dictionary, in its order; a value stands for `times` (or one)."""
    size = len(shapes.dictionary)
    if times is None:
        indices = shapes.indices.drop_null().to_numpy(zero_copy_only=False)
        return np.bincount(indices, minlength=size).astype(np.int64)
    indices = pc.fill_null(shapes.indices, size).to_numpy(zero_copy_only=False)
    return np.bincount(indices, times, size + 1)[:size].astype(np.int64)


def where_shape(shapes: pa.DictionaryArray, wanted: npt.NDArray[np.bool_]) -> pa.BooleanArray:
    """The cells whose shape is wanted (one flag a shape of the dictionary); null cells are not."""
    indices = pc.fill_null(shapes.indices, len(wanted)).to_numpy(zero_copy_only=False)
    return pa.array(np.append(wanted, False)[indices])


def edges_of(column: pa.StringArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """First and last byte of each value that is not empty."""
    offsets, data = _buffers(column)
    starts, ends = offsets[:-1], offsets[1:]
    filled = ends > starts
    return data[starts[filled]], data[ends[filled] - 1]


def text_of(column: pa.StringArray) -> bytes:
    """All values of the column one behind the other, as UTF-8."""
    places, data = _buffers(column)
    return data[places[0] : places[-1]].tobytes()


def _buffers(column: pa.StringArray) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    _, offsets, data = column.buffers()
    if offsets is None or len(column) == 0:
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    places = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return places, np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)


def _masked(column: pa.StringArray) -> pa.StringArray:
    places, data = _buffers(column)
    if len(data) == 0:
        return column
    first, last = int(places[0]), int(places[-1])
    masked = np.empty_like(data)
    masked[first:last] = np.frombuffer(data[first:last].tobytes().translate(_MASK), np.uint8)
    _restore_zeros(masked, data, places)
    valid, offsets, _ = column.buffers()
    return pa.StringArray.from_buffers(
        len(column), offsets, pa.py_buffer(masked), valid, column.null_count, column.offset
    )


def _restore_zeros(
    masked: npt.NDArray[np.uint8], data: npt.NDArray[np.uint8], places: npt.NDArray[np.int32]
) -> None:
    starts, ends = places[:-1], places[1:]
    begin = starts[ends > starts]
    first = data[begin]
    masked[begin[first == _ZERO]] = _ZERO
    signed = _IS_SIGN[first]
    if signed.any():
        second = begin[signed] + 1
        second = second[second < ends[ends > starts][signed]]
        masked[second[data[second] == _ZERO]] = _ZERO
