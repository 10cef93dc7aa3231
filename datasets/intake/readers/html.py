"""Excel's own HTML saved as .xls → rows. Tables inside tables are laid out as a browser does.

BPS exports put row labels, headers and figures into three tables inside one: only their places
on the page say what belongs together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from datasets.intake.encodings import decoded
from datasets.intake.findings import Refusal
from datasets.intake.readers.cells import blocks_of
from datasets.intake.readers.rows import HeldSource
from datasets.intake.schema import Limits
from datasets.intake.table import FileFound, Merge, SheetInfo
from datasets.vocab import FindingCode as F

_MAX_SPAN = 1_000
_MAX_DEPTH = 20
_BREAKS = {"br", "p", "div", "li"}
_SILENT = {"script", "style", "head", "title"}


@dataclass
class _Cell:
    """One `td` or `th`: its text, and the tables inside it."""

    across: int = 1
    down: int = 1
    text: list[str] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)


@dataclass
class _Grid:
    """Texts by row and column, and the ranges that one cell spans."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def moved(self, down: int, right: int) -> list[Merge]:
        """The merged ranges where the grid lies `down` and `right` of the corner."""
        return [
            Merge(one.top + down, one.left + right, one.bottom + down, one.right + right)
            for one in self.merges
        ]


class _Reader(HTMLParser):
    """Builds the tree of tables; `budget` cells at most."""

    def __init__(self, budget: int) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Cell()
        self._tables: list[tuple[_Table, int]] = []  # the open ones, with the cells open outside
        self._cells: list[_Cell] = [self.root]
        self._silent = 0
        self._budget = budget

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._start_table()
        elif tag == "tr" and self._tables:
            self._close_cell()
            self._tables[-1][0].rows.append([])
        elif tag in ("td", "th") and self._tables:
            self._start_cell(dict(attrs))
        elif tag in _BREAKS:
            self._cells[-1].text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in ("td", "th", "tr") and self._tables:
            self._close_cell()
        elif tag == "table" and self._tables:
            self._close_cell()
            self._tables.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._cells[-1].text.append(data)

    def _start_table(self) -> None:
        if len(self._tables) >= _MAX_DEPTH:
            raise Refusal(F.NO_TABLE)
        table = _Table()
        self._cells[-1].tables.append(table)
        self._tables.append((table, len(self._cells)))

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._close_cell()
        self._budget -= 1
        if self._budget < 0:
            raise Refusal(F.TOO_MANY_CELLS)
        cell = _Cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        table = self._tables[-1][0]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(cell)
        self._cells.append(cell)

    def _close_cell(self) -> None:
        """Close the open cell of the innermost table, if there is one."""
        if self._tables:
            del self._cells[self._tables[-1][1] :]


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text and text.strip().isdigit() else 1


def open_html(found: FileFound, limits: Limits) -> HeldSource:
    """The tables of an HTML file as one sheet. Raises Refusal where it holds none."""
    reader = _Reader(min(limits.cells, 5_000_000))
    for piece in decoded(found.path, found.encoding):
        reader.feed(piece)
    reader.close()
    budget = [limits.cells // 10]
    grid = _stacked([_grid_of(table, budget) for table in reader.root.tables])
    width = max((len(row) for row in grid.rows), default=0)
    if not width:
        raise Refusal(F.NO_TABLE)
    if width > limits.columns:
        raise Refusal(F.TOO_MANY_COLUMNS, columns=width, limit=limits.columns)
    rows = (row + [""] * (width - len(row)) for row in grid.rows)
    return HeldSource(list(blocks_of(rows, width)), SheetInfo(merges=tuple(grid.merges)))


def _grid_of(table: _Table, budget: list[int]) -> _Grid:
    """The table as a grid: spans take their room (left empty), inner tables are unfolded."""
    placed: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    merges: list[Merge] = []
    top = 0
    for row in table.rows:
        height, left = 1, 0
        for cell in row:
            while (top, left) in taken:
                left += 1
            inner = _content_of(cell, budget)
            across = max(cell.across, max(len(line) for line in inner.rows))
            down = max(cell.down, len(inner.rows))
            height = max(height, len(inner.rows))
            _spend(budget, across * down)
            taken.update((top + y, left + x) for y in range(down) for x in range(across))
            merges += inner.moved(top, left)
            if len(inner.rows) == 1 and across * down > 1:
                merges.append(Merge(top, left, top + down - 1, left + across - 1))
            for y, line in enumerate(inner.rows):
                placed.update(((top + y, left + x), text) for x, text in enumerate(line))
            left += across
        top += height
    return _Grid(_filled(placed, taken), merges)


def _spend(budget: list[int], cells: int) -> None:
    budget[0] -= cells
    if budget[0] < 0:
        raise Refusal(F.TOO_MANY_CELLS)


def _filled(placed: dict[tuple[int, int], str], taken: set[tuple[int, int]]) -> list[list[str]]:
    if not taken:
        return []
    height = max(y for y, _ in taken) + 1
    width = max(x for _, x in taken) + 1
    return [[placed.get((y, x), "") for x in range(width)] for y in range(height)]


def _content_of(cell: _Cell, budget: list[int]) -> _Grid:
    grids = [grid for grid in (_grid_of(table, budget) for table in cell.tables) if grid.rows]
    text = " ".join("".join(cell.text).split())
    if not grids:
        return _Grid([[text]])
    return _stacked([_Grid([[text]]), *grids] if text else grids)


def _stacked(grids: list[_Grid]) -> _Grid:
    """The grids one below the other."""
    joint = _Grid()
    for grid in grids:
        joint.merges += grid.moved(len(joint.rows), 0)
        joint.rows += grid.rows
    return joint
