"""Looks through an ODS before calamine: entities, bombs, and cells repeated a billion times.

ODS writes “the same again” with a count (RELIABILITY §4 no. 3: 738 bytes can mean 10^10 cells).
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.parsers import expat

from datasets.intake.archives import Meter, inflate
from datasets.intake.findings import Refusal
from datasets.intake.schema import Limits
from datasets.vocab import FindingCode as F

_ROW = "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_VALUE = ("office:value", "office:string-value", "office:date-value", "office:time-value")


class _Extent:
    """Follows the elements of `content.xml` and adds up rows and columns that hold something."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sheet = ""
        self._rows = self._columns = self._pending = 0
        self._row_repeat = self._cell_repeat = 1
        self._row_end = self._row_filled = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._sheet = attributes.get("table:name", "")
            self._rows = self._columns = self._pending = 0
        elif tag == _ROW:
            self._row_repeat = _count(attributes, "table:number-rows-repeated")
            self._row_end = self._row_filled = 0
        elif tag in _CELLS:
            self._row_end += _count(attributes, "table:number-columns-repeated")
            if any(name in attributes for name in _VALUE):
                self._row_filled = self._row_end
        elif tag == "text:p" and self._row_end:
            self._row_filled = self._row_end

    def end(self, tag: str) -> None:
        if tag != _ROW:
            return
        if not self._row_filled:
            self._pending += self._row_repeat
            return
        self._rows += self._pending + self._row_repeat
        self._pending = 0
        self._columns = max(self._columns, self._row_filled)
        self._check()

    def _check(self) -> None:
        limits = self._limits
        if self._rows * self._columns > limits.cells:
            raise Refusal(F.TOO_MANY_CELLS, rows=self._rows, columns=self._columns, limit=limits.cells).at(
                sheet=self._sheet
            )
        if self._columns > limits.sheet_columns:
            raise Refusal(F.TOO_MANY_COLUMNS, columns=self._columns, limit=limits.sheet_columns).at(
                sheet=self._sheet
            )


def check_ods(path: Path, limits: Limits) -> None:
    """Raises Refusal for a bomb, for entities, and for sheets that stretch beyond the limits."""
    meter = Meter(path.stat().st_size, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            if "content.xml" not in archive.namelist():
                raise Refusal(F.DAMAGED, reason="content.xml tidak ada")
            _walk(archive, meter, _Extent(limits))
    except zipfile.BadZipFile as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error


def _walk(archive: zipfile.ZipFile, meter: Meter, extent: _Extent) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        for piece in inflate(archive, "content.xml", meter):
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refusal(F.DAMAGED, reason=f"content.xml: {error}"[:200]) from error


def _refuse_entities(*_: object) -> None:
    raise Refusal(F.XML_ENTITIES)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdigit() and len(text) < 12 else 1
