"""The body of a table: totals, notes, signatures, blank rows and repeated headers are left out."""

from __future__ import annotations

from pathlib import Path

from datasets.intake.schema import Recipe
from datasets.vocab import FindingCode as F
from tests.datasets.intake.reading import Opened, opened
from tests.files.workbooks import Row, Sheet, xlsx

_HEADER: Row = ["No", "Kecamatan", "Timbulan", "Terangkut", "Ket"]
_BODY: list[Row] = [
    [1, "Moti", 10.5, 8, "a"],
    [2, "Hiri", 11, 9, "b"],
    [3, "Pulau Ternate", 2, 1, "c"],
    [4, "Moya", 2, 1, "d"],
]


def sheet(folder: Path, *rows: Row, merges: list[str] | None = None) -> Opened:
    return opened(folder, xlsx(Sheet("Data", [_HEADER, *_BODY, *rows], merges or [])))


def test_a_total_row_is_left_out_and_told(tmp_path: Path) -> None:
    found = sheet(tmp_path, [None, "JUMLAH", 25.5, 19])
    assert len(found.rows) == 4
    total = found.finding(F.TOTAL_ROW)
    assert (total.row, total.cell, total.value) == (6, "B6", "JUMLAH")


def test_the_uploader_keeps_total_rows(tmp_path: Path) -> None:
    content = xlsx(Sheet("Data", [_HEADER, *_BODY, [None, "JUMLAH", 25.5, 19]]))
    assert len(opened(tmp_path, content, recipe=Recipe(keep_totals=True)).rows) == 5


def test_a_total_in_a_later_column_is_a_category(tmp_path: Path) -> None:
    text = "kecamatan,jenis,nilai\nMoti,L,1\nMoti,P,2\nMoti,Total,3\n"
    assert len(opened(tmp_path, text.encode()).rows) == 3


def test_notes_go_to_the_notes_and_signatures_nowhere(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        [],
        ["Sumber: Dinas Lingkungan Hidup"],
        ["Catatan: angka sementara"],
        [],
        [None, None, None, "Ternate, 31 Desember 2025"],
        [None, None, None, "Kepala Dinas,"],
        [],
        [None, None, None, "NAMA CONTOH, S.T."],
        [None, None, None, "NIP. 19700101 000000 0 000"],
    )
    assert len(found.rows) == 4
    assert found.table.notes == ["Sumber: Dinas Lingkungan Hidup", "Catatan: angka sementara"]
    assert found.finding(F.NOTE_ROWS).params == {"count": 2}
    assert (found.finding(F.SIGNATURE_ROWS).row, found.finding(F.SIGNATURE_ROWS).params) == (10, {"count": 4})
    assert F.BLANK_ROWS not in found.codes


def test_officials_in_the_rows_of_a_table_stay(tmp_path: Path) -> None:
    found = sheet(tmp_path, [5, "Kepala Dinas", 1, 2, "x"])
    assert len(found.rows) == 5


def test_blank_rows_between_data_are_counted(tmp_path: Path) -> None:
    found = sheet(tmp_path, [], [" ", ""], [5, "Gambesi", 1, 2, "x"])
    assert found.numbers == [2, 3, 4, 5, 8]
    assert found.finding(F.BLANK_ROWS).params == {"count": 2}


def test_the_header_printed_on_every_page_is_left_out(tmp_path: Path) -> None:
    found = sheet(tmp_path, _HEADER, [5, "Gambesi", 1, 2, "x"])
    assert len(found.rows) == 5
    assert found.finding(F.REPEATED_HEADER).row == 6


def test_merged_cells_in_the_data_are_told(tmp_path: Path) -> None:
    found = sheet(tmp_path, [5, "Gambesi", 1, 2, "x"], merges=["B3:B4"])
    assert (found.finding(F.MERGED_BODY).cell, found.finding(F.MERGED_BODY).params) == ("B3", {"count": 1})


def test_a_foot_above_hundreds_of_empty_records_is_found(tmp_path: Path) -> None:
    body = "".join(f"{number},Moti,1\n" for number in range(500))
    text = "no,nama,nilai\n" + body + ",,\nSumber: BPS,,\n" + ",,\n" * 700
    found = opened(tmp_path, text.encode())
    assert len(found.rows) == 500
    assert found.table.notes == ["Sumber: BPS"]


def test_a_note_of_one_cell_below_a_text_table_is_no_ragged_row(tmp_path: Path) -> None:
    found = opened(tmp_path, b"no,nama,nilai\n1,Moti,2\n2,Hiri,3\n\nSumber: BPS\n")
    assert (len(found.rows), found.table.notes) == (2, ["Sumber: BPS"])
    assert not found.findings.has_errors


def test_a_large_text_file_is_told_of_once_and_read_twice(tmp_path: Path) -> None:
    body = "".join(f"{number},{'x' * 60}\n" for number in range(80_000))
    found = opened(tmp_path, ("no,teks\n" + body + "Jumlah,80000\n").encode())
    assert len(found.rows) == 80_000
    assert found.finding(F.TOTAL_ROW).count == 1
    done, total = found.table.progress()
    assert done == total > 4_000_000
