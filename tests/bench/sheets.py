"""Workbooks: the workload as XLSX, the bare read that is the limit, a small sheet through a living worker."""

from __future__ import annotations

import datetime
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

from datasets.models import Dataset, Upload
from datasets.vocab import ColumnType, UploadState
from tests.bench import intake, workload

_BARE_READ = """
import json, sys, time
from python_calamine import CalamineWorkbook
started = time.perf_counter()
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(json.dumps([len(rows), time.perf_counter() - started]))
"""
#: Seconds a small sheet may take before the measurement gives up.
_PATIENCE = 60
_UNDER_WAY = (UploadState.RECEIVED, UploadState.CHECKING)


def write(path: Path, rows: int) -> Path:
    """The workload as a workbook of typed cells: numbers as numbers, days as days."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Layanan")
        sheet.write_row(0, 0, [workload.header(name) for name in workload.NAMES])
        number = 0
        for columns in workload.blocks(rows):
            for cells in zip(*(column.to_pylist() for column in columns), strict=True):
                number += 1
                for place, cell in enumerate(cells):
                    _write_cell(sheet, number, place, cell, day)
    return path


def bare_read(path: Path) -> float:
    """Seconds of the fastest reader's bare read, in a process of its own."""
    command = [sys.executable, "-c", _BARE_READ, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout)[1])


def small_sheet(of: Dataset, path: Path, times: int) -> float:
    """Median seconds from `receive_upload` to `ready` with a real Celery worker; one more warms it up."""
    with _worker():
        taken = [_answered(of, path) for _ in range(times + 1)]
    return statistics.median(taken[1:])


def _write_cell(sheet: Any, row: int, place: int, cell: str | None, day: Any) -> None:
    kind = workload.COLUMNS[place][1]
    if cell is None:
        return
    if kind is ColumnType.DATE:
        sheet.write_datetime(row, place, datetime.datetime.fromisoformat(cell), day)
    elif kind in (ColumnType.INTEGER, ColumnType.DECIMAL):
        sheet.write_number(row, place, float(cell))
    else:
        sheet.write_string(row, place, cell)


def _answered(of: Dataset, path: Path) -> float:
    started = time.perf_counter()
    [upload] = intake.stored(of, path)
    while time.perf_counter() - started < _PATIENCE:
        state = Upload.objects.values_list("state", flat=True).get(pk=upload.pk)
        if state not in _UNDER_WAY:
            if state != UploadState.READY:
                raise RuntimeError(f"{path.name}: {state}")
            return time.perf_counter() - started
        time.sleep(0.005)
    raise RuntimeError(f"{path.name}: no answer within {_PATIENCE} s")


@contextmanager
def _worker() -> Iterator[None]:
    """A Celery worker as the portal runs it, for the time of a block."""
    command = [sys.executable, "-m", "celery", "-A", "satudata", "worker", "--concurrency", "1"]
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
