"""Workbooks (XLSX, XLS, XLSB, ODS) → rows by calamine, after the guards; plain XLSX by `xlsx_sheet`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from datasets.intake.findings import Refusal
from datasets.intake.readers.cells import blocks_of
from datasets.intake.readers.ods_guard import check_ods
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.xls_marks import scan_xls
from datasets.intake.readers.xlsb_guard import check_xlsb
from datasets.intake.readers.xlsx_guard import SheetPart, SheetScan, look_through, scan_sheet
from datasets.intake.readers.xlsx_sheet import PlainBook, PlainSheet
from datasets.intake.readers.xlsx_tags import NotPlain
from datasets.intake.schema import Limits
from datasets.intake.table import FileFound, Kind, Merge, SheetInfo
from datasets.vocab import FindingCode as F


@dataclass
class Workbook:
    """An opened workbook: its visible sheets in order, each read only when asked for."""

    visible: list[str]
    hidden: list[str]
    _book: CalamineWorkbook
    _limits: Limits
    _parts: dict[str, SheetPart] = field(default_factory=dict)
    _plain: PlainBook | None = None
    _scans: dict[str, SheetScan] = field(default_factory=dict)

    def is_blank(self, name: str) -> bool:
        """Whether the guard saw that the sheet holds no cell (False where it cannot know)."""
        part = self._parts.get(name)
        return part is not None and not part.has_cells

    def source(self, name: str) -> HeldSource:
        """The sheet `name` as rows. Raises Refusal where it stretches beyond the limits."""
        part = self._parts.get(name)
        with _faults_as_refusals():
            if self._plain is None or part is None:
                return self._by_calamine(name, self._scans.get(name, SheetScan()))
            try:
                return self._by_arrays(self._plain.read(part.part, name))
            except (NotPlain, CalamineError):
                return self._by_calamine(name, scan_sheet(self._plain.path, part.part, name, self._limits))

    def _by_arrays(self, sheet: PlainSheet) -> HeldSource:
        height = sum(len(block) for block in sheet.blocks)
        width = len(sheet.blocks[0].columns) if sheet.blocks else 0
        _check_size(sheet.scan.name, height, width, self._limits)
        info = self._info(sheet.scan, sheet.scan.merges, sheet.first_column)
        return HeldSource(sheet.blocks, info, sheet.first_column)

    def _by_calamine(self, name: str, scan: SheetScan) -> HeldSource:
        sheet = self._book.get_sheet_by_name(name)
        _check_size(name, sheet.total_height + 1, sheet.width, self._limits)
        merges = scan.merges or [
            Merge(top, left, bottom, right)
            for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])
        ]
        first_column = sheet.start[1] if sheet.start else 0
        info = self._info(replace(scan, name=name), merges, first_column)
        return HeldSource(list(blocks_of(sheet.iter_rows(), sheet.width)), info, first_column)

    def _info(self, scan: SheetScan, merges: list[Merge], first_column: int) -> SheetInfo:
        return SheetInfo(
            name=scan.name,
            hidden_sheets=tuple(self.hidden),
            merges=tuple(_shifted(merge, first_column) for merge in merges),
            hidden_rows=scan.hidden_rows,
            hidden_columns=tuple(scan.hidden_columns),
            error_cells=scan.error_cells,
            empty_formulas=tuple(scan.empty_formulas),
            empty_formula_count=scan.empty_formula_count,
        )


def open_workbook(found: FileFound, limits: Limits) -> Workbook:
    """The workbook at `found.path`.

    Raises Refusal for a bomb, entities, far corners, a password, or a damaged file.
    """
    is_xlsx = found.kind is Kind.XLSX
    parts = look_through(found.path, limits) if is_xlsx else {}
    scans = _scans(found, limits)
    with _faults_as_refusals():
        book = _opened(found)
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    return Workbook(
        visible=[sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible],
        hidden=[sheet.name for sheet in sheets if sheet.visible is not SheetVisibleEnum.Visible],
        _book=book,
        _limits=limits,
        _parts=parts,
        _plain=PlainBook(found.path, limits) if is_xlsx else None,
        _scans=scans,
    )


@contextmanager
def _faults_as_refusals() -> Iterator[None]:
    """What calamine says of a file as Refusal; also where it panics, which is no Exception to Python."""
    try:
        yield
    except PasswordError as error:
        raise Refusal(F.ENCRYPTED) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise Refusal(F.DAMAGED, reason=str(error)[:200]) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(F.DAMAGED, reason=str(error)[:200]) from error


def _opened(found: FileFound) -> CalamineWorkbook:
    """By a name whose ending tells the kind: stored files have none, strangers' ones may mislead.

    Without it calamine tries every kind and forgets that the right one was locked.
    """
    with tempfile.TemporaryDirectory(prefix="buku-") as folder:
        named = Path(folder) / f"buku.{found.kind.value}"
        named.symlink_to(found.path.resolve())
        return CalamineWorkbook.from_path(str(named))


def _scans(found: FileFound, limits: Limits) -> dict[str, SheetScan]:
    """What the guard of its kind saw of each sheet; the sheets of an XLSX are looked at when read."""
    if found.kind is Kind.ODS:
        return check_ods(found.path, limits)
    if found.kind is Kind.XLSB:
        return check_xlsb(found.path, limits)
    return scan_xls(found.path) if found.kind is Kind.XLS else {}


def _check_size(name: str, height: int, width: int, limits: Limits) -> None:
    if width > limits.columns:
        raise Refusal(F.TOO_MANY_COLUMNS, columns=width, limit=limits.columns).at(sheet=name)
    if height * width > limits.cells:
        raise Refusal(F.TOO_MANY_CELLS, rows=height, columns=width, limit=limits.cells).at(sheet=name)


def _shifted(merge: Merge, first_column: int) -> Merge:
    left = max(merge.left - first_column, 0)
    return Merge(merge.top, left, merge.bottom, max(merge.right - first_column, 0))
