"""Spaces and marks around a value that no reader sees: trimmed, and told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.intake.values.shapes import edges_of, text_of

#: What is trimmed at both ends: spaces of every kind, line ends, zero-width marks.
_INVISIBLE = (
    " \t\r\n\v\f\u00a0\u00ad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
#: Excel's mark for "this is text", left in the value by some exports.
_TEXT_MARK = r"^'([0-9A-Z=+@-][^']*)$"
#: Blanks within a value: two or more, or one that does not break.
_WIDE = r"(\S)(?: *\x{a0}[ \x{a0}]*|  +)"
_WIDE_SIGNS = (b"  ", "\u00a0".encode())

_SUSPECT = np.zeros(256, bool)
_SUSPECT[:33] = True
_SUSPECT[ord("'")] = True
_SUSPECT[0x80:] = True


@dataclass(frozen=True)
class Tidied:
    """A column without stray spaces, and which of its cells were changed (None: not one)."""

    column: pa.StringArray
    changed: pa.BooleanArray | None = None


def tidy(column: pa.StringArray, *, keep_indent: bool = False) -> Tidied:
    """Trim each value, with one blank where there were several; an empty one becomes null.

    `keep_indent` leaves blanks at the start.
    Indented labels (an APBD's accounts) say by their blanks which line belongs to which.
    """
    if is_tidy(column):
        return Tidied(column)
    trimmed = (pc.utf8_rtrim if keep_indent else pc.utf8_trim)(column, characters=_INVISIBLE)
    trimmed = pc.replace_substring_regex(trimmed, _TEXT_MARK, r"\1")
    trimmed = pc.replace_substring_regex(trimmed, _WIDE, r"\1 ")
    changed = pc.fill_null(pc.not_equal(trimmed, column), False)
    trimmed = pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
    return Tidied(trimmed, changed if changed.true_count else None)


def indents_of(column: pa.StringArray) -> set[int]:
    """The widths of the blanks that values of the column start with."""
    first, _ = edges_of(column)
    if not (first == ord(" ")).any():
        return {0} if len(first) else set()
    bare = pc.utf8_ltrim(column, characters=" ")
    widths = pc.subtract(pc.binary_length(column), pc.binary_length(bare))
    return {width for width in pc.unique(widths).to_pylist() if width is not None}


def is_tidy(column: pa.StringArray) -> bool:
    """Whether certainly no value has a stray space; a quick look at the edges, and for wide blanks within."""
    first, last = edges_of(column)
    if len(first) < len(column) - column.null_count:
        return False
    if _SUSPECT[first].any() or _SUSPECT[last].any():
        return False
    text = text_of(column)
    return not any(sign in text for sign in _WIDE_SIGNS)
