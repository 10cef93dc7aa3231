"""Chooses the sheet of a workbook that holds the table, and says which others there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from datasets.intake.findings import Findings, Refusal
from datasets.intake.layout import Layout
from datasets.intake.layout_beside import ALL, narrowed, tables_beside
from datasets.intake.layout_recall import Placed, placed, shown_headers
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.workbook import Workbook, open_workbook
from datasets.intake.schema import Limits, Question, Recipe, Remembered
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
    place: Placed
    questions: list[Question] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        """Where the table lies on the sheet."""
        return self.place.layout

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return self.source.info.name

    @property
    def has_columns(self) -> bool:
        """Whether there are two columns or more: a sheet of instructions has one."""
        return sum(bool(label.strip()) for label in self.layout.labels) > 1

    @property
    def cells(self) -> int:
        """How many cells the sheet spans."""
        return self.source.rows * self.source.width


def choose_sheet(
    found: FileFound, recipe: Recipe, remembered: Remembered, limits: Limits, findings: Findings
) -> Chosen:
    """The sheet named in `recipe`, else that of the last file, else the first (a much larger one wins).

    Several that could be meant are asked about. Raises Refusal where no sheet holds a table, or
    the named one is not there.
    """
    workbook = open_workbook(found, limits)
    if recipe.sheet:
        chosen = _named(workbook, recipe, remembered)
        others = [n for n in workbook.visible if n != recipe.sheet and not _is_ours_named(workbook, n)]
    else:
        chosen, others = _best(workbook, recipe, remembered)
    hidden = [other for other in workbook.hidden if other != chosen.name]
    if others:
        findings.add(
            F.SHEET_CHOSEN,
            sheet=chosen.name,
            params={"count_sheets": len(others) + 1, "sheet": chosen.name, "others": others[:30]},
        )
    if hidden:
        findings.add(F.SHEETS_HIDDEN, sheet=chosen.name, params={"others": hidden[:30]})
    chosen.source.info.other_sheets = tuple(others)
    return _one_of_several(chosen, recipe, remembered, findings)


def _one_of_several(chosen: Chosen, recipe: Recipe, remembered: Remembered, findings: Findings) -> Chosen:
    """The table meant of several side by side: told and asked about; the first until there is an answer."""
    if recipe.columns == ALL:
        return chosen
    parts = {} if recipe.columns else tables_beside(chosen.source, chosen.layout)
    wanted = recipe.columns or next(iter(parts), "")
    source = narrowed(chosen.source, wanted) if wanted else None
    place = _place_of(source, recipe, remembered) if source is not None else None
    if source is None or place is None:
        return chosen
    questions = list(chosen.questions)
    if parts:
        told = {"parts": ", ".join(parts), "read": wanted}
        findings.add(F.TABLES_BESIDE, sheet=chosen.name, params=told)
        shown = {name: shown_headers(labels) for name, labels in parts.items()}
        questions.append(Question(F.TABLES_BESIDE, "", (*shown, ALL), wanted, shown=shown))
    return Chosen(source, place, questions)


def _named(workbook: Workbook, recipe: Recipe, remembered: Remembered) -> Chosen:
    if recipe.sheet not in workbook.visible + workbook.hidden:
        raise Refusal(F.NO_TABLE).at(sheet=recipe.sheet)
    source = workbook.source(recipe.sheet)
    place = _place_of(source, recipe, remembered)
    if place is None:
        raise Refusal(F.NO_TABLE).at(sheet=recipe.sheet)
    return Chosen(source, place)


def _best(workbook: Workbook, recipe: Recipe, remembered: Remembered) -> tuple[Chosen, list[str]]:
    """The best sheet, and the names of the other visible ones that hold anything."""
    names = [name for name in workbook.visible if not workbook.is_blank(name)] or workbook.hidden
    tables, filled = [], []
    for name in names[:_MOST_OPENED]:
        source = workbook.source(name)
        if not source.rows or _is_ours(source):
            continue
        filled.append(name)
        place = _place_of(source, recipe, remembered)
        if place is not None and _has_body(source, place.layout):
            tables.append(Chosen(source, place))
    best = _chosen(tables, remembered) if tables else _headed_only(workbook, filled, recipe)
    return best, [name for name in [*filled, *names[_MOST_OPENED:]] if name != best.name]


def _chosen(tables: list[Chosen], remembered: Remembered) -> Chosen:
    """The sheet with the last file's name or headers; else the largest, and the others are asked about."""
    alike = [one for one in tables if one.place.is_known] if remembered.headers else []
    named = [one for one in alike if one.name == remembered.sheet]
    if named or len(alike) == 1:
        return (named or alike)[0]
    offered = alike or [one for one in tables if one.has_columns] or tables
    best = offered[0]
    for one in offered:
        best = one if one.cells > best.cells * _MUCH_LARGER else best
    if len(offered) > 1:
        shown = {one.name: shown_headers(one.layout.labels) for one in offered}
        best.questions.append(Question(F.SHEET_CHOSEN, "", tuple(shown), best.name, shown=shown))
    return best


def _headed_only(workbook: Workbook, filled: list[str], recipe: Recipe) -> Chosen:
    """The first sheet with a header and nothing below it: refused later, with that reason."""
    for name in filled:
        source = workbook.source(name)
        place = _place_of(source, recipe, Remembered())
        if place is not None:
            return Chosen(source, place)
    raise Refusal(F.NO_TABLE)


def _is_ours_named(workbook: Workbook, name: str) -> bool:
    return may_be_ours(name) and _is_ours(workbook.source(name))


def _is_ours(source: HeldSource) -> bool:
    """Whether we wrote the sheet (`datasets.own_sheets`): nobody is asked about it."""
    name = source.info.name
    head = source.head() if may_be_ours(name) else []
    return bool(head) and bool(head[0]) and is_ours(name, head[0][0])


def _place_of(source: HeldSource, recipe: Recipe, remembered: Remembered) -> Placed | None:
    head = source.head_to(max(recipe.header_rows or (0, 0)))
    return placed(head, source.info.merges, source.width, recipe, remembered)


def _has_body(source: HeldSource, layout: Layout) -> bool:
    return source.rows > layout.body
