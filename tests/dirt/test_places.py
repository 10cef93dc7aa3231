"""The patterns of DOMAIN §7 about where a table lies (1–8, 21, 22, 27–30), each with its own sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from datasets.intake.schema import Recipe, Verdict
from datasets.vocab import ColumnType, Severity
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import rule
from tests.dirt.dirty_files import BOTH, as_csv, dirty, look
from tests.files import ole, opendocument, workbooks
from tests.files.workbooks import Cell, Sheet, xlsx

both = pytest.mark.parametrize("kind", BOTH)
HEAD: list[Cell] = ["Kelurahan", "Laki-laki", "Perempuan"]
ROWS: list[list[Cell]] = [["Togafo", 120, 131], ["Afe Taduma", 99, 87], ["Moti Kota", 210, 190]]
PLAIN = [["Togafo", "120", "131"], ["Afe Taduma", "99", "87"], ["Moti Kota", "210", "190"]]


@both
def test_01_rows_above_the_header_are_titles(tmp_path: Path, kind: str) -> None:
    kop: list[list[Cell]] = [["PEMERINTAH KOTA TERNATE"], ["DATA PENDUDUK TAHUN 2024"], []]
    seen = dirty(tmp_path, kind, [*kop, HEAD, *ROWS])
    assert seen.rows == PLAIN
    assert seen.report.table.header_row == "4"
    assert F.TITLE_ROWS in seen.codes(Severity.FIXED)
    assert "DATA PENDUDUK TAHUN 2024" in seen.report.notes


def test_02_merged_header_cells_are_joined(tmp_path: Path) -> None:
    head: list[list[Cell]] = [["Kelurahan", "Penduduk", None], [None, "Laki-laki", "Perempuan"]]
    seen = dirty(tmp_path, "xlsx", [*head, *ROWS], merges=["A1:A2", "B1:C1"])
    assert seen.rows == PLAIN
    assert [column.label for column in seen.report.table.columns][1] == "Penduduk / Laki-laki"
    assert F.HEADER_JOINED in seen.codes(Severity.FIXED)


@both
def test_03_headers_of_two_and_three_levels_are_joined(tmp_path: Path, kind: str) -> None:
    head: list[list[Cell]] = [
        ["Kelurahan", "Penduduk", None],
        [None, "Laki-laki", "Perempuan"],
        [None, "(jiwa)", "(jiwa)"],
    ]
    merges = ["A1:A3", "B1:C1"]
    seen = dirty(tmp_path, kind, [*head, *ROWS], merges=merges)
    assert seen.rows == PLAIN
    assert seen.report.table.header_row == "1-3"
    assert F.HEADER_JOINED in seen.codes(Severity.FIXED)


@both
def test_04_the_row_that_numbers_the_columns_is_dropped(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, [HEAD, ["(1)", "(2)", "(3)"], *ROWS])
    assert seen.rows == PLAIN
    assert F.NUMBER_ROW in seen.codes(Severity.FIXED)


@both
@pytest.mark.parametrize("word", ["JUMLAH", "Total", "Rata-rata"])
def test_05_total_rows_are_left_out(tmp_path: Path, kind: str, word: str) -> None:
    figures: list[Cell] = [143, 136] if word == "Rata-rata" else [429, 408]
    seen = dirty(tmp_path, kind, [HEAD, *ROWS, [word, *figures]])
    assert seen.rows == PLAIN
    assert F.TOTAL_ROW in seen.codes(Severity.WARNING)
    assert not seen.told(F.TOTAL_DIFFERS)


@both
def test_05_a_total_that_does_not_add_up_is_told_with_both_sums(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, [HEAD, *ROWS, ["JUMLAH", 429, 418]])
    [differs] = seen.told(F.TOTAL_DIFFERS)
    assert (differs.column, differs.row, differs.cell) == ("Perempuan", 5, "C5")
    assert (differs.value, differs.params["found"]) == ("418", "408")
    assert seen.report.verdict is Verdict.ACCEPTED


@both
def test_06_the_row_of_the_whole_city_is_a_total(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, [HEAD, *ROWS, ["Kota Ternate", 429, 408]])
    assert seen.rows == PLAIN
    assert F.TOTAL_ROW in seen.codes(Severity.WARNING)


@both
def test_06_the_row_of_the_whole_city_is_a_total_beside_running_numbers_too(
    tmp_path: Path, kind: str
) -> None:
    rows: list[list[Cell]] = [["No", *HEAD], *([at, *row] for at, row in enumerate(ROWS, 1))]
    seen = dirty(tmp_path, kind, [*rows, [4, "Kota Ternate", 429, 408]])
    assert [row[1:] for row in seen.rows] == PLAIN
    assert F.TOTAL_ROW in seen.codes(Severity.WARNING)


@both
def test_05_totals_of_named_groups_are_left_out(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [
        ["Kecamatan", "Kelurahan", "Jiwa"],
        ["Moti", "Takofi", 5],
        ["Moti", "Tafaga", 6],
    ]
    rows += [
        ["Jumlah Moti", None, 11],
        ["Hiri", "Faudu", 7],
        ["Sub Total Hiri", None, 7],
        ["TOTAL", None, 18],
    ]
    seen = dirty(tmp_path, kind, rows)
    assert [row[1] for row in seen.rows] == ["Takofi", "Tafaga", "Faudu"]
    assert [found.row for found in seen.told(F.TOTAL_ROW)] == [7, 4, 6]
    assert not seen.told(F.TOTAL_DIFFERS)


@both
def test_03_bare_units_below_the_header_belong_to_it(tmp_path: Path, kind: str) -> None:
    seen = dirty(
        tmp_path,
        kind,
        [["Kecamatan", "Panen", "Produksi"], [None, "ha", "ton"], ["Moti", 5, 6], ["Hiri", 7, 8]],
    )
    assert [column.label for column in seen.report.table.columns] == [
        "Kecamatan",
        "Panen / ha",
        "Produksi / ton",
    ]
    assert seen.rows == [["Moti", "5", "6"], ["Hiri", "7", "8"]]


@both
def test_03_three_levels_of_groups_reach_over_all_their_columns(tmp_path: Path, kind: str) -> None:
    head: list[list[Cell]] = [["Kec", "Penduduk"], [None, 2022, None, 2023], [None, "L", "P", "L", "P"]]
    rows: list[list[Cell]] = [["Moti", 1, 2, 3, 4], ["Hiri", 5, 6, 7, 8]]
    seen = dirty(tmp_path, kind, [*head, *rows], merges=["A1:A3", "B1:E1", "B2:C2", "D2:E2"])
    assert [column.label for column in seen.report.table.columns][2:4] == [
        "Penduduk / 2022 / P",
        "Penduduk / 2023 / L",
    ]


@both
def test_07_sources_and_notes_become_metadata(tmp_path: Path, kind: str) -> None:
    foot: list[list[Cell]] = [["Sumber: Disdukcapil"], ["Catatan: angka sementara"], ["Ket: per Desember"]]
    seen = dirty(tmp_path, kind, [HEAD, *ROWS, *foot])
    assert seen.rows == PLAIN
    assert list(seen.report.notes) == [str(row[0]) for row in foot]
    assert F.NOTE_ROWS in seen.codes(Severity.FIXED)


@both
def test_08_signatures_are_dropped_with_their_names(tmp_path: Path, kind: str) -> None:
    foot: list[list[Cell]] = [
        [],
        [None, None, "Ternate, 31 Desember 2024"],
        ["Mengetahui,"],
        [None, None, "Kepala Dinas"],
        [None, None, "Sari Wulandari"],
        [None, None, "NIP. 19800101 200501 2 003"],
    ]
    seen = dirty(tmp_path, kind, [HEAD, *ROWS, *foot])
    assert seen.rows == PLAIN
    assert F.SIGNATURE_ROWS in seen.codes(Severity.FIXED)
    assert not any("Sari" in note or "1980" in note for note in seen.report.notes)


MERGED: list[list[Cell]] = [
    ["Kecamatan", "Kelurahan", "Jumlah"],
    ["Moti", "Moti Kota", 5],
    [None, "Takofi", 6],
    ["Hiri", "Togolobe", 7],
    [None, "Faudu", 8],
]


@both
def test_21_blanks_under_merged_labels_are_asked_about_and_filled_on_consent(
    tmp_path: Path, kind: str
) -> None:
    merges = ["A2:A3", "A4:A5"]
    seen = dirty(tmp_path, kind, MERGED, merges=merges)
    assert [row[0] for row in seen.rows] == ["Moti", "", "Hiri", ""]
    assert (F.MERGED_BODY in seen.codes(Severity.WARNING)) == (kind == "xlsx")
    [question] = seen.report.questions
    assert (question.code, question.default, question.headers) == (F.MERGED_BODY, "blank", ("Kecamatan",))
    filled = dirty(tmp_path, kind, MERGED, merges=merges, recipe=Recipe(fill_down=("Kecamatan",)))
    assert [row[0] for row in filled.rows] == ["Moti", "Moti", "Hiri", "Hiri"]
    assert (filled.asked, filled.told(F.LABELS_FILLED)[0].count) == (set(), 2)
    assert dirty(tmp_path, kind, MERGED, merges=merges, recipe=Recipe(fill_down=())).asked == set()


def test_21_a_blank_that_no_merged_label_covers_stays_blank(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*MERGED, [None, "Lain", 9]]
    seen = dirty(tmp_path, "xlsx", rows, merges=["A2:A3", "A4:A5"], recipe=Recipe(fill_down=("Kecamatan",)))
    assert [row[0] for row in seen.rows] == ["Moti", "Moti", "Hiri", "Hiri", ""]


@both
def test_22_columns_without_or_with_the_same_header_are_all_kept(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, [["Nama", "Jumlah", "Jumlah", None], ["Moti", 1, 2, 3], ["Hiri", 4, 5, 6]])
    assert list(seen.columns) == ["nama", "jumlah", "jumlah_2", "kolom_4"]
    assert seen.rows == [["Moti", "1", "2", "3"], ["Hiri", "4", "5", "6"]]
    assert {F.HEADER_DUPLICATE, F.HEADER_EMPTY} <= seen.codes(Severity.WARNING)


@both
def test_27_a_second_table_below_the_first_is_told(tmp_path: Path, kind: str) -> None:
    second: list[list[Cell]] = [
        [],
        ["Tabel 2"],
        ["Pasar", "Kios", "Los"],
        ["Gamalama", 40, 12],
        ["Dufa-Dufa", 8, 9],
    ]
    seen = dirty(tmp_path, kind, [HEAD, *ROWS, *second])
    [told] = seen.told(F.TABLES_SEVERAL)
    assert (told.row, told.severity) == (7, Severity.WARNING)
    assert seen.rows == PLAIN


def test_27_other_sheets_and_hidden_rows_are_told(tmp_path: Path) -> None:
    book = xlsx(
        Sheet("2023", [HEAD, *ROWS], hidden_rows=[3]),
        Sheet("2024", [HEAD, *ROWS]),
        Sheet("Bantu", [["x"]], is_hidden=True),
    )
    seen = look(tmp_path, book, "xlsx")
    assert {F.SHEET_CHOSEN, F.SHEETS_HIDDEN, F.ROWS_HIDDEN} <= seen.codes(Severity.WARNING)
    assert seen.rows == PLAIN
    assert seen.told(F.ROWS_HIDDEN)[0].params["count"] == 1


def test_28_error_cells_block_a_column_of_numbers_and_warn_in_text(tmp_path: Path) -> None:
    rows: list[workbooks.Row] = [["Nama", "Nilai", "Ket"], ["a", 1, "baik"], ["b", workbooks.error(), "x"]]
    rows += [["c", 3, workbooks.error("#DIV/0!")], ["d", 4, "y"]]
    seen = look(tmp_path, xlsx(Sheet("Data", rows)), "xlsx")
    assert {(found.cell, found.severity) for found in seen.told(F.ERROR_CELL)} >= {
        ("B3", Severity.ERROR),
        ("C4", Severity.WARNING),
    }


def test_28_error_words_in_a_csv_block_a_column_of_numbers(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["nama", "nilai"], ["a", "#REF!"], ["b", 2], ["c", "#DIV/0!"]]
    rules = rule("nama", ColumnType.TEXT), rule("nilai", ColumnType.INTEGER)
    seen = dirty(tmp_path, "csv", rows, *rules)
    assert len(seen.told(F.ERROR_CELL)) == 2
    assert seen.report.verdict is Verdict.REFUSED


def test_28_a_formula_without_a_result_blocks_a_column_of_numbers(tmp_path: Path) -> None:
    rows: list[workbooks.Row] = [["Nama", "Nilai"], ["a", 1], ["b", workbooks.formula("B2*2")], ["c", 3]]
    seen = look(tmp_path, xlsx(Sheet("Data", rows)), "xlsx")
    assert F.FORMULA_EMPTY in seen.codes(Severity.ERROR)


def test_29_a_csv_called_xlsx_is_read_as_what_it_is(tmp_path: Path) -> None:
    seen = look(tmp_path, as_csv([HEAD, *ROWS]), "xlsx")
    assert seen.rows == PLAIN
    assert F.NAMED_OTHERWISE in seen.codes(Severity.FIXED)


def test_29_a_web_page_called_xls_is_read(tmp_path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [HEAD, *ROWS])
    seen = look(
        tmp_path,
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>{cells}</table></body></html>'.encode(),
        "xls",
    )
    assert seen.rows == PLAIN
    assert F.HTML_READ in seen.codes(Severity.WARNING)


def test_29_other_formats_give_the_same_table(tmp_path: Path) -> None:
    rows = [[cell if isinstance(cell, int) else str(cell) for cell in row] for row in [HEAD, *ROWS]]
    assert look(tmp_path, opendocument.ods(rows), "ods").rows == PLAIN
    assert look(tmp_path, ole.xls(rows), "xls").rows == PLAIN
    assert look(tmp_path, as_csv([HEAD, *ROWS], "\t"), "tsv").rows == PLAIN


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_30_other_delimiters_are_found(tmp_path: Path, delimiter: str) -> None:
    seen = look(tmp_path, as_csv([HEAD, *ROWS], delimiter), "csv")
    assert seen.rows == PLAIN
    assert seen.report.table.delimiter == delimiter


def test_30_other_encodings_are_converted(tmp_path: Path) -> None:
    text = "Nama;Nilai\nCafé Moti;1\nNaïf;2\n"
    old = look(tmp_path, text.encode("cp1252"), "csv")
    marked = look(tmp_path, text.encode("utf-8-sig"), "csv")
    assert old.rows == marked.rows == [["Café Moti", "1"], ["Naïf", "2"]]
    assert old.told(F.ENCODING_CONVERTED) or old.told(F.ENCODING_UNCERTAIN)
    assert list(marked.columns) == ["nama", "nilai"]
