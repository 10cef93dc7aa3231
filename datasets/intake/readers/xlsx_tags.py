"""The cells of a piece of sheet XML, found by their bytes: whole arrays instead of one element after another.

Understands XML as Excel, LibreOffice and the usual libraries write it, and raises `NotPlain` for
all else (prefixes, comments, attributes in another order): that is then read by calamine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]

_C, _C_END, _V, _V_END, _V_EMPTY, _IS, _IS_END, _T, _T_END = range(1, 10)
_ROW, _ROW_END, _F, _F_END, _SI, _SI_END = range(10, 16)
#: First two bytes of a tag → its code, and how long it must be where it takes no attributes.
_TAGS: dict[bytes, tuple[int, int]] = {
    b"c ": (_C, 0),
    b"/c": (_C_END, 3),
    b"v>": (_V, 2),
    b"v ": (_V, 0),
    b"/v": (_V_END, 3),
    b"v/": (_V_EMPTY, 3),
    b"is": (_IS, 3),
    b"/i": (_IS_END, 4),
    b"t>": (_T, 2),
    b"t ": (_T, 0),
    b"/t": (_T_END, 3),
    b"ro": (_ROW, 0),
    b"/r": (_ROW_END, 5),
    b"f>": (_F, 2),
    b"f ": (_F, 0),
    b"f/": (_F, 3),
    b"/f": (_F_END, 3),
    b"si": (_SI, 3),
    b"/s": (_SI_END, 4),
}
_PADDING = bytes(64)
#: Tags that may be asked for behind the last one.
_ROOM = 10
_A, _Z, _ZERO, _NINE, _QUOTE, _SLASH = b'AZ09"/'
_MOST_LETTERS, _MOST_DIGITS = 3, 7
#: More columns than any sheet has: row and column as one number that rises from cell to cell.
_STRIDE = 1 << 15


class NotPlain(Exception):
    """The XML is written in a way this reader does not know."""


@dataclass(frozen=True)
class Cells:
    """The cells of one piece, in its order; `rows` and `columns` from 1.

    The value of a cell lies in the bytes from `start` to `end`. `is_inline` marks texts that stand
    in the cell itself, `is_empty` cells without value (`is_blank` those without formula, too, which
    take no room), `is_strange` those that hold more than a value (rich text). `attributes` is what
    follows the address; `bounds` goes from there to the end of the element.
    """

    content: bytes
    rows: Ints
    columns: Ints
    start: Ints
    end: Ints
    is_inline: Flags
    is_empty: Flags
    is_strange: Flags
    is_blank: Flags
    has_formula: Flags
    attributes: pa.DictionaryArray
    bounds: tuple[Ints, Ints]


@dataclass(frozen=True)
class Strings:
    """The shared texts of one piece: as with `Cells`; `bounds` lie within the `si` element."""

    content: bytes
    start: Ints
    end: Ints
    is_strange: Flags
    bounds: tuple[Ints, Ints]


@dataclass(frozen=True)
class _Tags:
    """Where the tags begin and end and what they are; with room behind the last of the `count`."""

    bytes: Bytes
    opens: Ints
    closes: Ints
    kinds: Bytes
    count: int


def find_cells(content: bytes) -> Cells | None:
    """The cells between the rows of `content`, which begins with a `<row`; None where it has none.

    Raises NotPlain.
    """
    tags = _tags_of(content)
    at = np.flatnonzero(tags.kinds == _C)
    if not len(at):
        _check_all_known(tags, at, at)
        return None
    kinds, opens, closes = tags.kinds, tags.opens, tags.closes
    forms = _forms_of(tags, at)
    last = _last_tags(kinds, at, forms)
    _check_all_known(tags, at, last)
    has_text = forms.value | forms.inline
    begin = np.where(has_text, forms.after + forms.inline, at)
    start = np.where(has_text, closes[begin] + 1, opens[at])
    end = np.where(has_text, opens[begin + 1], start)
    rows, columns, named = _addresses(tags.bytes, opens[at])
    return Cells(
        content=content,
        rows=rows,
        columns=columns,
        start=start,
        end=end,
        is_inline=forms.inline,
        is_empty=(start == end) & ~forms.strange,
        is_strange=forms.strange,
        is_blank=forms.closed | (forms.bare & ~forms.formula),
        has_formula=forms.formula,
        attributes=slices(content, named, closes[at]).dictionary_encode(),
        bounds=(named, closes[last] + 1),
    )


@dataclass(frozen=True)
class _Forms:
    """How each cell is written: `<c/>`, with a `v`, with a text of its own, with nothing, or otherwise.

    `after` is the tag behind the opening one, or behind the formula.
    """

    closed: Flags
    value: Flags
    inline: Flags
    bare: Flags
    strange: Flags
    formula: Flags
    after: Ints


def _forms_of(tags: _Tags, at: Ints) -> _Forms:
    kinds, before_end = tags.kinds, tags.bytes[tags.closes - 1]
    closed = before_end[at] == _SLASH
    formula = (kinds[at + 1] == _F) & ~closed
    short = formula & (before_end[at + 1] == _SLASH)
    after = at + 1 + np.where(formula, np.where(short, 1, 2), 0)
    sound = ~closed & (~formula | short | (kinds[at + 2] == _F_END))
    value = _follows(kinds, after, _V, _V_END, _C_END) & sound
    inline = _follows(kinds, after, _IS, _T, _T_END, _IS_END, _C_END) & sound & ~formula
    bare = (_follows(kinds, after, _C_END) | _follows(kinds, after, _V_EMPTY, _C_END)) & sound
    strange = ~(value | inline | bare | closed)
    if (strange & formula).any():
        raise NotPlain("a formula with more than a value")
    return _Forms(closed, value, inline, bare, strange, formula, after)


def find_strings(content: bytes) -> Strings:
    """The shared texts of `content`, which begins with a `<si>`. Raises NotPlain."""
    tags = _tags_of(content)
    at, ends = np.flatnonzero(tags.kinds == _SI), np.flatnonzero(tags.kinds == _SI_END)
    if len(at) != len(ends) or (at > ends).any() or (at[1:] != ends[:-1] + 1).any():
        raise NotPlain("elements between the texts")
    if len(at) and (at[0] != 0 or ends[-1] != tags.count - 1):
        raise NotPlain("elements around the texts")
    is_plain = _follows(tags.kinds, at + 1, _T, _T_END, _SI_END)
    start = np.where(is_plain, tags.closes[at + 1] + 1, tags.opens[at])
    end = np.where(is_plain, tags.opens[at + 2], start)
    return Strings(content, start, end, ~is_plain, (tags.closes[at] + 1, tags.opens[ends]))


def _tags_of(content: bytes) -> _Tags:
    found = np.frombuffer(content + _PADDING, np.uint8)
    opens, closes = np.flatnonzero(found == ord("<")), np.flatnonzero(found == ord(">"))
    if len(opens) != len(closes) or (opens > closes).any() or (opens[1:] < closes[:-1]).any():
        raise NotPlain("brackets within text")
    pairs = found[opens + 1].astype(np.uint16) << 8
    pairs |= found[opens + 2]
    kinds, lengths = _KINDS[pairs], closes - opens
    expected = _LENGTHS[pairs]
    kinds[(expected != 0) & (expected != lengths)] = 0
    for kind, third in ((_ROW, b"w"), (_ROW_END, b"o")):
        some = np.flatnonzero(kinds == kind)
        kinds[some[found[opens[some] + 3] != ord(third)]] = 0
    kinds[(kinds == _V) & (found[closes - 1] == _SLASH)] = _V_EMPTY
    room = np.full(_ROOM, len(content))
    return _Tags(
        found,
        np.concatenate([opens, room]),
        np.concatenate([closes, room]),
        np.concatenate([kinds, np.zeros(_ROOM, np.uint8)]),
        len(opens),
    )


def _follows(kinds: Bytes, at: Ints, *wanted: int) -> Flags:
    held: Any = kinds[at] == wanted[0]
    for place, kind in enumerate(wanted[1:], start=1):
        held &= kinds[at + place] == kind
    return np.asarray(held)


def _last_tags(kinds: Bytes, at: Ints, forms: _Forms) -> Ints:
    """The place of the tag that ends each cell."""
    last = forms.after + np.where(forms.value, 2, np.where(forms.inline, 4, 0))
    last = np.where(kinds[last] == _V_EMPTY, last + 1, last)
    last = np.where(forms.closed, at, last)
    is_strange = forms.strange
    if is_strange.any():
        ends = np.flatnonzero(kinds == _C_END)
        following = np.searchsorted(ends, at[is_strange])
        if (following >= len(ends)).any():
            raise NotPlain("a cell without end")
        last[is_strange] = ends[following]
    if (last[:-1] >= at[1:]).any():
        raise NotPlain("a cell within a cell")
    return np.asarray(last)


def _check_all_known(tags: _Tags, at: Ints, last: Ints) -> None:
    """Every tag belongs to a cell or begins or ends a row."""
    rows = np.count_nonzero((tags.kinds == _ROW) | (tags.kinds == _ROW_END))
    if int((last - at + 1).sum()) + rows != tags.count:
        raise NotPlain("elements between the cells")


def _addresses(found: Bytes, opens: Ints) -> tuple[Ints, Ints, Ints]:
    """Row and column of each cell, and where its other attributes begin. Raises NotPlain."""
    for place, wanted in enumerate(b'r="', start=3):
        if (found[opens + place] != wanted).any():
            raise NotPlain("no address first")
    at = opens + 6
    columns, rows = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    byte: Bytes
    for place in range(_MOST_LETTERS):
        byte = found[at]
        is_letter = byte > _NINE
        if (is_letter & ((byte < _A) | (byte > _Z))).any() or (not place and not is_letter.all()):
            raise NotPlain("an address of another form")
        if not is_letter.any():
            break
        columns = np.where(is_letter, columns * 26 + (byte - (_A - 1)), columns)
        at = at + is_letter
    for _ in range(_MOST_DIGITS + 1):
        byte = found[at]
        is_digit = byte != _QUOTE
        if not is_digit.any():
            break
        if (is_digit & ((byte < _ZERO) | (byte > _NINE))).any():
            raise NotPlain("an address of another form")
        rows = np.where(is_digit, rows * 10 + (byte - _ZERO), rows)
        at = at + is_digit
    _check_order(rows, columns)
    return rows, columns, at + 1


def _check_order(rows: Ints, columns: Ints) -> None:
    if rows.min() < 1 or columns.min() < 1 or rows.max() > 1 << 20 or columns.max() >= _STRIDE:
        raise NotPlain("an address out of the sheet")
    if (np.diff(rows * _STRIDE + columns) <= 0).any():
        raise NotPlain("cells out of order")


def slices(content: bytes, start: Ints, end: Ints) -> pa.StringArray:
    """Text by text without copying what lies between: every second slice of the buffer is taken."""
    edges = np.empty(2 * len(start) + 1, np.int32)
    edges[0:-1:2], edges[1::2], edges[-1] = start, end, end[-1]
    every = pa.StringArray.from_buffers(2 * len(start), pa.py_buffer(edges), pa.py_buffer(content))
    return every.take(pa.array(np.arange(0, 2 * len(start), 2, dtype=np.int32)))


def _lookups() -> tuple[Bytes, Bytes]:
    """Pair of bytes → code; pair → length of the tag where that is fixed."""
    kinds, lengths = np.zeros(1 << 16, np.uint8), np.zeros(1 << 16, np.uint8)
    for pair, (kind, length) in _TAGS.items():
        kinds[int.from_bytes(pair, "big")] = kind
        lengths[int.from_bytes(pair, "big")] = length
    return kinds, lengths


_KINDS, _LENGTHS = _lookups()
