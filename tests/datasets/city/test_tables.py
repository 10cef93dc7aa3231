"""City tables: each wrong cell is refused with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from datasets.city import CityError
from datasets.city.tables import Row, once_each, read_rows
from datasets.vocab import Polarity


def write(folder: Path, text: str) -> Path:
    path = folder / "tabel.csv"
    path.write_text(text, encoding="utf-8")
    return path


def row(**cells: str) -> Row:
    return Row(Path("tabel.csv"), 4, cells)


def test_rows_come_trimmed_with_their_line(tmp_path: Path) -> None:
    rows = list(read_rows(write(tmp_path, "code,name\n1, Satu \n2,Dua\n"), ("name", "code")))
    assert [(r.line, r.text("name")) for r in rows] == [(2, "Satu"), (3, "Dua")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code\n1\n", "tabel.csv baris 1: kolom name tidak ada."),
        ("code,name,extra\n1,a,b\n", "tabel.csv baris 1: kolom extra tidak dikenal."),
        ("code,name\n1,a,b\n", "tabel.csv baris 2: harus ada tepat 2 sel."),
        ("code,name\n1\n", "tabel.csv baris 2: harus ada tepat 2 sel."),
    ],
)
def test_a_misshapen_table_is_refused_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(CityError, match=sentence):
        list(read_rows(write(tmp_path, text), ("code", "name")))


def test_columns_of_a_pattern_may_be_there_besides(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, "code,target_2026\n1,5\n"), ("code",), more=r"target_\d{4}")
    assert next(rows).number("target_2026") == 5


def test_cells_are_read_as_what_they_are() -> None:
    found = row(number="1250.5", none="", parts="a | b", yes="Ya", word="up")
    assert found.number("number") == Decimal("1250.5")
    assert found.number("none") is None
    assert found.several("parts") == ("a", "b")
    assert (found.yes("yes"), found.yes("none")) == (True, False)
    assert found.word("word", Polarity) is Polarity.UP


def test_a_wrong_cell_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(CityError, match="baris 4: n belum diisi"):
        row(n="").text("n")
    with pytest.raises(CityError, match='"1.250,5" bukan angka. Tulis misalnya 1250.5'):
        row(n="1.250,5").number("n")
    with pytest.raises(CityError, match="Pilih salah satu: up, down, range"):
        row(n="naik").word("n", Polarity)
    with pytest.raises(CityError, match="harus ya atau tidak"):
        row(n="x").yes("n")


def test_a_repeated_key_is_refused_at_its_second_row() -> None:
    pairs = [(row(n="a"), "a"), (row(n="a"), "a")]
    with pytest.raises(CityError, match="baris 4: a sudah ada"):
        list(once_each(pairs, str))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CityError, match="tidak ditemukan"):
        list(read_rows(tmp_path / "tidak-ada.csv", ("code",)))
