"""The rows found fault with, whole: only those, in order, and bounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake import faulty
from datasets.intake.examine import Teller, examine
from datasets.intake.schema import (
    FAULTY_CHARS,
    ColumnRule,
    Dictionary,
    FaultyRow,
    Job,
    Recipe,
    Repair,
    Report,
)
from datasets.vocab import ColumnType
from datasets.vocab_repairs import RepairKind

RULES = Dictionary(
    (ColumnRule("nama", "Nama", ColumnType.TEXT), ColumnRule("ton", "Ton", ColumnType.INTEGER))
)


def read(tmp_path: Path, text: str, *repairs: Repair) -> Report:
    path = tmp_path / "a.csv"
    path.write_text(text)
    job = Job(str(path), "a.csv", dictionary=RULES, recipe=Recipe(repairs=repairs))
    return examine(job, Teller())


def test_only_rows_with_faults_are_kept_with_every_column_and_empty_cells(tmp_path: Path) -> None:
    report = read(tmp_path, "Nama,Ket,Ton\na,x,1\nb,,dua\nc,y,3\n,z,empat\n")
    assert report.faulty == (FaultyRow(3, ("b", "", "dua")), FaultyRow(5, ("", "z", "empat")))
    assert report.table.labels == ("Nama", "Ket", "Ton")
    assert report.table.letters == ("A", "B", "C")


def test_rows_stand_as_the_repairs_left_them(tmp_path: Path) -> None:
    text = "Nama,Ton\na,satu\nb,dua\n"
    report = read(tmp_path, text, Repair(RepairKind.CELL, "Ton", "dua", "2", row=3))
    assert report.faulty == (FaultyRow(2, ("a", "satu")),)


def test_a_clean_file_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, "Nama,Ton\na,1\n").faulty == ()


def test_rows_and_texts_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "x" * (FAULTY_CHARS + 9)
    text = "Nama,Ton\n" + "".join(f"{long},salah\n" for _ in range(30))
    monkeypatch.setattr(faulty, "MOST_ROWS", 7)
    report = read(tmp_path, text)
    assert [one.row for one in report.faulty] == list(range(2, 9))
    assert len(report.faulty[0].cells[0]) == FAULTY_CHARS + 1
    monkeypatch.setattr(faulty, "MOST_CHARS", 1_000)
    assert len(read(tmp_path, text).faulty) == 3
