"""What every source comes down to: its id, its best file, what the file is called."""

from __future__ import annotations

import pytest

from datasets.harvest.remote import (
    MOST_ITEMS,
    File,
    Remote,
    Unreadable,
    address_in,
    bounded,
    filename_of,
    text_in,
)


@pytest.mark.parametrize(
    ("url", "told", "kind"),
    [
        ("https://a.example/data", "CSV", "csv"),
        ("https://a.example/data", "text/csv", "csv"),
        ("https://a.example/data.XLSX?x=1", "", "xlsx"),
        ("https://a.example/x", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("https://a.example/x", ".xls", "xls"),
        ("https://a.example/x.csv", "Data", "csv"),
        ("https://a.example/x.pdf", "PDF", ""),
        ("https://a.example/", "", ""),
    ],
)
def test_a_files_kind_is_told_or_seen(url: str, told: str, kind: str) -> None:
    assert File(url, told).kind == kind


def test_the_file_that_intake_reads_best_is_taken() -> None:
    files = [
        File("https://a.example/a.pdf"),
        File("https://a.example/a.xls"),
        File("https://a.example/a.csv"),
    ]
    found = Remote("1", "A", files=tuple(files)).file
    assert found is not None
    assert found.kind == "csv"
    assert Remote("1", "A", files=(files[0],)).file is None


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (File("https://a.example/unduh/gizi%20balita.csv"), "gizi balita.csv"),
        (File("https://a.example/unduh?id=1", "csv"), "unduh.csv"),
        (File("https://a.example/", "xlsx"), "berkas.xlsx"),
        (File("https://a.example/a.csv", "csv", "Gizi.csv"), "Gizi.csv"),
    ],
)
def test_a_file_is_called_as_at_the_source(file: File, name: str) -> None:
    assert filename_of(file) == name


def test_each_id_is_taken_once_and_no_source_is_endless() -> None:
    twice = [Remote("1", "A"), Remote("1", "B"), Remote("", "C"), Remote("2", "D")]
    assert [one.title for one in bounded(twice)] == ["A", "D"]
    with pytest.raises(Unreadable):
        list(bounded(Remote(str(n), "A") for n in range(MOST_ITEMS + 1)))


def test_a_very_long_id_is_kept_as_its_digest() -> None:
    long, other = Remote("x" * 600, "A"), Remote("x" * 601, "A")
    assert len(long.key) < 100
    assert long.key != other.key
    assert Remote("x", "A").key == "x"


def test_fields_are_read_whatever_they_hold() -> None:
    told = {"a": None, "b": ["x"], "c": True, "d": " ", "e": 5, "f": "f\0", "g": "http://[", "h": "/x.csv"}
    assert text_in(told, "a", "b", "c", "d", "e") == "5"
    assert text_in(told, "f") == "f"
    assert address_in(told, "https://a.example/b", "g") == ""
    assert address_in(told, "https://a.example/b", "h") == "https://a.example/x.csv"
