"""Tables side by side on a sheet are told and asked about; one table with a gap for looks is one table."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from datasets.intake.schema import Recipe
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import Opened, opened

Row = tuple[object, ...]
TWICE: tuple[Row, ...] = (
    ("Kelurahan", "Jiwa", None, "Kelurahan", "Jiwa"),
    ("Moti", 10, None, "Sasa", 30),
    ("Hiri", 20, None, "Jati", 40),
    ("Moya", 25, None, "Soa", 50),
)
APART: tuple[Row, ...] = (
    ("Kelurahan", "Jiwa", None, "Pasar", "Kios"),
    ("Moti", 10, None, "Bastiong", 3),
    ("Hiri", 20, None, "Gamalama", 4),
    ("Moya", 25),
    ("Sasa", 26),
)


def read(tmp_path: Path, rows: tuple[Row, ...], columns: str = "") -> Opened:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return opened(tmp_path, held.getvalue(), "dua.xlsx", recipe=Recipe(columns=columns))


def test_the_first_is_read_and_the_others_are_asked_about(tmp_path: Path) -> None:
    for rows, second in ((TWICE, "Kelurahan"), (APART, "Pasar")):
        done = read(tmp_path, rows)
        assert done.table.labels == ["Kelurahan", "Jiwa"]
        assert done.finding(F.TABLES_BESIDE).params == {"parts": "A-B, D-E", "read": "A-B"}
        (asked,) = done.table.questions
        assert (asked.options, asked.default) == (("A-B", "D-E", "all"), "A-B")
        assert asked.shown["D-E"].startswith(second)


def test_the_one_that_is_named_is_read_at_its_own_addresses(tmp_path: Path) -> None:
    done = read(tmp_path, APART, "D-E")
    assert (done.table.labels, done.table.letters) == (["Pasar", "Kios"], ["D", "E"])
    assert done.rows == [["Bastiong", "3"], ["Gamalama", "4"]]
    assert done.table.questions == []


def test_they_may_be_one_table_after_all(tmp_path: Path) -> None:
    done = read(tmp_path, APART, "all")
    assert len(done.table.labels) == 5
    assert (done.table.questions, F.TABLES_BESIDE in done.codes) == ([], False)


def test_a_gap_for_looks_makes_no_second_table(tmp_path: Path) -> None:
    looks: tuple[Row, ...] = (
        ("Kelurahan", "Jiwa", None, "Luas", "Ket"),
        ("Moti", 10, None, 3, "a"),
        ("Hiri", 20, None, 4, "b"),
    )
    assert F.TABLES_BESIDE not in read(tmp_path, looks).codes


def test_columns_that_are_not_there_change_nothing(tmp_path: Path) -> None:
    for columns in ("X-Z", "E-D"):
        assert len(read(tmp_path, APART, columns).table.labels) == 5
