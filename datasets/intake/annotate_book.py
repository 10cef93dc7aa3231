"""Marks a workbook in memory: colours, comments, and a last sheet that lists what was found."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from datasets.own_books import EXCERPT, WHOLE
from datasets.own_sheets import FINDINGS_MARK, FINDINGS_NAME
from datasets.vocab import Severity

if TYPE_CHECKING:
    from datasets.intake.annotate import Mark, Request

#: Who signs the comments: by this name they are known again, and replaced, when the file comes back.
AUTHOR = "Satu Data"
_FILLS = {
    Severity.ERROR: PatternFill("solid", start_color="FFC7CE"),
    Severity.WARNING: PatternFill("solid", start_color="FFEB9C"),
}
_CELL_CHARS = 32_767
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,5}|[A-Z]{1,3}10[0-3]\d{4}")
_COLUMNS = ("severity", "place", "column", "value", "message", "remedy", "suggestion", "count")
_WIDTHS = (12, 14, 24, 28, 60, 60, 24, 10)
#: Size of a comment's box in pixels: three lines of a sentence can be read without scrolling.
_BOX = (320, 130)


def opened(path: Path) -> Workbook:
    """The sender's workbook without macros, links to other files, or marks that we set before.

    Formulas stay as they are written; nothing is reckoned here.
    """
    with path.open("rb") as stream:
        book = load_workbook(stream, keep_vba=False, keep_links=False)
    for sheet in list(book.worksheets):
        if sheet.title.startswith(FINDINGS_NAME) and sheet["A1"].value == FINDINGS_MARK:
            book.remove(sheet)
        else:
            _unmark(sheet)
    return book


def mark(book: Workbook, request: Request, note: str) -> None:
    """Colour and comment every cell of `request.marks`, and list them all on a sheet of their own."""
    by_cell: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    places = [_place_of(book, request, one) for one in request.marks]
    for place, one in zip(places, request.marks, strict=True):
        if place is not None and one.severity in _FILLS:
            by_cell[place].append(one)
    for (title, address), marks in by_cell.items():
        _mark_cell(_real_cell(book[title], address), marks)
    _list(book, request, places, note)


def sign(book: Workbook, upload: str, *, is_whole: bool) -> None:
    """Let the workbook say of itself whose file it is (`own_books`)."""
    properties = book.custom_doc_props
    for name in (WHOLE, EXCERPT):
        if name in properties.names:
            del properties[name]
    if upload:
        properties.append(StringProperty(name=WHOLE if is_whole else EXCERPT, value=upload))


def written(cell: Cell, text: str) -> None:
    """Put `text` as text: what begins like a formula is none."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_CELL_CHARS]
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


def _unmark(sheet: Worksheet) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = PatternFill()


def _place_of(book: Workbook, request: Request, one: Mark) -> tuple[str, str] | None:
    """(sheet, address) of a mark; a finding about a row stands at the row's first cell."""
    title = one.sheet or request.sheet
    if title not in book.sheetnames:
        title = book.sheetnames[0] if len(book.sheetnames) == 1 else ""
    address = one.cell or (f"A{one.row}" if one.row else "")
    if (
        not title
        or not _ADDRESS.fullmatch(address)
        or int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 1_048_576
    ):
        return None
    return title, address


def _real_cell(sheet: Worksheet, address: str) -> Cell:
    """The cell at `address`, or the first of the merged range that covers it."""
    cell = sheet[address]
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(area for area in sheet.merged_cells.ranges if address in area)
    return sheet.cell(merged.min_row, merged.min_col)


def _mark_cell(cell: Cell, marks: list[Mark]) -> None:
    worst = Severity.ERROR if any(one.severity is Severity.ERROR for one in marks) else Severity.WARNING
    cell.fill = _FILLS[worst]
    said = "\n\n".join(dict.fromkeys(f"{one.message}\n{one.remedy}" for one in marks))
    if cell.comment is not None and cell.comment.author != AUTHOR:
        said = f"{cell.comment.text}\n\n{said}"
    cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", said), AUTHOR, width=_BOX[0], height=_BOX[1])


def _list(book: Workbook, request: Request, places: list[tuple[str, str] | None], note: str) -> None:
    sheet = book.create_sheet(FINDINGS_NAME)
    bold, wrap = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet["A1"], sheet["A1"].font = FINDINGS_MARK, Font(bold=True, size=14)
    written(sheet["A2"], note)
    for at, name in enumerate(
        ("severity", "place", "column", "value", "message", "remedy", "suggestion", "count"), 1
    ):
        cell = sheet.cell(4, at, request.words[name])
        cell.font = bold
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS[at - 1]
    for row, (one, place) in enumerate(zip(request.marks, places, strict=True), 5):
        shown: tuple[Any, ...] = (
            request.words[one.severity.value],
            place[1] if place else "",
            *(one.column, one.value, one.message, one.remedy, one.suggestion),
        )
        for at, text in enumerate(shown, 1):
            cell = sheet.cell(row, at)
            written(cell, text)
            cell.alignment = wrap
        sheet.cell(row, len(shown) + 1, one.count)
        sheet.cell(row, 1).fill = _FILLS.get(one.severity, PatternFill())
        if place is not None:
            _link(sheet.cell(row, 2), place)
    sheet.freeze_panes = "A5"


def _link(cell: Cell, place: tuple[str, str]) -> None:
    title, address = place
    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
    cell.font = Font(color="0563C1", underline="single")
