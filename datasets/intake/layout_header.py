"""Headers that are spread over several rows: how far they reach, and how they join to labels."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from datasets.intake.layout_rows import filled, is_number, is_year
from datasets.intake.table import Merge

#: Most rows that one header may be spread over.
MAX_LEVELS = 8
_JOINER = " / "

Rows = Sequence[Sequence[str]]


def spread(rows: Rows, merges: Sequence[Merge]) -> list[list[str]]:
    """The rows with every merged range filled with the text of its first cell."""
    copies = [list(row) for row in rows]
    for merge in merges:
        if merge.top >= len(copies) or merge.left >= len(copies[merge.top]):
            continue
        text = copies[merge.top][merge.left]
        for row in copies[merge.top : merge.bottom + 1]:
            for at in range(merge.left, min(merge.right + 1, len(row))):
                row[at] = text
    return copies


def last_header_row(rows: Rows, merges: Sequence[Merge], first: int) -> int:
    """The last row of the header that begins in row `first`."""
    last = _reach_of_merges(rows, merges, first)
    if last is None:
        last = first
        while last - first < MAX_LEVELS and _continues(rows, first, last):
            last += 1
    return min(last, len(rows) - 1, first + MAX_LEVELS)


def _reach_of_merges(rows: Rows, merges: Sequence[Merge], first: int) -> int | None:
    """How far the merged ranges of a header reach down, with the level below grouped columns.

    None where no range touches the first header row.
    """
    if not any(merge.top == first for merge in merges):
        return None
    last = first
    while last - first < MAX_LEVELS:
        inside = [merge for merge in merges if first <= merge.top <= last]
        reach = max(last, *(merge.bottom for merge in inside))
        if reach == last and _has_level_below(rows, inside, last):
            reach = last + 1
        if reach == last:
            break
        last = reach
    return last


def _has_level_below(rows: Rows, merges: Sequence[Merge], last: int) -> bool:
    """Whether groups in row `last` are divided by the row below: words under the groups only."""
    groups = [merge for merge in merges if merge.top == merge.bottom == last < len(rows) - 1]
    grouped = {at for merge in groups for at in range(merge.left, merge.right + 1)}
    at = filled(rows[last + 1]) if groups else []
    return bool(at) and all(
        place in grouped and (not is_number(rows[last + 1][place]) or is_year(rows[last + 1][place]))
        for place in at
    )


def _continues(rows: Rows, first: int, last: int) -> bool:
    """Whether the row below is one more level: words that fill gaps under groups, no data.

    Its first column must be empty under a header that is not, and it may not hold figures.
    """
    if last + 1 >= len(rows):
        return False
    above, below = rows[last], rows[last + 1]
    at = filled(below)
    if not at or not filled(above) or any(is_number(below[i]) and not is_year(below[i]) for i in at):
        return False
    start = filled(rows[first])[0]
    gaps = [i for i in range(start, len(above)) if not above[i].strip()]
    fills_gap = any(i in at for i in gaps)
    starts_empty = start < len(below) and not below[start].strip()
    is_group = any(i in at for i in filled(above)) or last > first
    return starts_empty and fills_gap and is_group and _has_figures_below(rows, last + 2)


def _has_figures_below(rows: Rows, start: int) -> bool:
    return any(is_number(text) for row in rows[start : start + 10] for text in row if text.strip())


def joined_labels(rows: Rows, merges: Sequence[Merge], first: int, last: int, width: int) -> list[str]:
    """One label for each of `width` columns: the levels above it, joined by ` / `."""
    if first == last:
        return [rows[first][at] if at < len(rows[first]) else "" for at in range(width)]
    inside = [merge for merge in merges if merge.top >= first and merge.bottom <= last]
    levels = spread(rows[first : last + 1], [lifted(merge, first) for merge in inside])
    levels = [row + [""] * (width - len(row)) for row in levels]
    if not inside:
        _carry_groups(levels)
    return [_join([row[at] for row in levels]) for at in range(width)]


def lifted(merge: Merge, first: int) -> Merge:
    """The range as seen from row `first` on."""
    return Merge(merge.top - first, merge.left, merge.bottom - first, merge.right)


def _carry_groups(levels: list[list[str]]) -> None:
    """Without merged ranges (CSV), a group reaches right over empty cells that have a word below."""
    for upper, lower in reversed(list(itertools.pairwise(levels))):
        group = ""
        for at, text in enumerate(upper):
            if text.strip():
                group = text if at < len(lower) and lower[at].strip() else ""
            elif group and lower[at].strip():
                upper[at] = group
            else:
                group = ""


def _join(parts: list[str]) -> str:
    kept: list[str] = []
    for part in (" ".join(text.split()) for text in parts):
        if part and (not kept or kept[-1] != part):
            kept.append(part)
    return _JOINER.join(kept)
