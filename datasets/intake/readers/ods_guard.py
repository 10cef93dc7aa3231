"""Looks through an ODS before calamine: entities, bombs, cells repeated a billion times, hidden things.

ODS writes “the same again” with a count (RELIABILITY §4 no. 3: 738 bytes can mean 10^10 cells).
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from datasets.intake.archives import Meter, inflate
from datasets.intake.findings import Refusal
from datasets.intake.readers.xlsx_guard import SheetScan, check_extent
from datasets.intake.schema import Limits
from datasets.intake.table import Merge, letter_of
from datasets.vocab import FindingCode as F

_ROW = "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
#: How LibreOffice shows an error: `#REF!`, `#DIV/0!`, `Err:502`. Older files say it in no other way.
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A)|Err:\d{3}")
_LONGEST_ERROR = 40
_PLACES, _MERGES = 1_000, 20_000
_VALUE = ("office:value", "office:string-value", "office:date-value", "office:time-value")


class _Extent:
    """Follows the elements of `content.xml`: how far rows and columns reach that hold something.

    Beside it notes what calamine does not tell: errors, formulas without a result, merged cells, and
    hidden rows and columns.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.scans: dict[str, SheetScan] = {}
        self._scan = SheetScan()
        self._row_repeat = 1
        self._row_end = self._row_filled = self._above = self._column = 0
        self._is_hidden = False
        self._cell: dict[str, str] | None = None
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._scan = SheetScan(name=attributes.get("table:name", ""))
            self.scans[self._scan.name] = self._scan
            self._above = self._column = 0
        elif tag == "table:table-column":
            self._note_column(attributes)
        elif tag == _ROW:
            self._row_repeat = _count(attributes, "table:number-rows-repeated")
            self._is_hidden = attributes.get("table:visibility", "visible") != "visible"
            self._row_end = self._row_filled = 0
        elif tag in _CELLS:
            self._start_cell(attributes)
        elif tag == "text:p" and self._row_end:
            self._row_filled = self._row_end

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._note_merge(attributes)
        self._row_end += _count(attributes, "table:number-columns-repeated")
        self._cell, self._text = attributes, ""
        if any(name in attributes for name in _VALUE):
            self._row_filled = self._row_end

    def text(self, piece: str) -> None:
        """Text within a cell: only the first letters matter here."""
        if self._cell is not None and len(self._text) < _LONGEST_ERROR:
            self._text += piece

    def end(self, tag: str) -> None:
        if tag in _CELLS:
            self._end_cell()
        elif tag == _ROW:
            self._end_row()

    def _end_cell(self) -> None:
        cell, self._cell = self._cell or {}, None
        if "table:formula" not in cell:
            return
        address = f"{letter_of(self._row_end - 1)}{self._above + 1}"
        scan, text = self._scan, self._text.strip()
        if cell.get("calcext:value-type") == "error" or _ERROR.fullmatch(text):
            if len(scan.error_cells) < _PLACES:
                scan.error_cells[address] = text or "#ERR"
            self._row_filled = self._row_end
        elif not text and not any(cell.get(name) for name in _VALUE):
            scan.empty_formula_count += 1
            if len(scan.empty_formulas) < _PLACES:
                scan.empty_formulas.append(address)

    def _end_row(self) -> None:
        scan, above = self._scan, self._above
        self._above += self._row_repeat
        if not self._row_filled:
            return
        scan.rows = above + self._row_repeat
        scan.columns = max(scan.columns, self._row_filled)
        if self._is_hidden:
            scan.hidden_rows += self._row_repeat
        check_extent(scan, self._limits)

    def _note_column(self, attributes: dict[str, str]) -> None:
        first = self._column + 1
        self._column += _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility", "visible") != "visible":
            self._scan.hidden_columns.append((first, self._column))

    def _note_merge(self, attributes: dict[str, str]) -> None:
        wide = _count(attributes, "table:number-columns-spanned")
        high = _count(attributes, "table:number-rows-spanned")
        if (wide > 1 or high > 1) and len(self._scan.merges) < _MERGES:
            top, left = self._above, self._row_end
            self._scan.merges.append(Merge(top, left, top + high - 1, left + wide - 1))


def check_ods(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """The sheets by name, as far as calamine does not tell of them.

    Raises Refusal for a bomb, for entities, and for sheets that stretch beyond the limits.
    """
    meter = Meter(path.stat().st_size, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            if "content.xml" not in archive.namelist():
                raise Refusal(F.DAMAGED, reason="content.xml tidak ada")
            return _walk(archive, meter, _Extent(limits))
    except zipfile.BadZipFile as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error


def _walk(archive: zipfile.ZipFile, meter: Meter, extent: _Extent) -> dict[str, SheetScan]:
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.CharacterDataHandler = extent.text
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        for piece in inflate(archive, "content.xml", meter):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal(F.DAMAGED, reason=f"content.xml: {error}"[:200]) from error
    return extent.scans


def _refuse_entities(*_: object) -> None:
    raise Refusal(F.XML_ENTITIES)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdigit() and len(text) < 12 else 1
