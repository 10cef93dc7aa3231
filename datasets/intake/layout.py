"""Finds the table on a sheet: which rows are titles, which head the columns, where data begins.

Looks only at the first rows as text and at merged ranges; indexes here are 0-based, what leaves
this module for people is 1-based as the spreadsheet shows it (DOMAIN §7 nos. 1–4).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from datasets.intake.layout_header import joined_labels, last_header_row, spread
from datasets.intake.layout_rows import (
    filled,
    is_note,
    is_number,
    is_number_row,
    is_total_label,
    is_unit_row,
    is_year,
    joined,
)
from datasets.intake.table import Merge

#: A header lies within this many rows from the top.
_SEARCH_ROWS = 60


@dataclass(frozen=True)
class Layout:
    """Where a table lies. `header` is (first, last) row index or None; `body` the first data row.

    `is_certain` is False where several rows could have been the header. `number_row` is the
    index of a `(1)(2)(3)` row, `titles` the texts above the header.
    """

    header: tuple[int, int] | None
    body: int
    labels: list[str]
    titles: list[str] = field(default_factory=list)
    title_rows: int = 0
    number_row: int | None = None
    is_certain: bool = True
    typical: int = 1

    @property
    def header_row(self) -> str:
        """`7`, `4-5` or `none`, as people count."""
        if self.header is None:
            return "none"
        first, last = self.header
        return str(first + 1) if first == last else f"{first + 1}-{last + 1}"


def find_layout(
    rows: Sequence[Sequence[str]],
    merges: Sequence[Merge] = (),
    width: int | None = None,
    chosen: tuple[int, int] | None = None,
) -> Layout | None:
    """The layout of the table that begins in `rows`, or None where there is no table.

    `width` is the number of columns where it is known (a sheet), None for text, where the header
    and the records below decide. `chosen` are the header rows a person named (1-based; (0, 0): none).
    """
    spreaded = spread(rows, merges)
    typical = _typical_fill(spreaded)
    if not typical:
        return None
    if chosen == (0, 0):
        top = next(at for at, row in enumerate(rows) if len(filled(row)) >= min(typical, 2))
        return replace(_headerless(rows, top, width, typical), is_certain=True)
    if chosen is not None:
        first, last = chosen[0] - 1, chosen[1] - 1
        if last >= len(rows):
            return None
    else:
        found = _first_header_row(rows, spreaded, merges, typical)
        if found is None:
            return None
        first = found
        last = last_header_row(rows, merges, first)
        if first == last and _is_data(rows, first):
            return _headerless(rows, first, width, typical)
    return _described(rows, merges, (first, last), width, typical)


def _typical_fill(rows: Sequence[Sequence[str]]) -> int:
    """How many cells a row of the table usually holds (the median over the fuller rows)."""
    counts = [len(filled(row)) for row in rows]
    widest = max(counts, default=0)
    fuller = [count for count in counts if count * 3 > widest]
    return int(median(fuller)) if widest else 0


def _first_header_row(
    rows: Sequence[Sequence[str]],
    spreaded: Sequence[Sequence[str]],
    merges: Sequence[Merge],
    typical: int,
) -> int | None:
    """The first row wide enough to head the table and made of several different cells."""
    wanted = max(min(typical, 2), round(typical * 0.6))
    for index, row in enumerate(spreaded[:_SEARCH_ROWS]):
        at = filled(row)
        if len(at) < wanted or _is_line_of_description(rows[index], typical):
            continue
        if typical > 1 and len(filled(rows[index])) < 2:
            continue
        if is_note(rows[index]) and len(at) <= 2 < typical:
            continue
        return index
    return None


def _is_line_of_description(row: Sequence[str], typical: int) -> bool:
    """`Kabupaten/Kota : Ternate`: a line above a table that is no part of it."""
    at = filled(row)
    if not at or len(at) > 3 or typical <= 2:
        return False
    return row[at[0]].rstrip().endswith(":") or (len(at) > 1 and row[at[1]].lstrip().startswith(":"))


def _is_data(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Whether the row that should be the header looks like the data below it.

    Years and running numbers are fine headers; other figures over figures are not.
    """
    header = rows[index]
    below = [row for row in rows[index + 1 :] if filled(row)][:50]
    figures = [at for at in filled(header) if is_number(header[at])]
    if len(below) < 2 or not figures:
        return False
    if all(is_year(header[at]) for at in figures) or _is_running(header, figures):
        return False
    same = sum(_is_mostly_figures(below, at) for at in figures)
    return same == len(figures) and len(figures) * 4 >= len(filled(header))


def _is_running(header: Sequence[str], figures: list[int]) -> bool:
    """`1 2 3 … 12` or `0 1 2 …`: months or ages as columns."""
    values = [int(text) for at in figures if (text := header[at].strip()).isdigit()]
    steps = {later - earlier for earlier, later in itertools.pairwise(values)}
    return len(values) == len(figures) > 2 and steps == {1}


def _is_mostly_figures(rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in rows if at < len(row) and row[at].strip()]
    return bool(cells) and sum(is_number(cell) for cell in cells) >= 0.8 * len(cells)


def _headerless(rows: Sequence[Sequence[str]], first: int, width: int | None, typical: int) -> Layout:
    columns = width or _text_width(rows, first, first)
    titles = [joined(row) for row in rows[:first] if filled(row)]
    return Layout(
        None, first, [""] * columns, titles, title_rows=len(titles), is_certain=False, typical=typical
    )


def _described(
    rows: Sequence[Sequence[str]],
    merges: Sequence[Merge],
    header: tuple[int, int],
    width: int | None,
    typical: int,
) -> Layout:
    first, last = header
    columns = width or _text_width(rows, first, last)
    body = last + 1
    if body < len(rows) and is_unit_row(rows[body], rows[last]):
        last, body = body, body + 1
    labels = joined_labels(rows, merges, first, last, columns)
    number_row = None
    if body < len(rows) and is_number_row(rows[body], rows[body + 1 :]):
        number_row, body = body, body + 1
    titles = _titles_above(rows, first, typical)
    return Layout(
        (first, last),
        body,
        labels,
        titles,
        title_rows=len(titles),
        number_row=number_row,
        is_certain=_is_header_certain(rows, first, last),
        typical=typical,
    )


def _titles_above(rows: Sequence[Sequence[str]], first: int, typical: int) -> list[str]:
    """The lines above a header; of a later table on the sheet, only those below the one before."""
    above: list[str] = []
    for row in reversed(rows[:first]):
        if 1 < typical <= len(filled(row)):
            break
        if filled(row):
            above.append(joined(row))
    return above[::-1]


def _text_width(rows: Sequence[Sequence[str]], first: int, last: int) -> int:
    """Columns of a text table: the header's, unless nearly all records below agree on others."""
    header = max(len(row) for row in rows[first : last + 1])
    below = Counter(len(row) for row in rows[last + 1 :] if filled(row))
    if not below:
        return header
    width, times = below.most_common(1)[0]
    is_clear = times >= 5 and times * 10 >= below.total() * 9
    return max(width, header) if is_clear and width > header else header


def _is_header_certain(rows: Sequence[Sequence[str]], first: int, last: int) -> bool:
    """A header of words over columns of which some hold figures, or named apart from its body."""
    cells = [text for row in rows[first : last + 1] for text in row if text.strip()]
    words = [text for text in cells if not is_number(text)]
    if any(is_total_label(text) for text in words[:1]) or len(words) * 3 < len(cells):
        below = rows[last + 1 : last + 50]
        return bool(words) and all(is_year(text) for text in cells if is_number(text)) and bool(below)
    return True
