"""The rows of an upload that can be mended in place: whole, with what was found in which cell."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from datasets.models import FaultyRow, Finding, Upload
from datasets.queries.offers import choices_for
from datasets.queries.uploads import finding_of
from datasets.vocab import FindingCode, Severity
from datasets.vocab_repairs import MASKED

#: Rows on one page.
PAGE_ROWS = 20
#: What was found about rows and cells, and can be mended there.
_MENDABLE = (Severity.ERROR, Severity.WARNING)
#: The longest text that is mended in place; a longer one was kept only in part.
_WHOLE_CHARS = 300
#: Cells of one page that are fields: a form has bounds too.
_MOST_OPEN = 500
#: Findings shown of the rows of one page.
_MOST_FOUND = 2_000


@dataclass
class Cell:
    """One cell of a faulty row; `faults` are (what is wrong, how to mend it).

    `choices` may stand here instead, as (written, shown). `new` is what somebody typed meanwhile.
    `letter` is the sheet's column where the table was folded. `key` is its name on the page. `token`
    names the cell and what stands in it, for a form; '' where it cannot be mended here.
    """

    key: str
    address: str
    label: str
    value: str
    letter: str = ""
    severity: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    may_empty: bool = False
    token: str = ""
    new: str | None = None

    @property
    def shown(self) -> str:
        """What the field holds: what was typed, else what stands in the cell."""
        return self.value if self.new is None else self.new

    @property
    def tone(self) -> str:
        """How the sheet marks it: `x` where it blocks, `w` where it asks."""
        return {Severity.ERROR.value: "x", Severity.WARNING.value: "w"}.get(self.severity, "")

    @property
    def taps(self) -> list[tuple[str, str, str]]:
        """The proposals: (the token of the cell with its new text, the text, as it is shown)."""
        return [(self._tapped(written), written, shown) for written, shown in self.choices[:3]]

    @property
    def emptied(self) -> str:
        """The token of the cell read as empty; '' where it must hold something."""
        return self._tapped("") if self.may_empty else ""

    def _tapped(self, new: str) -> str:
        return json.dumps({**json.loads(self.token), "new": new}) if self.token else ""

    @property
    def is_long(self) -> bool:
        """Whether it needs a field of several lines."""
        return "\n" in self.value or len(self.value) > 60


@dataclass
class Row:
    """One row as the spreadsheet numbers it; `faults` are about the row as a whole."""

    number: int
    cells: list[Cell]
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """One page of faulty rows. `headers` are (letter, header); `counts` rows by severity."""

    headers: list[tuple[str, str]]
    rows: list[Row]
    total: int
    page: int
    pages: int
    severity: str
    counts: dict[str, int]

    @property
    def cells_open(self) -> int:
        """How many cells of this page can be mended."""
        return sum(bool(cell.token) for row in self.rows for cell in row.cells)


def grid_of(
    upload: Upload,
    severity: str = "",
    *,
    code: str = "",
    column: str = "",
    page: int = 1,
    size: int = PAGE_ROWS,
) -> Grid:
    """The faulty rows with findings of `severity` (by default the worst there is), of one kind if asked."""
    found = upload.findings.filter(severity__in=_MENDABLE, row__isnull=False)
    if code in set(FindingCode):
        found = found.filter(code=code, column=column)
    counts = {one.value: _rows_with(upload, found.filter(severity=one)).count() for one in _MENDABLE}
    if not counts.get(severity):
        severity = next((one for one, count in counts.items() if count), Severity.ERROR.value)
    pages = max(1, -(-counts[severity] // size))
    page = min(max(page, 1), pages)
    held = _rows_with(upload, found.filter(severity=severity)).order_by("position")
    rows = list(held[(page - 1) * size : page * size])
    labels, letters = upload.table.get("labels", []), upload.table.get("letters", [])
    headers = list(zip(letters, labels, strict=False))
    return Grid(headers, _told(upload, rows, headers), counts[severity], page, pages, severity, counts)


def kinds_in_rows(upload: Upload) -> set[tuple[str, str]]:
    """The kinds of finding, as (code, column), of which there are rows to mend. One query."""
    found = upload.findings.filter(severity__in=_MENDABLE, row__in=upload.faulty_rows.values("row"))
    return set(found.order_by().values_list("code", "column").distinct())


def _rows_with(upload: Upload, found: QuerySet[Finding]) -> QuerySet[FaultyRow]:
    return upload.faulty_rows.filter(row__in=found.values("row"))


def _told(upload: Upload, held: list[FaultyRow], headers: list[tuple[str, str]]) -> list[Row]:
    """The rows with what was found in each cell. Two queries."""
    folds = upload.table.get("folds") or {}
    rows = [Row(one.row, _cells(one, headers, folds)) for one in held]
    by_number: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_number[row.number].append(row)
    found = upload.findings.filter(severity__in=_MENDABLE, row__in=list(by_number)).order_by("position")
    required = set(upload.dataset.columns.filter(is_required=True).values_list("label", flat=True))
    for finding in found[:_MOST_FOUND]:
        _tell(finding, by_number[finding.row or 0])
    faulty = [(row, cell) for row in rows for cell in row.cells if cell.severity]
    for row, cell in faulty[:_MOST_OPEN]:
        _open(row, cell, required)
    return rows


def _cells(held: FaultyRow, headers: list[tuple[str, str]], folds: Mapping[str, list[str]]) -> list[Cell]:
    cells = []
    for at, ((letter, label), value) in enumerate(zip(headers, held.cells, strict=False)):
        turns = folds.get(letter, [])
        own = turns[held.turn] if held.turn < len(turns) else ""
        cells.append(Cell(f"{held.position}-{at}", f"{own or letter}{held.row}", label, value, letter=own))
    return cells


def _tell(finding: Finding, rows: list[Row]) -> None:
    """Put what was found at its cell; at the row where it is about no cell, or about several."""
    told = finding_of(finding)
    cells = [cell for row in rows for cell in row.cells if cell.label == finding.column]
    if len(cells) > 1:  # the long rows of a folded table share their number
        exact = [cell for cell in cells if cell.address == finding.cell]
        cells = exact or [cell for cell in cells if cell.value.startswith(finding.value)]
    for cell in cells:
        cell.faults.append((told["message"], told["remedy"]))
        cell.severity = cell.severity or finding.severity
        cell.choices = cell.choices or choices_for(finding.value, finding.params)
    if cells:
        _mark_beside(finding, rows)
        return
    for row in rows:
        row.faults.append((told["message"], told["remedy"]))
        for cell in row.cells:
            if cell.label in finding.column.split(", "):
                cell.severity = cell.severity or finding.severity


def _mark_beside(finding: Finding, rows: list[Row]) -> None:
    """Where columns owe each other something, the fault may lie in any of them."""
    for row in rows:
        for cell in row.cells:
            if cell.label in finding.params.get("beside", ()):
                cell.severity = cell.severity or finding.severity


def _open(row: Row, cell: Cell, required: set[str]) -> None:
    """Let a cell found fault with be mended, where its text was kept whole and nothing in it hidden."""
    if len(cell.value) > _WHOLE_CHARS or MASKED in cell.value:
        return
    cell.may_empty = bool(cell.value) and cell.label not in required
    told = {"row": row.number, "column": cell.label, "old": cell.value}
    cell.token = json.dumps(told | ({"letter": cell.letter} if cell.letter else {}))
