"""JSON: an array from lines, wherever the blocks are cut."""

from __future__ import annotations

import json

import pytest

from datasets.export.json import json_blocks, ndjson_blocks
from datasets.export.sql import Field
from datasets.vocab import ColumnType
from tests.datasets.export.memory import Rows

FIELDS = [Field("a", "A", ColumnType.TEXT)]


@pytest.mark.parametrize("cut", [1, 2, 3, 7, 11, 100])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_an_array_holds_every_row(cut: int, count: int) -> None:
    source = Rows(FIELDS, [(f"baris\n{n}",) for n in range(count)], cut)
    assert json.loads(b"".join(json_blocks(source))) == [{"a": f"baris\n{n}"} for n in range(count)]


def test_lines_are_passed_on() -> None:
    assert b"".join(ndjson_blocks(Rows(FIELDS, [("x",), ("y",)]))) == b'{"a": "x"}\n{"a": "y"}\n'
