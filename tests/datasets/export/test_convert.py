"""The child: one line of JSON and CSV in, a file out."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import openpyxl
import pytest
from pyarrow import parquet

FIELD = {"id": "a", "label": "A", "type": "integer", "unit": "", "scale": None, "digits": None}
JOB = {"fields": [FIELD], "title": "J", "metadata": [], "mark": "", "most_rows": 2}


def convert(form: str, rows: bytes) -> subprocess.CompletedProcess[bytes]:
    asked = json.dumps(JOB | {"format": form}).encode() + b"\n" + rows
    command = [sys.executable, "-m", "datasets.export.convert"]
    return subprocess.run(command, input=asked, capture_output=True, timeout=120, check=False)


def test_it_writes_parquet() -> None:
    assert parquet.read_table(io.BytesIO(convert("parquet", b"1\n2\n").stdout))["a"].to_pylist() == [1, 2]


def test_it_writes_a_workbook() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(convert("xlsx", b"1\n2\n").stdout))["Data"]
    assert [row[0].value for row in sheet] == ["A", 1, 2]


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_rows_that_are_not_what_was_said_end_it_with_an_error(form: str) -> None:
    done = convert(form, b"banyak\n")
    assert done.returncode != 0
    assert b"banyak" in done.stderr
