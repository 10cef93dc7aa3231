"""Finds the table where the dataset's last file had it, by its headers, and asks where it cannot.

What is remembered is a hint that must fit: it is looked for anew in each file, never applied blindly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datasets.intake.headings import heading_of
from datasets.intake.layout import Layout, find_layout
from datasets.intake.layout_header import joined_labels
from datasets.intake.layout_rows import filled
from datasets.intake.schema import Question, Recipe, Remembered
from datasets.intake.table import Merge
from datasets.intake.values.words import normalised
from datasets.vocab import FindingCode as F

#: Share of the remembered headers that must be there again.
_MOSTLY = 0.8
#: So many rows a header looked for may be spread over, and so many other places are offered.
_LEVELS = 4
_MOST_OFFERED = 4
#: Headers shown of each place.
_SHOWN = 5
NO_HEADER = "none"

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Placed:
    """A table's layout; `is_known` where a person named it or it is as in the dataset's last file.

    `is_strange`: the last file's headers are known, and this is another table.
    """

    layout: Layout
    is_known: bool = False
    is_strange: bool = False


def placed(
    rows: Rows, merges: Sequence[Merge], width: int | None, recipe: Recipe, remembered: Remembered
) -> Placed | None:
    """The layout as answered, as remembered, or as the head shows; None where there is no table."""
    layout = find_layout(rows, merges, width, recipe.header_rows)
    if layout is None or recipe.header_rows is not None:
        return None if layout is None else Placed(layout, is_known=True)
    if fits(layout, remembered):
        return Placed(layout, is_known=True)
    again = _header_again(rows, merges, width, remembered.headers)
    known = find_layout(rows, merges, width, again) if again else None
    if known is not None:
        return Placed(known, is_known=True)
    return Placed(layout, is_strange=bool(remembered.headers))


def fits(layout: Layout, remembered: Remembered) -> bool:
    """Whether the layout is that of the last file, or of the dictionary: its headers, or again none."""
    if layout.header is None:
        return remembered.header_row == NO_HEADER and len(remembered.headers) == len(layout.labels)
    return _are_alike(layout.labels, remembered.headers) or _are_alike(layout.labels, remembered.dictionary)


def _are_alike(labels: Iterable[str], headers: Sequence[str]) -> bool:
    wanted = {_key(header) for header in headers if header.strip()}
    found = {_key(label) for label in labels}
    return bool(wanted) and len(wanted & found) >= max(_MOSTLY * len(wanted), min(2, len(wanted)))


def _key(label: str) -> tuple[str, str]:
    """A header without its period: next year's column is the same kind of column."""
    heading = heading_of(label)
    return (heading.kind, normalised(heading.rest)) if heading else ("", normalised(label))


def _header_again(
    rows: Rows, merges: Sequence[Merge], width: int | None, headers: Sequence[str]
) -> tuple[int, int] | None:
    """The rows (from 1) that hold the remembered headers, wherever they stand in the head."""
    for first in range(len(rows) if headers else 0):
        if not filled(rows[first]):
            continue
        for last in range(first, min(first + _LEVELS, len(rows))):
            columns = width or max(len(row) for row in rows[first : last + 1])
            if _are_alike(joined_labels(rows, merges, first, last, columns), headers):
                return first + 1, last + 1
    return None


def header_question(rows: Rows, place: Placed) -> list[Question]:
    """Which row heads the table; not asked where it is the first, is known, or a person said it."""
    layout = place.layout
    is_plain = layout.is_certain and not layout.title_rows and "-" not in layout.header_row
    if place.is_known or (is_plain and not place.is_strange):
        return []
    shown = {layout.header_row: shown_headers(layout.labels)} | _other_places(rows, layout)
    if len(shown) < 2:
        return []
    return [Question(F.HEADER_UNCERTAIN, "", tuple(shown), layout.header_row, shown=shown)]


def _other_places(rows: Rows, layout: Layout) -> dict[str, str]:
    """Rows near the header that could be one as well, and that there is none."""
    first, last = layout.header or (layout.body, layout.body)
    near = [at for at in range(max(first - 3, 0), min(last + 3, len(rows))) if len(filled(rows[at])) > 1]
    shown = {str(at + 1): shown_headers(rows[at]) for at in near if str(at + 1) != layout.header_row}
    offered = dict(list(shown.items())[:_MOST_OFFERED])
    return offered if layout.header is None else offered | {NO_HEADER: ""}


def shown_headers(labels: Sequence[str]) -> str:
    """The first few headers on one line."""
    texts = [" ".join(label.split()) for label in labels if label.strip()]
    return " · ".join(texts[:_SHOWN]) + (" …" if len(texts) > _SHOWN else "")
