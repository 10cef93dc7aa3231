"""Chooses the sheet of a workbook that holds the table, and says which others there are."""

from __future__ import annotations

from dataclasses import dataclass

from datasets.intake.findings import Findings, Refusal
from datasets.intake.layout import Layout, find_layout
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.workbook import Workbook, open_workbook
from datasets.intake.schema import Limits, Recipe
from datasets.intake.table import FileFound
from datasets.own_sheets import is_ours, may_be_ours
from datasets.vocab import FindingCode as F

#: So many sheets are opened to find the table; a workbook of more is read from its first ones.
_MOST_OPENED = 12
#: A later sheet is preferred only where it holds so many times the cells of an earlier one.
_MUCH_LARGER = 4


@dataclass
class Chosen:
    """The sheet to read, laid out."""

    source: HeldSource
    layout: Layout

    @property
    def cells(self) -> int:
        """How many cells the sheet spans."""
        return self.source.rows * self.source.width


def choose_sheet(found: FileFound, recipe: Recipe, limits: Limits, findings: Findings) -> Chosen:
    """The sheet named in `recipe`, else the first with a table (a much larger one wins).

    Raises Refusal where no sheet holds a table, or the named one is not there.
    """
    workbook = open_workbook(found, limits)
    if recipe.sheet:
        chosen = _named(workbook, recipe)
        others = [n for n in workbook.visible if n != recipe.sheet and not _is_ours_named(workbook, n)]
    else:
        chosen, others = _best(workbook, recipe)
    name = chosen.source.info.name
    hidden = [other for other in workbook.hidden if other != name]
    if others:
        findings.add(
            F.SHEET_CHOSEN,
            sheet=name,
            params={"count_sheets": len(others) + 1, "sheet": name, "others": others[:30]},
        )
    if hidden:
        findings.add(F.SHEETS_HIDDEN, sheet=name, params={"others": hidden[:30]})
    chosen.source.info.other_sheets = tuple(others)
    return chosen


def _named(workbook: Workbook, recipe: Recipe) -> Chosen:
    if recipe.sheet not in workbook.visible + workbook.hidden:
        raise Refusal(F.NO_TABLE).at(sheet=recipe.sheet)
    source = workbook.source(recipe.sheet)
    layout = _layout_of(source, recipe)
    if layout is None:
        raise Refusal(F.NO_TABLE).at(sheet=recipe.sheet)
    return Chosen(source, layout)


def _best(workbook: Workbook, recipe: Recipe) -> tuple[Chosen, list[str]]:
    """The best sheet, and the names of the other visible ones that hold anything."""
    names = [name for name in workbook.visible if not workbook.is_blank(name)] or workbook.hidden
    best: Chosen | None = None
    filled = []
    for name in names[:_MOST_OPENED]:
        source = workbook.source(name)
        if not source.rows or _is_ours(source):
            continue
        filled.append(name)
        layout = _layout_of(source, recipe)
        if layout is None or not _has_body(source, layout):
            continue
        candidate = Chosen(source, layout)
        if best is None or candidate.cells > best.cells * _MUCH_LARGER:
            best = candidate
    if best is None:
        best = _headed_only(workbook, filled, recipe)
    chosen = best.source.info.name
    return best, [name for name in [*filled, *names[_MOST_OPENED:]] if name != chosen]


def _headed_only(workbook: Workbook, filled: list[str], recipe: Recipe) -> Chosen:
    """The first sheet with a header and nothing below it: refused later, with that reason."""
    for name in filled:
        source = workbook.source(name)
        layout = _layout_of(source, recipe)
        if layout is not None:
            return Chosen(source, layout)
    raise Refusal(F.NO_TABLE)


def _is_ours_named(workbook: Workbook, name: str) -> bool:
    return may_be_ours(name) and _is_ours(workbook.source(name))


def _is_ours(source: HeldSource) -> bool:
    """Whether we wrote the sheet (`datasets.own_sheets`): nobody is asked about it."""
    name = source.info.name
    head = source.head() if may_be_ours(name) else []
    return bool(head) and bool(head[0]) and is_ours(name, head[0][0])


def _layout_of(source: HeldSource, recipe: Recipe) -> Layout | None:
    return find_layout(source.head(), source.info.merges, source.width, recipe.header_rows)


def _has_body(source: HeldSource, layout: Layout) -> bool:
    return source.rows > layout.body
