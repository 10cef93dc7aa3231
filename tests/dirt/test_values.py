"""The patterns of DOMAIN §7 about what cells hold (11–20, 23–26, 31–34), each with its own sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from datasets.intake.schema import CodeSet, NumberStyle, Recipe, Verdict
from datasets.vocab import Access, ColumnType, Severity
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import rule
from tests.dirt.dirty_files import BOTH, Looked, dirty, look
from tests.files import workbooks
from tests.files.workbooks import Cell

both = pytest.mark.parametrize("kind", BOTH)


def column(folder: Path, kind: str, *cells: Cell, label: str = "Nilai") -> Looked:
    rows: list[list[Cell]] = [["Nama", label], *([f"n{place}", cell] for place, cell in enumerate(cells, 1))]
    return dirty(folder, kind, rows)


def values(seen: Looked) -> list[str]:
    return [row[1] for row in seen.rows]


@both
def test_11_indonesian_numbers_are_read(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "1.234,56", "7,5", "12.000,00")
    assert values(seen) == ["1234.56", "7.5", "12000.00"]
    assert F.NUMBER_STYLE in seen.codes(Severity.FIXED)


@both
def test_12_a_point_that_may_be_either_is_asked(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "1.234", "5.678", "9.012")
    assert F.NUMBER_AMBIGUOUS in seen.codes(Severity.WARNING)
    assert seen.asked == {F.NUMBER_AMBIGUOUS}


def test_12_numbers_that_the_sheet_typed_are_never_touched(tmp_path: Path) -> None:
    seen = column(tmp_path, "xlsx", 1.234, 5.678, 9.012)
    assert values(seen) == ["1.234", "5.678", "9.012"]
    assert not seen.asked


@both
def test_13_two_ways_of_writing_in_one_column_are_refused_by_cell(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "1,234.5", "1.234,5", "2.000,25", "3.100,75")
    assert F.NUMBER_STYLES_MIXED in seen.codes(Severity.ERROR)
    assert seen.told(F.NUMBER_STYLES_MIXED)[0].cell == "B2"


@both
def test_14_broken_thousands_are_refused_by_cell(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "200.000.000", "200.000.000.00", "1.234.56", "3.000.000")
    assert [found.cell for found in seen.told(F.NUMBER_BROKEN)] == ["B3", "B4"]
    assert seen.report.verdict is Verdict.REFUSED


@both
@pytest.mark.parametrize(
    ("cells", "stored", "unit"),
    [
        (["Rp 1.250.000,-", "Rp 750.000,-"], ["1250000", "750000"], "Rp"),
        (["12 orang", "7 orang"], ["12", "7"], "orang"),
        (["85%", "90%"], ["85", "90"], "%"),
    ],
)
def test_15_signs_around_numbers_are_stripped(
    tmp_path: Path, kind: str, cells: Sequence[str], stored: list[str], unit: str
) -> None:
    seen = column(tmp_path, kind, *cells)
    assert values(seen) == stored
    assert F.NUMBER_DECORATED in seen.codes(Severity.FIXED)
    assert seen.report.table.columns[1].unit == unit


@both
def test_16_a_dash_is_asked_about_and_means_no_data_meanwhile(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["Nama", "Nilai"], ["a", "5"], ["b", "-"], ["c", "–"], ["d", "7"]]
    seen = dirty(tmp_path, kind, rows)
    assert values(seen) == ["5", "", "", "7"]
    assert (seen.asked, F.DASH_MISSING in seen.codes(Severity.WARNING)) == ({F.DASH_MISSING}, True)
    answered = dirty(tmp_path, kind, rows, recipe=Recipe(dash_means={"nilai": "zero"}))
    assert (values(answered), answered.asked) == (["5", "0", "0", "7"], set())


@both
def test_17_marks_for_no_data_become_null(tmp_path: Path, kind: str) -> None:
    marks = ["…", "NA", "n/a", "tad", "kosong", "~0"]
    seen = column(tmp_path, kind, "5", *marks, "7", "8", "9", "10", "11", "12", "13")
    assert values(seen)[1:7] == [""] * 6
    assert {found.value for found in seen.told(F.MISSING_MARK)} == set(marks)


@both
def test_18_marks_behind_numbers_become_a_status(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "120*", "130**", "140r", "150e", "160")
    assert values(seen) == ["120", "130", "140", "150", "160"]
    assert F.STATUS_MARK in seen.codes(Severity.FIXED)
    assert all("nilai" in flag for flag in seen.flags[:4])
    assert len(set(seen.flags[:4])) == 4
    assert not seen.flags[4]


@both
@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (["31/12/2024", "05/11/2024"], ["2024-12-31", "2024-11-05"]),
        (["31 Desember 2024", "3 Nopember 2024"], ["2024-12-31", "2024-11-03"]),
        (["28 Pebruari 2024", "1 Agustus 2024"], ["2024-02-28", "2024-08-01"]),
    ],
)
def test_19_dates_become_iso_with_the_day_first(
    tmp_path: Path, kind: str, cells: Sequence[str], stored: list[str]
) -> None:
    seen = column(tmp_path, kind, *cells, label="Tanggal")
    assert values(seen) == stored
    assert F.DATE_CONVERTED in seen.codes(Severity.FIXED)


def test_19_serial_numbers_of_dates_are_read(tmp_path: Path) -> None:
    rows: list[workbooks.Row] = [
        ["Nama", "Tanggal"],
        ["a", workbooks.date(45657)],
        ["b", workbooks.date(45658)],
    ]
    seen = look(tmp_path, workbooks.xlsx(workbooks.Sheet("Data", rows)), "xlsx")
    assert values(seen) == ["2024-12-31", "2025-01-01"]


@both
@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (["2023*", "2022"], ["2023", "2022"]),
        (["2023/2024", "2022/2023"], ["2023/2024", "2022/2023"]),
        (["TA 2023", "TA 2022"], ["2023", "2022"]),
    ],
)
def test_20_years_in_every_dress(tmp_path: Path, kind: str, cells: Sequence[str], stored: list[str]) -> None:
    seen = column(tmp_path, kind, *cells, label="Tahun")
    assert values(seen) == stored
    assert seen.columns["tahun"] in ("year", "fiscal_year")


@both
def test_23_rows_that_repeat_a_key_are_refused_with_their_first(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["kode", "nilai"], ["a", 1], ["b", 2], ["a", 3]]
    rules = rule("kode", ColumnType.TEXT, key=True), rule("nilai", ColumnType.INTEGER)
    seen = dirty(tmp_path, kind, rows, *rules)
    [twice] = seen.told(F.KEY_DUPLICATE)
    assert (twice.row, twice.params["first_row"], twice.severity) == (4, 2, Severity.ERROR)


@both
def test_24_blanks_that_nobody_sees_are_trimmed(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["Nama", "Nilai"], ["\u00a0Moti  Kota ", "\u00a05"], ["'Hiri", "'7"]]
    seen = dirty(tmp_path, kind, rows)
    assert seen.rows == [["Moti Kota", "5"], ["Hiri", "7"]]
    assert F.SPACES_TRIMMED in seen.codes(Severity.FIXED)


AREA = rule("kelurahan", ColumnType.TEXT, codelist="wilayah")


@both
def test_25_spellings_of_areas_become_the_official_name(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["kelurahan", "nilai"], ["Tagafo", 1], ["Kel. Afe-Taduma", 2], ["KOTA MOTI", 3]]
    seen = dirty(tmp_path, kind, rows, AREA, rule("nilai", ColumnType.INTEGER))
    assert [row[0] for row in seen.rows] == ["Togafo", "Afe Taduma", "Moti Kota"]
    assert F.CODE_ALIAS in seen.codes(Severity.FIXED)


@both
def test_25_an_unknown_area_is_refused_with_suggestions(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["kelurahan", "nilai"], ["Togafo", 1], ["Togaffo", 2]]
    seen = dirty(tmp_path, kind, rows, AREA, rule("nilai", ColumnType.INTEGER))
    [unknown] = seen.told(F.CODE_UNKNOWN)
    assert (unknown.cell, unknown.severity) == ("A3", Severity.ERROR)
    assert "Togafo" in unknown.suggestion


@both
def test_26_codes_that_became_numbers_are_restored(tmp_path: Path, kind: str) -> None:
    known = CodeSet("sekolah", {"00817": "SDN 1", "01234": "SDN 2"})
    rows: list[list[Cell]] = [["kode", "nilai"], [817, 1], [1234, 2]]
    rules = rule("kode", ColumnType.CODE, codelist="sekolah"), rule("nilai", ColumnType.INTEGER)
    seen = dirty(tmp_path, kind, rows, *rules, codesets={"sekolah": known})
    assert [row[0] for row in seen.rows] == ["00817", "01234"]
    assert F.CODE_ALIAS in seen.codes(Severity.FIXED)


@both
def test_26_leading_zeros_and_long_numbers_stay_text(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "0164A", "00817", "00012", label="Kode")
    assert seen.columns["kode"] == "code"
    assert values(seen) == ["0164A", "00817", "00012"]


def test_26_a_code_that_the_sheet_has_rounded_is_refused_where_the_dictionary_wants_a_code(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [["kode", "nilai"], [8271011501900000, 1], [8271011501900010, 2]]
    rules = rule("kode", ColumnType.CODE, key=True), rule("nilai", ColumnType.INTEGER)
    [rounded] = dirty(tmp_path, "xlsx", rows, *rules, access=Access.RESTRICTED).told(F.NUMBER_ROUNDED)
    assert (rounded.cell, rounded.severity, rounded.count) == ("A2", Severity.ERROR, 2)
    first = dirty(tmp_path, "xlsx", rows, access=Access.RESTRICTED)
    assert F.NUMBER_ROUNDED in first.codes(Severity.WARNING)


def test_26_codes_typed_as_numbers_come_without_decimals(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Kode Sekolah", "nilai"], [817.0, 1], [60200817.0, 2]]
    seen = dirty(tmp_path, "xlsx", rows)
    assert (seen.columns["kode_sekolah"], [row[0] for row in seen.rows]) == ("code", ["817", "60200817"])


@both
def test_12_each_doubtful_column_is_asked_about_by_itself(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["Nama", "Luas", "Jiwa"], ["a", "1.234", "5.678"], ["b", "2.345", "6.789"]]
    seen = dirty(tmp_path, kind, rows)
    assert [question.column for question in seen.report.questions] == ["luas", "jiwa"]
    answered = Recipe(number_styles={"luas": NumberStyle.PLAIN, "jiwa": NumberStyle.INDONESIAN})
    done = dirty(tmp_path, kind, rows, recipe=answered)
    assert (done.asked, done.rows[0]) == (set(), ["a", "1.234", "5678"])


PERSONAL: list[tuple[str, list[Cell]]] = [
    ("NIK", [f"827101150190{day:04d}" for day in range(1, 6)]),
    ("No KK", [f"827101100215{day:04d}" for day in range(1, 6)]),
    ("NIP", [f"1980010{day}200501200{day}" for day in range(1, 6)]),
    ("NPWP", [f"09.254.294.{day}-407.000" for day in range(1, 6)]),
    ("HP", [f"08123456780{day}" for day in range(1, 6)]),
    ("Email", [f"orang{day}@gmail.com" for day in range(1, 6)]),
]


@both
@pytest.mark.parametrize(("label", "cells"), PERSONAL, ids=[label for label, _ in PERSONAL])
def test_31_personal_columns_block_open_data_only(
    tmp_path: Path, kind: str, label: str, cells: list[Cell]
) -> None:
    rows: list[list[Cell]] = [["Kelas", label], *(["x", cell] for cell in cells)]
    assert F.PERSONAL_COLUMN in dirty(tmp_path, kind, rows).codes(Severity.ERROR)
    closed = dirty(tmp_path, kind, rows, access=Access.RESTRICTED)
    assert F.PERSONAL_COLUMN in closed.codes(Severity.WARNING)
    assert closed.report.verdict is Verdict.ACCEPTED


@both
def test_31_a_number_inside_free_text_blocks_by_cell(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [
        ["Hari", "Laporan"],
        ["a", "Lampu jalan padam sejak kemarin malam"],
        ["b", "Hubungi saya di 081234567801 segera"],
        ["c", "Sampah menumpuk di depan pasar"],
    ]
    [found] = dirty(tmp_path, kind, rows).told(F.PERSONAL_IN_TEXT)
    assert (found.cell, found.severity) == ("B3", Severity.ERROR)


@both
def test_31_the_address_of_a_building_is_fine(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [
        ["Nama Sekolah", "Alamat"],
        ["SDN 1", "Jl. Pahlawan 1"],
        ["SDN 2", "Jl. Moti 2"],
    ]
    assert not dirty(tmp_path, kind, rows).codes(Severity.ERROR)


@both
def test_32_small_counts_of_a_sensitive_dataset_are_told_by_cell(tmp_path: Path, kind: str) -> None:
    rows: list[list[Cell]] = [["Kelurahan", "Penderita"], ["Togafo", 3], ["Moti Kota", 25], ["Moya", 0]]
    seen = dirty(tmp_path, kind, rows, is_sensitive=True)
    [small] = seen.told(F.SMALL_COUNT)
    assert (small.cell, small.value, small.severity) == ("B2", "3", Severity.WARNING)
    assert seen.report.verdict is Verdict.ACCEPTED
    assert not dirty(tmp_path, kind, rows).told(F.SMALL_COUNT)


@both
def test_33_spellings_of_one_unit_are_one(tmp_path: Path, kind: str) -> None:
    seen = column(tmp_path, kind, "85%", "90 persen", "70 prosen")
    assert values(seen) == ["85", "90", "70"]
    assert seen.report.table.columns[1].unit == "%"
    assert not seen.told(F.UNITS_MIXED)


@both
def test_33_units_of_another_scale_are_told(tmp_path: Path, kind: str) -> None:
    assert F.UNITS_MIXED in column(tmp_path, kind, "5 kg", "3 ton", "7 kg").codes(Severity.WARNING)
    rows: list[list[Cell]] = [["nama", "berat"], ["a", "5 kg"], ["b", "3 ton"]]
    rules = rule("nama", ColumnType.TEXT), rule("berat", ColumnType.DECIMAL)
    [mixed] = dirty(tmp_path, kind, rows, *rules).told(F.UNITS_MIXED)
    assert mixed.params["units"] == ["kg", "ton"]


@both
def test_34_another_unit_than_the_dictionarys_is_told(tmp_path: Path, kind: str) -> None:
    rules = rule("nama", ColumnType.TEXT), rule("berat", ColumnType.DECIMAL, unit="ton")
    for head, cell in (("berat", "5 kg"), ("berat (kg)", "5")):
        seen = dirty(tmp_path, kind, [["nama", head], ["a", cell], ["b", cell]], *rules)
        [changed] = seen.told(F.UNIT_CHANGED)
        assert changed.params == {"unit": "kg", "wanted": "ton"}
    same = dirty(tmp_path, kind, [["nama", "berat (Ton)"], ["a", "5"], ["b", "6"]], *rules)
    assert not same.told(F.UNIT_CHANGED)
