"""`check_file`: the table and the findings, as text or JSON, and an exit code."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import factories


def run(path: Path, *options: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_file", str(path), *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def file(folder: Path, text: str) -> Path:
    path = folder / "berkas.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_accepted_file_shows_its_table(tmp_path: Path) -> None:
    text, code = run(file(tmp_path, "kode;nilai\n1;1,5\n"))
    assert code == 0
    assert text.startswith("Dapat diterima.")
    assert "judul kolom di baris 1" in text
    assert "nilai: bilangan desimal, 1 terisi" in text


def test_a_refused_file_says_where_what_and_how_to_mend(tmp_path: Path) -> None:
    text, code = run(file(tmp_path, "nilai\n1.000.000\n200.000.000.00\n"))
    assert code == 1
    assert "Kesalahan:" in text
    assert "sel A3: “200.000.000.00” di A3 menyerupai angka" in text
    assert "Tulis ulang angkanya" in text


def test_a_file_that_is_no_table_ends_with_two(tmp_path: Path) -> None:
    text, code = run(file(tmp_path, "%PDF-1.7"))
    assert code == 2
    assert text.startswith("Tidak dapat dibaca")


def test_json_carries_the_sentences(tmp_path: Path) -> None:
    text, code = run(file(tmp_path, "nilai\n1.000.000\n200.000.000.00\n"), "--json")
    report = json.loads(text)
    assert code == 1
    assert report["verdict"] == "refused"
    assert report["table"]["columns"][0]["id"] == "nilai"
    broken = next(found for found in report["findings"] if found["code"] == "number_broken")
    assert (broken["cell"], broken["row"], broken["severity"]) == ("A3", 3, "error")
    assert broken["message"]
    assert broken["remedy"]


@pytest.mark.django_db
def test_a_datasets_dictionary_is_followed(tmp_path: Path) -> None:
    factories.columns(factories.dataset())
    path = file(tmp_path, "Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n2026-13,82.71.02,x,1\n")
    text, code = run(path, "--dataset", "sampah-terangkut")
    assert code == 1
    assert "sel A2: “2026-13” di A2 bukan bulan" in text


def test_a_file_or_dataset_that_is_not_there_is_named(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="tidak ada") as refused:
        run(tmp_path / "lain.csv")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="Tidak ada dataset"):
        run(file(tmp_path, "a\n1\n"), "--dataset", "lain")
