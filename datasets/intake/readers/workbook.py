"""Workbooks (XLSX, XLS, XLSB, ODS) → rows, by calamine, after the guards have looked."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from datasets.intake.findings import Refusal
from datasets.intake.readers.cells import blocks_of
from datasets.intake.readers.ods_guard import check_ods
from datasets.intake.readers.rows import HeldSource
from datasets.intake.readers.xlsb_guard import check_xlsb
from datasets.intake.readers.xlsx_guard import SheetScan, scan_xlsx
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
    _scans: dict[str, SheetScan] = field(default_factory=dict)

    def is_blank(self, name: str) -> bool:
        """Whether the guard saw that the sheet holds no cell (False where it cannot know)."""
        scan = self._scans.get(name)
        return scan is not None and scan.cells == 0

    def source(self, name: str) -> HeldSource:
        """The sheet `name` as rows. Raises Refusal where it stretches beyond the limits."""
        try:
            sheet = self._book.get_sheet_by_name(name)
            _check_size(sheet, self._limits)
            first_column = sheet.start[1] if sheet.start else 0
            info = self._info(name, sheet, first_column)
            blocks = list(blocks_of(sheet.iter_rows(), sheet.width))
        except (CalamineError, OSError, ValueError) as error:
            raise Refusal(F.DAMAGED, reason=str(error)[:200]) from error
        return HeldSource(blocks, info, first_column)

    def _info(self, name: str, sheet: CalamineSheet, first_column: int) -> SheetInfo:
        scan = self._scans.get(name, SheetScan())
        merges = scan.merges or [
            Merge(top, left, bottom, right)
            for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])
        ]
        return SheetInfo(
            name=name,
            hidden_sheets=tuple(self.hidden),
            merges=tuple(_shifted(merge, first_column) for merge in merges),
            hidden_rows=scan.hidden_rows,
            error_cells=scan.error_cells,
            empty_formulas=tuple(scan.empty_formulas),
            empty_formula_count=scan.empty_formula_count,
        )


def open_workbook(found: FileFound, limits: Limits) -> Workbook:
    """The workbook at `found.path`.

    Raises Refusal for a bomb, entities, far corners, a password, or a damaged file.
    """
    scans = _guard(found, limits)
    try:
        book = _opened(found)
    except PasswordError as error:
        raise Refusal(F.ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(F.DAMAGED, reason=str(error)[:200]) from error
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    return Workbook(
        visible=[sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible],
        hidden=[sheet.name for sheet in sheets if sheet.visible is not SheetVisibleEnum.Visible],
        _book=book,
        _limits=limits,
        _scans=scans,
    )


def _opened(found: FileFound) -> CalamineWorkbook:
    """By a name whose ending tells the kind: stored files have none, strangers' ones may mislead.

    Without it calamine tries every kind and forgets that the right one was locked.
    """
    with tempfile.TemporaryDirectory(prefix="buku-") as folder:
        named = Path(folder) / f"buku.{found.kind.value}"
        named.symlink_to(found.path.resolve())
        return CalamineWorkbook.from_path(str(named))


def _guard(found: FileFound, limits: Limits) -> dict[str, SheetScan]:
    if found.kind is Kind.XLSX:
        return scan_xlsx(found.path, limits)
    if found.kind is Kind.ODS:
        check_ods(found.path, limits)
    elif found.kind is Kind.XLSB:
        check_xlsb(found.path, limits)
    return {}


def _check_size(sheet: CalamineSheet, limits: Limits) -> None:
    height, width = sheet.total_height + 1, sheet.width
    if width > limits.columns:
        raise Refusal(F.TOO_MANY_COLUMNS, columns=width, limit=limits.columns).at(sheet=sheet.name)
    if height * width > limits.cells:
        raise Refusal(F.TOO_MANY_CELLS, rows=height, columns=width, limit=limits.cells).at(sheet=sheet.name)


def _shifted(merge: Merge, first_column: int) -> Merge:
    left = max(merge.left - first_column, 0)
    return Merge(merge.top, left, merge.bottom, max(merge.right - first_column, 0))
