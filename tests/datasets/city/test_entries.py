"""City descriptions in TOML: each wrong value is refused with file, table and key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from datasets.city import CityError
from datasets.city.entries import Entry, read_entry
from datasets.vocab import Access


def entry(**values: Any) -> Entry:
    return Entry(Path("sampah.toml"), "column 2", values)


def test_values_are_read_as_what_they_are() -> None:
    found = entry(a=" x ", b=True, c=1.5, d=3, e=date(2026, 1, 2), f=["p"], g=[2026], h="open")
    assert (found.text("a"), found.flag("b"), found.number("c")) == ("x", True, Decimal("1.5"))
    assert (found.whole("d"), found.day("e"), found.several("f")) == (3, date(2026, 1, 2), ("p",))
    assert found.several("g", int) == (2026,)
    assert found.word("h", Access) is Access.OPEN
    found.done()


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda e: e.text("none"), "sampah.toml: column 2.none belum diisi"),
        (lambda e: e.text("number"), "harus berupa teks"),
        (lambda e: e.word("text", Access), "Pilih salah satu: open, restricted, closed"),
        (lambda e: e.flag("text"), "harus true atau false"),
        (lambda e: e.number("text"), "harus berupa angka"),
        (lambda e: e.whole("number"), "harus berupa bilangan bulat"),
        (lambda e: e.day("text"), "harus berupa tanggal"),
        (lambda e: e.several("text"), "harus berupa daftar"),
        (lambda e: e.part("text"), r"harus berupa tabel \[text\]"),
        (lambda e: e.parts("text"), r"harus berupa tabel \[\[text\]\]"),
        (lambda e: e.done(), "number, text tidak dikenal. Periksa ejaannya"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(read: Callable[[Entry], Any], sentence: str) -> None:
    with pytest.raises(CityError, match=sentence):
        read(entry(text="x", number=1.5))


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = ")
    with pytest.raises(CityError, match="a.toml bukan TOML yang sah"):
        read_entry(path)
    with pytest.raises(CityError, match="tidak ditemukan"):
        read_entry(tmp_path / "b.toml")
