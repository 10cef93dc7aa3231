"""What the cells of a piece of sheet XML hold, as text: kind by kind, whole columns of them at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.readers.cells import cell_text, is_number, number_text
from datasets.intake.readers.xlsx_oracle import Oracle
from datasets.intake.readers.xlsx_tags import Bytes, Cells, Flags, Ints, NotPlain, Strings, slices

_TEXT, _SHARED, _NUMBER, _DAY, _ERROR, _ODD = range(1, 7)
_ATTRIBUTE = re.compile(r' (\w+(?::\w+)?)="([^"<>]*)"')
_ATTRIBUTES = re.compile(r'(?: \w+(?::\w+)?="[^"<>]*")*\s*/?')
#: Numbers as text that are already the shortest that gives them back; at most fifteen digits.
_SHORTEST = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]*[1-9])?$"
_MOST_CHARS = 16
_DECIMAL = r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$"
_WHOLE = r"^[1-9][0-9]{1,6}$"
#: Serial numbers of days between Excel's 29 February 1900, which never was, and the year 9999.
_FIRST_DAY, _LAST_DAY = 61, 2_958_465
#: Excel's day 0 counted from 1970-01-01.
_EPOCH = -25_569
_SPACE = 32
#: Characters after which text is not what it looks like, or is not kept as it is.
_ESCAPES = (b"&", b"\r")
_ESCAPE = r"[&\r]|_x"
_WIDE, _WIDE_SPACES = 0x80, (0xC2, 0xE1, 0xE2, 0xE3)


@dataclass(frozen=True)
class Texts:
    """The text of each cell: `pool[place]`, nothing where `place` is -1; `is_number` as typed."""

    pool: pa.StringArray
    place: Ints
    is_number: Flags
    errors: Ints


def read_values(cells: Cells, shared: pa.StringArray, oracle: Oracle) -> Texts:
    """The texts of `cells`, with what calamine says where they are not plain.

    Raises NotPlain, and CalamineError as calamine does.
    """
    kinds = _kinds_of(cells, oracle)
    return _Filling(cells, shared, oracle, kinds).texts()


def read_shared(strings: Strings, oracle: Oracle) -> pa.StringArray:
    """The shared texts of one piece, in order. Raises NotPlain, and CalamineError as calamine does."""
    content = strings.content
    raw = slices(content, strings.start, strings.end)
    is_odd = strings.is_strange | _is_odd_text(content, strings.start, strings.end, raw)
    if not is_odd.any():
        return _without_empty(raw)
    at = np.flatnonzero(is_odd)
    inner = _inner(content, strings.bounds, at)
    values = oracle.values([b' t="inlineStr"><is>' + xml + b"</is></c>" for xml in inner])
    place = np.arange(len(raw))
    place[at] = np.arange(len(raw), len(raw) + len(at))
    pool = pa.concat_arrays([raw, pa.array([cell_text(value) for value in values], pa.string())])
    return _without_empty(pool.take(pa.array(place)))


def _without_empty(texts: pa.StringArray) -> pa.StringArray:
    """The same with null for texts of no letter: such a cell is an empty one."""
    return pc.if_else(pc.equal(pc.binary_length(texts), 0), pa.scalar(None, pa.string()), texts)


def _kinds_of(cells: Cells, oracle: Oracle) -> Bytes:
    names = cells.attributes.dictionary.to_pylist()
    valued = np.array([_kind_of(name, oracle) for name in names], np.uint8)
    inline = np.array([_TEXT if _parsed(name).get("t") == "inlineStr" else _ODD for name in names], np.uint8)
    indices = cells.attributes.indices.to_numpy()
    kinds: Bytes = np.where(cells.is_inline, inline[indices], valued[indices])
    kinds[cells.is_strange] = _ODD
    kinds[cells.is_empty] = 0
    return kinds


def _kind_of(attributes: str, oracle: Oracle) -> int:
    """The kind of a cell with a `v` that has these attributes."""
    held = _parsed(attributes)
    kind = held.get("t", "n")
    if kind == "n":
        is_day = oracle.is_day_style(held.get("s", ""))
        return _ODD if is_day is None else _DAY if is_day else _NUMBER
    return {"s": _SHARED, "str": _TEXT, "e": _ERROR}.get(kind, _ODD)


def _parsed(attributes: str) -> dict[str, str]:
    if not _ATTRIBUTES.fullmatch(attributes):
        raise NotPlain("attributes of another form")
    return dict(_ATTRIBUTE.findall(attributes))


class _Filling:
    """Gathers the pool of texts kind by kind; what one way cannot read is left to the next."""

    def __init__(self, cells: Cells, shared: pa.StringArray, oracle: Oracle, kinds: Bytes) -> None:
        self._cells, self._shared, self._oracle, self._kinds = cells, shared, oracle, kinds
        self._raw = slices(cells.content, cells.start, cells.end)
        self._pools = [self._raw]
        self._size = len(self._raw)
        self._place = np.full(len(kinds), -1, np.int64)
        self._is_number = np.zeros(len(kinds), np.bool_)

    def texts(self) -> Texts:
        kinds = self._kinds
        self._fill_plain_text(np.flatnonzero(kinds == _TEXT))
        self._fill_shared(np.flatnonzero(kinds == _SHARED))
        self._fill_numbers(np.flatnonzero(kinds == _NUMBER))
        self._fill_days(np.flatnonzero(kinds == _DAY))
        self._fill_odd(np.flatnonzero(kinds == _ODD))
        pool = pa.concat_arrays(self._pools) if len(self._pools) > 1 else self._raw
        return Texts(pool, self._place, self._is_number, np.flatnonzero(kinds == _ERROR))

    def _fill_plain_text(self, at: Ints) -> None:
        if not len(at):
            return
        cells = self._cells
        is_odd = _is_odd_text(cells.content, cells.start[at], cells.end[at], self._raw.take(pa.array(at)))
        self._place[at[~is_odd]] = at[~is_odd]
        self._kinds[at[is_odd]] = _ODD

    def _fill_shared(self, at: Ints) -> None:
        if not len(at):
            return
        try:
            numbers = self._raw.take(pa.array(at)).cast(pa.int32())
            texts = self._shared.take(numbers)
        except (pa.ArrowInvalid, pa.ArrowIndexError) as error:
            raise NotPlain("a shared text that is not there") from error
        self._add(at, texts)

    def _fill_numbers(self, at: Ints) -> None:
        if not len(at):
            return
        texts = self._raw.take(pa.array(at))
        is_short = _holds(texts, _SHORTEST) & (pc.binary_length(texts).to_numpy() <= _MOST_CHARS)
        self._place[at[is_short]] = at[is_short]
        rest, texts = at[~is_short], texts.filter(pa.array(~is_short))
        if len(rest):
            is_decimal = _holds(texts, _DECIMAL)
            values = texts.filter(pa.array(is_decimal)).cast(pa.float64()).to_pylist()
            numbers = pa.array([number_text(value) or None for value in values], pa.string())
            self._add(rest[is_decimal], numbers)
            self._kinds[rest[~is_decimal]] = _ODD
        self._is_number[at] = self._kinds[at] == _NUMBER

    def _fill_days(self, at: Ints) -> None:
        if not len(at):
            return
        texts = self._raw.take(pa.array(at))
        is_whole = _holds(texts, _WHOLE)
        days = np.zeros(len(at), np.int32)
        days[is_whole] = texts.filter(pa.array(is_whole)).cast(pa.int32()).to_numpy()
        is_usual = (days >= _FIRST_DAY) & (days <= _LAST_DAY)
        dates = pa.array(days[is_usual] + _EPOCH, pa.int32()).cast(pa.date32()).cast(pa.string())
        self._add(at[is_usual], dates)
        self._kinds[at[~is_usual]] = _ODD

    def _fill_odd(self, at: Ints) -> None:
        if not len(at):
            return
        values = self._oracle.values(_inner(self._cells.content, self._cells.bounds, at))
        self._add(at, pa.array([cell_text(value) or None for value in values], pa.string()))
        self._is_number[at] = [is_number(value) for value in values]

    def _add(self, at: Ints, texts: pa.StringArray) -> None:
        self._place[at] = np.arange(self._size, self._size + len(texts))
        self._pools.append(texts)
        self._size += len(texts)


def _inner(content: bytes, bounds: tuple[Ints, Ints], at: Ints) -> list[bytes]:
    starts, ends = (edges[at].tolist() for edges in bounds)
    return [content[start:end] for start, end in zip(starts, ends, strict=True)]


def _is_odd_text(content: bytes, start: Ints, end: Ints, texts: pa.StringArray) -> Flags:
    """Texts with escapes, and those with spaces at an end (kept or not, as an attribute says).

    A space of more than one byte begins with 0xC2, 0xE1, 0xE2 or 0xE3; rather too many than too few.
    """
    found = np.frombuffer(content, np.uint8)
    first, last = found[start], found[np.maximum(end, 1) - 1]
    is_odd = (first <= _SPACE) | (last <= _SPACE) | (last >= _WIDE) | np.isin(first, _WIDE_SPACES)
    if any(mark in content for mark in _ESCAPES) or (b"_" in content and b"_x" in content):
        is_odd |= _holds(texts, _ESCAPE)
    return np.asarray(is_odd & (start < end))


def _holds(texts: pa.StringArray, pattern: str) -> Flags:
    found: Flags = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return found
