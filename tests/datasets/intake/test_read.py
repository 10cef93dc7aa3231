"""From a stranger's file to one table, inside a bounded process: the bad day (issue, “Bad input”)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from datasets.intake.child import examine_file
from datasets.intake.findings import Refusal
from datasets.intake.schema import Job, Recipe, Verdict
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import opened
from tests.files.ole import ole
from tests.files.workbooks import Row, Sheet, bomb, entities, far_corners, xlsx

_WIDE = ",".join(f"k{number}" for number in range(10_000)).encode()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "kosong.csv", F.EMPTY_FILE),
        (b"nama,jumlah\n", "kepala.csv", F.NO_ROWS),
        (b"%PDF-1.7\n1 0 obj", "surat.xlsx", F.IS_PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "foto.xlsx", F.IS_IMAGE),
        (b"<html><body>x</body></html>", "laman.xlsx", F.IS_HTML),
        (ole("EncryptedPackage", b"x"), "kunci.xlsx", F.ENCRYPTED),
        (bomb(), "bom.xlsx", F.ARCHIVE_BOMB),
        (entities(), "entitas.xlsx", F.XML_ENTITIES),
        (far_corners(), "sudut.xlsx", F.TOO_MANY_CELLS),
        (_WIDE + b"\n" + _WIDE + b"\n", "lebar.csv", F.TOO_MANY_COLUMNS),
        (b'a,b\n1,"' + b"x" * 20_000_000, "kutip.csv", F.UNCLOSED_QUOTE),
        (b"[" * 1_000_000, "dalam.json", F.JSON_INVALID),
    ],
)
def test_bad_files_are_refused_within_bounds(tmp_path: Path, content: bytes, name: str, code: F) -> None:
    path = tmp_path / "unggahan"
    path.write_bytes(content)
    report = examine_file(Job(str(path), name))
    assert report.verdict is Verdict.UNREADABLE
    assert [finding.code for finding in report.findings] == [code]
    assert 0 < report.peak_bytes < 300_000_000


def test_titles_and_letters_are_part_of_the_table(tmp_path: Path) -> None:
    rows: list[Row] = [
        [None, "Timbulan sampah 2025"],
        [],
        [None, "Kecamatan", "Ton"],
        [None, "Moti", 3],
        [None, "Hiri", 4],
    ]
    found = opened(tmp_path, xlsx(Sheet("Data", rows)))
    assert (found.table.header_row, found.table.letters) == ("3", ["B", "C"])
    assert found.table.notes == ["Timbulan sampah 2025"]
    assert found.finding(F.TITLE_ROWS).params == {"count": 1}


def test_empty_columns_beside_the_table_are_cut_off(tmp_path: Path) -> None:
    rows: list[Row] = [["a", "b"], [1, "x"], [2, "y"], [], [None, None, None, "NIP. 19700101 000000 0 000"]]
    found = opened(tmp_path, xlsx(Sheet("Data", rows)))
    assert found.table.labels == ["a", "b"]


def test_an_empty_header_over_data_stays(tmp_path: Path) -> None:
    assert opened(tmp_path, b"a,,c\n1,2,3\n4,5,6\n").table.labels == ["a", "", "c"]


def test_a_file_without_header_is_read_whole(tmp_path: Path) -> None:
    found = opened(tmp_path, b"Moti;24,5;10\nHiri;6,7;11\nMoya;3,1;12\n")
    assert (found.table.header_row, found.table.labels, len(found.rows)) == ("none", ["", "", ""], 3)
    assert F.HEADER_NONE in found.codes


def test_the_uploader_names_the_header_rows(tmp_path: Path) -> None:
    content = b"Laporan,Tahunan,2025\nkec,ton,ket\nMoti,1,x\nHiri,2,y\n"
    assert opened(tmp_path, content).table.header_row == "1"
    found = opened(tmp_path, content, recipe=Recipe(header_rows=(2, 2)))
    assert (found.table.labels, len(found.rows)) == (["kec", "ton", "ket"], 2)


def test_periods_as_columns_are_told_and_left(tmp_path: Path) -> None:
    found = opened(tmp_path, b"wilayah,Januari,Feb 2025,TW III\nMoti,1,2,3\nHiri,4,5,6\n")
    assert found.finding(F.PERIOD_COLUMNS).params == {"headers": ["Januari", "Feb 2025"]}
    assert found.rows[0] == ["Moti", "1", "2", "3"]


def test_only_ragged_rows_are_named_not_called_no_rows(tmp_path: Path) -> None:
    found = opened(tmp_path, b"a,b\n1,2,3\n")
    assert found.rows == []
    assert found.finding(F.RAGGED_ROW).row == 2


def test_a_name_that_says_otherwise_is_told(tmp_path: Path) -> None:
    assert F.NAMED_OTHERWISE in opened(tmp_path, b"a,b\n1,2\n", "data.xlsx").codes


def test_a_single_cell_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        opened(tmp_path, b"hanya satu\n")
    assert refused.value.finding.code is F.NO_TABLE


def test_totals_of_named_groups_are_held_to_their_rows(tmp_path: Path) -> None:
    rows = [
        ["Kecamatan", "Kelurahan", "Jiwa", "KK"],
        ["Moti", "Takofi", "10", "3"],
        ["", "Tadenas", "20", "5"],
        ["Jumlah Moti", "", "31", "8"],
        ["Hiri", "Togolobe", "7", "2"],
        ["", "Mado", "8", "2"],
        ["Jumlah Hiri", "", "15", "4"],
        ["Jumlah", "", "45", "12"],
    ]
    text = "\n".join(",".join(row) for row in rows) + "\n"
    done = opened(tmp_path, text.encode())
    assert len(done.rows) == 4
    told = [one for one in done.findings.listed() if one.code is F.TOTAL_DIFFERS]
    assert [(one.cell, one.value, one.params["found"]) for one in told] == [("C4", "31", "30")]


def test_addresses_count_from_the_sheet_where_the_table_begins_further_right(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    lines = (("Kel", "Jiwa"), ("Moti", 10), ("Hiri", 20), ("Sasa", 5), ("Jati", 6), ("Jumlah", 41))
    for row, (label, value) in enumerate(lines, 3):
        sheet.cell(row, 3, label)
        sheet.cell(row, 4, value)
    sheet.merge_cells("C4:C5")
    path = tmp_path / "kanan.xlsx"
    book.save(path)
    done = opened(tmp_path, path.read_bytes(), "kanan.xlsx")
    assert done.finding(F.MERGED_BODY).cell == "C4"
    assert done.finding(F.TOTAL_ROW).cell == "C8"
