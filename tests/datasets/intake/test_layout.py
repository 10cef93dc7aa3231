"""Finding the table on a sheet: titles, headers over several rows, number rows, no header at all."""

from __future__ import annotations

from datasets.intake.layout import Layout, find_layout
from datasets.intake.table import Merge

_BODY = [["1", "Ternate Selatan", "10.5", "8"], ["2", "Ternate Tengah", "11", "9"], ["3", "Moti", "2", "1"]]


def laid(rows: list[list[str]], *merges: Merge, width: int | None = 4) -> Layout:
    layout = find_layout(rows, merges, width)
    assert layout is not None
    return layout


def test_the_first_row_heads_a_plain_table() -> None:
    layout = laid([["No", "Kecamatan", "Timbulan", "Terangkut"], *_BODY])
    assert (layout.header_row, layout.body, layout.titles) == ("1", 1, [])
    assert layout.labels == ["No", "Kecamatan", "Timbulan", "Terangkut"]
    assert layout.is_certain


def test_a_letterhead_and_a_number_row_are_no_data() -> None:
    rows = [
        ["PEMERINTAH KOTA TERNATE", "", "", ""],
        ["DINAS LINGKUNGAN HIDUP", "", "", ""],
        ["", "", "", ""],
        ["Tahun", ": 2025", "", ""],
        ["No.", "Kecamatan", "Timbulan", "Terangkut"],
        ["(1)", "(2)", "(3)", "(4)"],
        *_BODY,
    ]
    layout = laid(rows)
    assert (layout.header_row, layout.body, layout.number_row) == ("5", 6, 5)
    assert layout.titles == ["PEMERINTAH KOTA TERNATE", "DINAS LINGKUNGAN HIDUP", "Tahun : 2025"]


def test_a_title_merged_over_the_whole_table_is_no_header() -> None:
    rows = [["Timbulan sampah", "", "", ""], ["No", "Kecamatan", "Timbulan", "Terangkut"], *_BODY]
    assert laid(rows, Merge(0, 0, 0, 3)).header_row == "2"


def test_merged_levels_join_to_labels() -> None:
    rows = [["No", "Kecamatan", "2024", ""], ["", "", "L", "P"], *_BODY]
    layout = laid(rows, Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3))
    assert (layout.header_row, layout.body) == ("1-2", 2)
    assert layout.labels == ["No", "Kecamatan", "2024 / L", "2024 / P"]


def test_four_levels_under_a_name_over_two_columns() -> None:
    rows = [
        ["Nama Kecamatan", "", "Jenis dokumen", ""],
        ["", "", "C1", ""],
        ["", "", "Jenis Kelamin", ""],
        ["", "", "Laki-laki", "Perempuan"],
        ["010", "Banda", "9196", "9324"],
        ["040", "Tehoru", "14388", "13715"],
    ]
    merges = [Merge(0, 0, 3, 1), Merge(0, 2, 0, 3), Merge(1, 2, 1, 3), Merge(2, 2, 2, 3)]
    layout = laid(rows, *merges)
    assert layout.header_row == "1-4"
    assert layout.labels[2:] == [
        "Jenis dokumen / C1 / Jenis Kelamin / Laki-laki",
        "Jenis dokumen / C1 / Jenis Kelamin / Perempuan",
    ]


def test_a_header_merged_over_two_columns_leaves_the_data_alone() -> None:
    rows = [["Alamat", "", "Nilai", "Ket"], ["Jl. Pahlawan", "5", "3", "ya"], ["Jl. Merdeka", "7", "4", "ya"]]
    assert laid(rows, Merge(0, 0, 0, 1)).header_row == "1"


def test_groups_reach_right_where_nothing_is_merged() -> None:
    rows = [["No", "Kecamatan", "2024", "", "2025", ""], ["", "", "L", "P", "L", "P"]]
    rows += [["1", "Moti", "1", "2", "3", "4"], ["2", "Hiri", "1", "2", "3", "4"]]
    layout = laid(rows, width=None)
    assert layout.header_row == "1-2"
    assert layout.labels == ["No", "Kecamatan", "2024 / L", "2024 / P", "2025 / L", "2025 / P"]


def test_units_in_brackets_belong_to_the_header() -> None:
    rows = [["No", "Kecamatan", "Timbulan", "Terangkut"], ["", "", "(ton)", "(ton)"], *_BODY]
    layout = laid(rows)
    assert layout.header_row == "1-2"
    assert layout.labels[2:] == ["Timbulan / (ton)", "Terangkut / (ton)"]


def test_years_are_fine_headers() -> None:
    layout = laid([["Wilayah", "2022", "2023", "2024"], ["Moti", "1", "2", "3"], ["Hiri", "4", "5", "6"]])
    assert layout.header_row == "1"


def test_figures_over_figures_are_no_header() -> None:
    rows = [["8271", "Moti", "17,5", "3"], ["8272", "Hiri", "2", "4"], ["8273", "Moya", "5", "6"]]
    layout = laid(rows)
    assert (layout.header_row, layout.body, layout.labels) == ("none", 0, ["", "", "", ""])
    assert not layout.is_certain


def test_bare_running_numbers_are_data_where_the_table_is_small() -> None:
    rows = [["a", "b", "c"], ["1", "2", "3"], ["x", "5", "6"]]
    assert laid(rows, width=3).number_row is None


def test_bare_running_numbers_over_words_number_the_columns() -> None:
    rows = [["No", "Kecamatan", "Camat", "Luas", "Warga"], ["1", "2", "3", "4", "5"]]
    rows += [["1", "Moti", "Ali", "24", "100"], ["2", "Hiri", "Budi", "6", "90"]]
    assert laid(rows, width=5).number_row == 1


def test_a_person_names_the_header_rows() -> None:
    layout = find_layout([["a", "b"], ["c", "d"], ["1", "2"]], width=2, chosen=(1, 2))
    assert layout is not None
    assert (layout.header_row, layout.labels) == ("1-2", ["a / c", "b / d"])
    assert find_layout([["a", "b"]], width=2, chosen=(7, 7)) is None


def test_records_that_all_have_one_cell_more_widen_the_table() -> None:
    rows = [["a", "b"], *[["x", "1", "2"]] * 20]
    assert laid(rows, width=None).labels == ["a", "b", ""]
    assert laid([["a", "b"], ["x", "1", "2"]], width=None).labels == ["a", "b"]


def test_nothing_is_no_table() -> None:
    assert find_layout([[], ["", " "]]) is None
