"""Looks through an XLSX before any reader opens it: bombs, entities, extents, hidden things.

Everything is inflated, counted and searched in pieces: no XML tree is ever built of a sheet. Its cells
are looked at when it is read: by `xlsx_sheet`, or here where calamine must read it. RELIABILITY §4
nos. 1, 2, 4: calamine believes the addresses of the cells and would ask for half a terabyte where
two cells lie in opposite corners.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from datasets.intake.archives import Meter, inflate
from datasets.intake.findings import Refusal
from datasets.intake.schema import Limits
from datasets.intake.table import Merge
from datasets.vocab import FindingCode as F

_ENTITY_MARKS = (b"<!DOCTYPE", b"<!ENTITY")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,4})(\d{1,9})"')
_ODD_CELL = re.compile(rb"<(?:\w+:c[\s>/]|c[\t\r\n>])")
#: Addresses of cells that hold something; a cell that is only coloured (`<c … />`) takes no room.
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})(\d{1,9})["'](?:[^>/]|/(?!>))*>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["'](\d{1,9})["']""")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\shidden\s*=\s*["'](?:1|true)["']""")
_CELL_START = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?:[^>/]|/(?!>))*>")
_CELL_BEGIN = re.compile(rb"<(?:\w+:)?c[\s>/]")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s+ref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_EDGE = re.compile(rb"""\s(min|max)\s*=\s*["'](\d{1,5})["']""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\st\s*=\s*["']e["'])[^>]*?\sr\s*=\s*["']([A-Z]+\d+)["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
_EMPTY_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\sr\s*=\s*["']([A-Z]+\d+)["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*"""
    rb"""</(?:\w+:)?c>"""
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin")
_LONGEST_ELEMENT = 4 << 20
_PLACES = 1_000
_MERGES = 20_000
_SMALL_PART = 20_000_000


@dataclass
class SheetScan:
    """What the cells of one sheet's XML say: its extent and what calamine does not tell.

    `hidden_columns` are ranges of columns, from 1, both ends included.
    """

    name: str = ""
    rows: int = 0
    columns: int = 0
    cells: int = 0
    hidden_rows: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    error_cells: dict[str, str] = field(default_factory=dict)
    empty_formulas: list[str] = field(default_factory=list)
    empty_formula_count: int = 0


@dataclass(frozen=True)
class SheetPart:
    """Where in the archive a sheet lies, and whether it has any cell."""

    part: str
    has_cells: bool


def scan_xlsx(path: Path, limits: Limits) -> dict[str, SheetScan]:
    """The sheets of a workbook by name.

    Raises Refusal for a bomb, for entities, and for a sheet that stretches beyond the limits.
    """
    with _opened(path) as archive:
        meter = Meter(path.stat().st_size, limits)
        names = _sheet_names(archive, meter)
        return dict(_scan_parts(archive, names, meter, limits))


def look_through(path: Path, limits: Limits) -> dict[str, SheetPart]:
    """The sheets of a workbook by name, after a look at every byte but not at single cells.

    Raises Refusal for a bomb and for entities; how far a sheet stretches is seen when it is read.
    """
    with _opened(path) as archive:
        meter = Meter(path.stat().st_size, limits)
        names = _sheet_names(archive, meter)
        return dict(_look_at_parts(archive, names, meter))


def scan_sheet(path: Path, part: str, name: str, limits: Limits) -> SheetScan:
    """One sheet of a workbook that was looked through. Raises Refusal as `scan_xlsx` does."""
    with _opened(path) as archive:
        sheet = SheetScan(name=name)
        _scan_sheet(archive, part, sheet, Meter(path.stat().st_size, limits), limits)
        return sheet


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise Refusal(F.DAMAGED, reason="arsip zip tidak utuh") from error


def _look_at_parts(
    archive: zipfile.ZipFile, names: dict[str, str], meter: Meter
) -> Iterator[tuple[str, SheetPart]]:
    for part in archive.namelist():
        if _is_sheet(part, names):
            has_cells = _look_at_part(archive, part, meter, for_cells=True)
            yield names.get(part, ""), SheetPart(part, has_cells)
        elif not part.lower().endswith(_PICTURES):
            _look_at_part(archive, part, meter)


def _is_sheet(part: str, names: dict[str, str]) -> bool:
    lowered = part.lower()
    return part in names or ("worksheets/" in lowered and not lowered.endswith(".rels"))


def _look_at_part(archive: zipfile.ZipFile, part: str, meter: Meter, *, for_cells: bool = False) -> bool:
    """Refuses entities; whether a cell was seen, where that is asked."""
    tail, has_cells = b"", False
    for piece in inflate(archive, part, meter):
        text = tail + piece
        _refuse_entities(text)
        has_cells = has_cells or (for_cells and _CELL_BEGIN.search(text) is not None)
        tail = piece[-16:]
    return has_cells


def _scan_parts(
    archive: zipfile.ZipFile, names: dict[str, str], meter: Meter, limits: Limits
) -> list[tuple[str, SheetScan]]:
    sheets = []
    for part in archive.namelist():
        if _is_sheet(part, names):
            sheet = SheetScan(name=names.get(part, ""))
            _scan_sheet(archive, part, sheet, meter, limits)
            sheets.append((sheet.name, sheet))
        elif not part.lower().endswith(_PICTURES):
            _look_at_part(archive, part, meter)
    return sheets


def _refuse_entities(piece: bytes) -> None:
    if any(mark in piece for mark in _ENTITY_MARKS):
        raise Refusal(F.XML_ENTITIES)


def _scan_sheet(archive: zipfile.ZipFile, part: str, sheet: SheetScan, meter: Meter, limits: Limits) -> None:
    rest = b""
    for piece in inflate(archive, part, meter):
        text = rest + piece
        cut = max(text.rfind(b"<c "), text.rfind(b"<row"))
        cut = cut if cut > 0 else max(text.rfind(b"<"), 0)
        rest = text[cut:]
        if len(rest) > _LONGEST_ELEMENT:
            raise Refusal(F.DAMAGED, reason="unsur XML terlalu panjang")
        _scan_piece(text[:cut], sheet, limits)
    _scan_piece(rest, sheet, limits)


def _scan_piece(text: bytes, sheet: SheetScan, limits: Limits) -> None:
    _refuse_entities(text)
    _measure(text, sheet, limits)
    check_extent(sheet, limits)
    if b"hidden" in text:
        sheet.hidden_rows += len(_HIDDEN_ROW.findall(text))
    note_merges(text, sheet)
    note_hidden_columns(text, sheet)
    if b't="e"' in text or b"t='e'" in text:
        _note_errors(text, sheet)
    if b"<f" in text or b":f" in text:
        _note_formulas(text, sheet)


def _measure(text: bytes, sheet: SheetScan, limits: Limits) -> None:
    """Widen the extent by the cells of this piece: quickly where all are written as Excel does."""
    plain = _PLAIN_CELL.findall(text)
    if len(plain) == text.count(b"<c ") and not _ODD_CELL.search(text):
        rows, columns = _extent_of(plain, sheet)
        if columns <= limits.sheet_columns and rows * columns <= limits.cells:
            sheet.rows, sheet.columns = rows, columns
            sheet.cells += len(plain)
            return
    _measure_exactly(text, sheet)


def _measure_exactly(text: bytes, sheet: SheetScan) -> None:
    """The same for any XML, with cells without address, and without cells that hold nothing."""
    addresses = _ADDRESS.findall(text)
    sheet.rows, sheet.columns = _extent_of(addresses, sheet)
    started = len(_CELL_START.findall(text))
    sheet.cells += started
    if started > len(addresses):
        rows = re.split(rb"<(?:\w+:)?row\b", text)
        sheet.columns = max(sheet.columns, *(len(_CELL_START.findall(row)) for row in rows))
        numbered = [int(digits) for digits in _ROW.findall(text)]
        sheet.rows = max(sheet.rows + len(rows) - 1, *numbered, 0)


def _extent_of(addresses: list[tuple[bytes, bytes]], sheet: SheetScan) -> tuple[int, int]:
    if not addresses:
        return sheet.rows, sheet.columns
    letters, digits = (set(part) for part in zip(*addresses, strict=True))
    columns = max(column_number(word.upper()) for word in letters)
    rows = max(map(int, digits))
    return max(sheet.rows, rows), max(sheet.columns, columns)


def check_extent(sheet: SheetScan, limits: Limits) -> None:
    """Raises Refusal where the sheet stretches beyond the limits."""
    if sheet.columns > limits.sheet_columns and sheet.rows * sheet.columns <= limits.cells:
        raise Refusal(F.TOO_MANY_COLUMNS, columns=sheet.columns, limit=limits.sheet_columns).at(
            sheet=sheet.name
        )
    if sheet.columns > limits.sheet_columns or sheet.rows * sheet.columns > limits.cells:
        raise Refusal(F.TOO_MANY_CELLS, rows=sheet.rows, columns=sheet.columns, limit=limits.cells).at(
            sheet=sheet.name
        )


def note_merges(text: bytes, sheet: SheetScan) -> None:
    """Add the merged ranges that `text` names."""
    if b"mergeCell" in text and len(sheet.merges) < _MERGES:
        sheet.merges.extend(_merge(match) for match in _MERGE.findall(text))


def note_hidden_columns(text: bytes, sheet: SheetScan) -> None:
    """Add the hidden columns that `text`, which holds what stands before the rows, names."""
    if b"hidden" in text and (b"<cols" in text or b":cols" in text):
        for element in _COLUMN.findall(text):
            edges = dict(_EDGE.findall(element))
            if _HIDDEN.search(element) and len(edges) == 2 and len(sheet.hidden_columns) < _PLACES:
                sheet.hidden_columns.append((int(edges[b"min"]), int(edges[b"max"])))


def _merge(found: tuple[bytes, bytes, bytes, bytes]) -> Merge:
    left, top, right, bottom = found
    return Merge(int(top) - 1, column_number(left) - 1, int(bottom) - 1, column_number(right) - 1)


def column_number(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _note_errors(text: bytes, sheet: SheetScan) -> None:
    for address, value in _ERROR.findall(text):
        if len(sheet.error_cells) < _PLACES:
            sheet.error_cells[address.decode()] = value.decode("utf-8", "replace")


def _note_formulas(text: bytes, sheet: SheetScan) -> None:
    found = _EMPTY_FORMULA.findall(text)
    sheet.empty_formula_count += len(found)
    room = _PLACES - len(sheet.empty_formulas)
    sheet.empty_formulas.extend(address.decode() for address in found[:room])


def _sheet_names(archive: zipfile.ZipFile, meter: Meter) -> dict[str, str]:
    """Path of a sheet's part in the archive → the sheet's name."""
    workbook = small_part(archive, "xl/workbook.xml", meter)
    relations = small_part(archive, "xl/_rels/workbook.xml.rels", meter)
    if workbook is None or relations is None:
        return {}
    targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
    names = {}
    for element in workbook.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for key, value in element.items() if key.endswith("}id")), "")
            target = targets.get(key, "")
            names[part_of(target)] = element.get("name", "")
    return names


def part_of(target: str) -> str:
    """Path in the archive of what `xl/_rels/workbook.*.rels` points to."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def small_part(archive: zipfile.ZipFile, part: str, meter: Meter) -> Element | None:
    """The tree of a small XML part, None where it is not there. Raises Refusal."""
    if part not in archive.namelist():
        return None
    content = b""
    for piece in inflate(archive, part, meter):
        content += piece
        if len(content) > _SMALL_PART:
            raise Refusal(F.ARCHIVE_BOMB, limit=f"{_SMALL_PART // 1_000_000} MB")
    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refusal(F.XML_ENTITIES) from error
    except ParseError as error:
        raise Refusal(F.DAMAGED, reason=f"{part} bukan XML yang sah") from error
    return tree
