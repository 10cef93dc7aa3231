"""Rows as systems send them, in three writings; every fault by the number of its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.actions import sent_rows
from datasets.actions.sent_rows import SentRows
from datasets.rules.errors import Invalid
from datasets.vocab import ColumnType
from datasets.vocab_rows import RowsFormat as R

TYPES = {"kode": ColumnType.CODE, "ton": ColumnType.DECIMAL, "nama": ColumnType.TEXT}
TOLD = [("01", "1.5"), ("02", None)]


def read(tmp_path: Path, format_: R, content: str | bytes, *, keys: bool = False) -> SentRows:
    path = tmp_path / "sent"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return SentRows(path, format_, TYPES, ("kode",), is_key_only=keys)


@pytest.mark.parametrize(
    ("format_", "content"),
    [
        (R.JSON, '[{"kode": "01", "ton": 1.5}, {"kode": "02", "ton": null}]'),
        (R.JSON, '{"rows": [{"kode": "01", "ton": "1.5"}, {"ton": null, "kode": "02"}]}'),
        (R.NDJSON, '{"kode": "01", "ton": 1.5}\n\n{"kode": "02", "ton": null}'),
        (R.CSV, "kode,ton\n01,1.5\n02,\n"),
        (R.CSV, '\ufeffkode,ton\r\n"01","1.5"\r\n\r\n02,""\r\n'),
    ],
)
def test_the_three_writings_say_the_same(tmp_path: Path, format_: R, content: str) -> None:
    rows = read(tmp_path, format_, content)
    assert (list(rows), rows.columns) == (TOLD, ("kode", "ton"))


def faults(rows: SentRows) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        list(rows)
    return [(fault.field, fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("kode,ton\n01,satu\n02,2\n03,tiga\n", [("rows.1.ton", "unreadable"), ("rows.3.ton", "unreadable")]),
        ("kode,ton\n01,1\n01,2\n", [("rows.2", "key_repeated")]),
        ("kode,ton\n,1\n", [("rows.1", "key_empty")]),
        ("ton\n1\n", [("rows.1.kode", "required")]),
        ("kode,lain\n01,1\n", [("rows.1", "unknown_column")]),
        ("kode,kode\n01,1\n", [("rows", "columns_repeated")]),
        ("kode,ton\n01\n", [("rows.1", "unreadable")]),
        ('kode,ton\n01,"1\n', [("rows.1", "unreadable")]),
        ("kode,ton\n", [("rows", "required")]),
        (b"kode,nama\n01,\xff\n", [("rows.1", "unreadable")]),
    ],
)
def test_faults_of_csv_are_told_by_row(
    tmp_path: Path, content: str | bytes, told: list[tuple[str, str]]
) -> None:
    assert faults(read(tmp_path, R.CSV, content)) == told


@pytest.mark.parametrize(
    ("format_", "content", "told"),
    [
        (R.JSON, '{"rows": {}}', [("rows", "required")]),
        (R.JSON, '{"rows": [], "lain": 1}', [("rows", "required")]),
        (R.JSON, "[1]", [("rows.1", "unreadable")]),
        (R.JSON, "[{}]", [("rows.1", "unreadable")]),
        (R.JSON, "[", [("rows", "unreadable")]),
        (R.JSON, "[" * 100_000, [("rows", "unreadable")]),
        (R.JSON, '[{"kode": "01", "ton": NaN}]', [("rows", "unreadable")]),
        (R.JSON, '[{"kode": 1, "ton": 1}]', [("rows.1.kode", "unreadable")]),
        (R.JSON, '[{"kode": "01"}, {"kode": "02", "ton": 1}]', [("rows.2", "other_columns")]),
        (R.JSON, '[{"\\ud800": 1, "kode": "01"}]', [("rows.1", "unknown_column")]),
        (R.NDJSON, '{"kode": "01"}\n{', [("rows.2", "unreadable")]),
    ],
)
def test_faults_of_json_are_told_by_row(
    tmp_path: Path, format_: R, content: str, told: list[tuple[str, str]]
) -> None:
    assert faults(read(tmp_path, format_, content)) == told


def test_only_keys_are_sent_of_rows_that_shall_go(tmp_path: Path) -> None:
    assert list(read(tmp_path, R.CSV, "kode\n01\n", keys=True)) == [("01",)]
    assert faults(read(tmp_path, R.CSV, "kode,ton\n01,1\n", keys=True)) == [("rows.1", "unknown_column")]


def test_rows_faults_and_json_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "kode,ton\n" + "".join(f"{n},x\n" for n in range(100))
    assert len(faults(read(tmp_path, R.CSV, many))) == 50
    monkeypatch.setattr(sent_rows, "MOST_ROWS", 1)
    assert faults(read(tmp_path, R.CSV, "kode\n1\n2\n")) == [("rows", "too_many")]
    monkeypatch.setattr(sent_rows, "MOST_JSON", 5)
    assert faults(read(tmp_path, R.JSON, '[{"kode": "1"}]')) == [("rows", "too_large")]
    monkeypatch.setattr(sent_rows, "_MOST_LINE", 5)
    assert faults(read(tmp_path, R.NDJSON, '{"kode": "1"}')) == [("rows.1", "too_long")]
