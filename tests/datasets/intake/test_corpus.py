"""Scoring compares what the manifest states, and nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from datasets.intake.corpus import Outcome, score_corpus

COLUMNS = ["file", "kind", "format", "verdict", "expected", "header_row", "n_rows", "n_rows_with_totals"]
COLUMNS += ["n_cols", "columns", "types", "checksums", "encoding"]


def scored(folder: Path, content: str, **line: Any) -> Outcome:
    (folder / "a.csv").write_text(content, encoding="utf-8")
    values = {"file": "a.csv", "kind": "real", "format": "csv", "verdict": "load", "expected": "load"} | line
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerow(
            {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
        )
    (outcome,) = score_corpus(folder / "manifest.csv")
    return outcome


def test_a_file_as_the_manifest_states(tmp_path: Path) -> None:
    outcome = scored(
        tmp_path,
        "kode,nilai,nama\n1,1.5,x\n2,2.5,\n",
        header_row="1",
        n_rows="2",
        n_cols="3",
        columns=["kode", "nilai", "nama"],
        types={"kode": "code", "nilai": "decimal", "nama": "any"},
        checksums={"nilai": {"sum": 4.0, "non_null": 2, "total_row_says": 9}, "nama": {"non_null": 1}},
        encoding="ascii",
    )
    assert outcome.misses == ()
    assert outcome.is_expected


@pytest.mark.parametrize(
    ("line", "miss"),
    [
        ({"verdict": "refuse"}, "verdict: should be refused"),
        ({"header_row": "2"}, "header_row: 1, not 2"),
        ({"n_rows": "3"}, "n_rows: 2, not 3"),
        ({"n_cols": "3"}, "n_cols: 2, not 3"),
        ({"encoding": "utf-16"}, "encoding: ascii, not utf-16"),
        ({"types": {"nilai": "decimal", "kode": "integer"}}, "type of 'kode': code, not integer"),
        ({"checksums": {"nilai": {"sum": 4}}}, "sum of 'nilai': 3, not 4"),
        ({"checksums": {"lain": {"sum": 4}}}, "checksum of 'lain': no such column"),
    ],
)
def test_each_difference_is_named(tmp_path: Path, line: dict[str, Any], miss: str) -> None:
    assert scored(tmp_path, "kode,nilai\n1,1\n2,2\n", **line).misses == (miss,)


def test_a_refusal_that_was_expected_is_right(tmp_path: Path) -> None:
    assert scored(tmp_path, "kode,nilai\n1,1,1\n", verdict="refuse").is_expected
    assert not scored(tmp_path, "", verdict="load").is_expected


def test_personal_data_must_be_found_where_they_are_and_nowhere_else(tmp_path: Path) -> None:
    content = "nik,jumlah\n8271996406925008,1\n8271991105746721,2\n8271991202706587,3\n"
    truth = {"pii_truth": {"nik": "NIK 3/3", "others": "none"}}
    assert scored(tmp_path, content, checksums=truth).is_expected
    false_alarm = scored(tmp_path, content)
    assert false_alarm.misses == ("verdict: should load, was refused",)
    missed = scored(tmp_path, "nik,jumlah\n1,1\n2,2\n", checksums=truth)
    assert missed.misses == ("personal data in [], not ['nik']",)


def test_an_absent_file_is_a_miss(tmp_path: Path) -> None:
    outcome = scored(tmp_path, "a\n1\n", file="lain.csv")
    assert outcome.misses == ("file is absent",)
