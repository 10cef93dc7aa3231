"""Types proposed over every row: one cell that does not fit makes a column text, and is told."""

from __future__ import annotations

import pytest

from datasets.intake.schema import NumberStyle, Question
from datasets.vocab import ColumnType, Severity
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import check, codes, column, table, told

T = ColumnType


def type_of(label: str, *values: str | None, **more: object) -> ColumnType:
    checked, _ = check(column(label, *values, **more))  # type: ignore[arg-type]
    return checked.columns[1].type


@pytest.mark.parametrize(
    ("label", "values", "kind"),
    [
        ("jumlah", ["1", "-2", "0"], T.INTEGER),
        ("jumlah", ["1", "2.5"], T.DECIMAL),
        ("jumlah", ["1.234.567", "2"], T.INTEGER),
        ("jumlah", ["12", "n/a", "–", None], T.INTEGER),
        ("anggaran", ["410988.00", "n.a.", "386198.00"], T.INTEGER),
        ("anggaran", ["Rp 1.250.000,00", "Rp 750.000,00"], T.INTEGER),
        ("anggaran", ["410988.00", "386198.50"], T.DECIMAL),
        ("Kertas (%)", ["41.00", "25.00"], T.DECIMAL),
        ("luas", ["41,00%", "25,00%"], T.DECIMAL),
        ("jumlah", ["12", "dua belas"], T.TEXT),
        ("jumlah", ["1234567890123456789"], T.CODE),
        ("value", ["01", "002", "00003"], T.CODE),
        ("kode_pelabuhan", ["959", "ID101"], T.CODE),
        ("Kode", ["0164A", "0165"], T.CODE),
        ("uraian", ["5", "5.1", "5.1.02"], T.CODE),
        ("kode wilayah", ["82.71", "82.71.02"], T.CODE),
        ("prov", ["35", "36"], T.CODE),
        ("jumlah kelurahan", ["35", "36"], T.INTEGER),
        ("Tahun", ["2023", "2024"], T.YEAR),
        ("Tahun", ["2019.0", "2020.0"], T.YEAR),
        ("Tahun", ["2023*", "2024"], T.YEAR),
        ("Tahun", ["2023/2024", "2024/2025"], T.FISCAL_YEAR),
        ("jumlah", ["2023", "2024"], T.INTEGER),
        ("tanggal", ["31/12/2024", "1/2/2025"], T.DATE),
        ("tanggal", ["31 Desember 2024", "1 Pebruari 2025"], T.DATE),
        ("jam", ["12:19:00 WIB", "04:30:16 WIB"], T.TIME),
        ("waktu", ["2026-04-11 05:19:00+00:00"], T.DATETIME),
        ("bulan", ["Oktober 2026", "2026-11"], T.MONTH),
        ("triwulan", ["TW III 2026", "2026-Q4"], T.QUARTER),
        ("aktif", ["Ya", "Tidak"], T.BOOLEAN),
        ("angka", ["01.56", "7"], T.TEXT),
        ("angka", ["72.06.00", "73.05.00"], T.TEXT),
        ("kosong", [None, None], T.TEXT),
        ("nama", ["NA", "Ternate"], T.TEXT),
    ],
)
def test_types(label: str, values: list[str | None], kind: ColumnType) -> None:
    assert type_of(label, *values) is kind


def test_a_number_in_the_last_row_counts_as_much_as_the_first() -> None:
    values = [str(number) for number in range(20_000)]
    assert type_of("jumlah", *values) is T.INTEGER
    assert type_of("jumlah", *values, "tidak tahu") is T.TEXT


def test_native_numbers_are_never_read_as_thousands() -> None:
    checked, findings = check(column("nilai", "1.234", "2.5", native=True))
    assert (checked.columns[1].type, checked.columns[1].total) == (T.DECIMAL, "3.734")
    assert not codes(findings)


def test_thousands_or_decimals_are_asked_where_no_row_tells() -> None:
    checked, findings = check(column("penduduk", "5.120", "2.311"))
    (found,) = told(findings, F.NUMBER_AMBIGUOUS)
    assert (found.cell, found.value, found.suggestion, found.count) == ("B2", "5.120", "5120", 2)
    assert checked.questions == (Question(F.NUMBER_AMBIGUOUS, "penduduk", ("id", "plain"), "id"),)
    assert checked.columns[1].total == "7431"


def test_another_column_tells_how_the_file_writes_numbers() -> None:
    rows = [["1.234", "0.5"], ["2.345", "12.75"]]
    checked, _ = check(table(["a", "b"], rows))
    assert checked.columns[0].style is NumberStyle.PLAIN
    assert checked.columns[0].total == "3.579"


def test_english_numbers_are_read_in_english() -> None:
    checked, findings = check(column("ton", "34,527.10", "1,000"))
    assert checked.columns[1].total == "35527.1"
    (found,) = told(findings, F.NUMBER_STYLE)
    assert (found.value, found.suggestion) == ("34,527.10", "34527.10")


def test_two_styles_in_one_column_block_at_the_cell() -> None:
    _, findings = check(column("nilai", "1.234,5", "2.345,6", "1,234.5"))
    (found,) = told(findings, F.NUMBER_STYLES_MIXED)
    assert (found.cell, found.value, found.severity) == ("B4", "1,234.5", Severity.ERROR)


def test_a_broken_number_among_good_ones_blocks_at_the_cell() -> None:
    _, findings = check(column("nilai", "200.000.000", "200.000.000.00", "1.250"))
    (found,) = told(findings, F.NUMBER_BROKEN)
    assert (found.cell, found.value) == ("B3", "200.000.000.00")


def test_json_texts_that_contradict_each_other_stay_text() -> None:
    checked, findings = check(column("ton", "3.293.620", "69.46", "480.1", format="json"))
    assert checked.columns[1].type is T.TEXT
    assert told(findings, F.NUMBER_STYLES_MIXED)[0].severity is Severity.WARNING


def test_units_around_numbers_become_the_unit() -> None:
    checked, findings = check(column("belanja", "Rp 1.250.000,-", "Rp 500.000,-"))
    assert (checked.columns[1].unit, checked.columns[1].total) == ("Rp", "1750000")
    assert told(findings, F.NUMBER_DECORATED)[0].value == "Rp 1.250.000,-"


def test_two_units_in_one_column_keep_it_text() -> None:
    checked, findings = check(column("berat", "12 kg", "3 ton"))
    assert checked.columns[1].type is T.TEXT
    assert F.UNITS_MIXED in codes(findings)


def test_years_beside_spans_of_years_stay_text_and_the_odd_cell_is_named() -> None:
    years: list[str | None] = ["2020", "2021", "2019 - 2021", "2018", "2017"]
    _, findings = check(column("Tahun Anggaran", *years))
    [mixed] = told(findings, F.COLUMN_MIXED)
    assert (mixed.value, mixed.params["kind"]) == ("2019 - 2021", "year")


def test_one_word_among_numbers_is_named() -> None:
    values = [str(number) for number in range(30)]
    _, findings = check(column("jumlah", *values, "lihat catatan"))
    (found,) = told(findings, F.COLUMN_MIXED)
    assert (found.cell, found.value, found.severity) == ("B32", "lihat catatan", Severity.WARNING)


@pytest.mark.parametrize(
    "values",
    [
        ["2011-01-02", "01-03-2011", "2011.01.02", "11-01-03"],
        ["10/18/2010", "6/2/2010"],
        ["17 Agustus 2024", "17/08/2024", "31 Februari 2024", "45521"],
    ],
)
def test_mixed_dates_stay_text_and_are_told(values: list[str]) -> None:
    checked, findings = check(column("tanggal", *values))
    assert checked.columns[1].type is T.TEXT
    assert F.DATES_MIXED in codes(findings)


def test_one_impossible_date_among_many_blocks_at_the_cell() -> None:
    days = [f"{day:02d}/06/2024" for day in range(1, 31)]
    _, findings = check(column("tanggal", *days, "31/06/2024"))
    (found,) = told(findings, F.DATE_IMPOSSIBLE)
    assert (found.cell, found.value) == ("B32", "31/06/2024")


def test_days_and_months_that_could_be_exchanged_are_told() -> None:
    _, findings = check(column("tanggal", "01/02/2024", "03/04/2024"))
    assert told(findings, F.DATE_AMBIGUOUS)[0].suggestion == "2024-02-01"
    _, findings = check(column("tanggal", "01/02/2024", "13/04/2024"))
    assert codes(findings) == {F.DATE_CONVERTED}


def test_marks_for_no_data_are_told_and_a_dash_is_asked() -> None:
    checked, findings = check(column("nilai", "1", "-", "n/a", "...", "0"))
    assert checked.columns[1].non_null == 2
    assert [found.cell for found in told(findings, F.DASH_MISSING)] == ["B3"]
    assert {found.value for found in told(findings, F.MISSING_MARK)} == {"n/a", "..."}
    assert checked.questions == (Question(F.DASH_MISSING, "nilai", ("missing", "zero"), "missing"),)


def test_statuses_are_told() -> None:
    _, findings = check(column("nilai", "1", "2*"))
    (found,) = told(findings, F.STATUS_MARK)
    assert (found.cell, found.suggestion) == ("B3", "sementara")


def test_codes_that_became_floats_are_mended() -> None:
    checked, findings = check(column("kode_desa", "3201190006.0", "3201190007.0", None))
    assert checked.columns[1].type is T.CODE
    (found,) = told(findings, F.CODE_WAS_NUMBER)
    assert (found.suggestion, found.count) == ("3201190006", 2)


def test_a_number_that_the_spreadsheet_rounded_is_told() -> None:
    _, findings = check(column("nip_contoh", "197001010000000000", "197001020000000000", native=True))
    (found,) = told(findings, F.NUMBER_ROUNDED)
    assert (found.cell, found.value) == ("B2", "197001010000000000")
    _, findings = check(column("NIK", "8,27E+15", "8,27E+15"))
    assert F.NUMBER_ROUNDED in codes(findings)


def test_stray_spaces_are_told_and_an_indented_hierarchy_is_kept() -> None:
    _, findings = check(column("nama", "KOTA BANJAR ", "KOTA BOGOR"))
    (found,) = told(findings, F.SPACES_TRIMMED)
    assert (found.cell, found.count) == ("B2", 1)
    _, findings = check(column("akun", "Pendapatan", "  PAD", "    Pajak"))
    assert F.SPACES_TRIMMED not in codes(findings)


def test_other_spellings_of_a_period_are_told() -> None:
    _, findings = check(column("bulan", "Oktober 2026"))
    (found,) = told(findings, F.VALUE_CONVERTED)
    assert (found.value, found.suggestion) == ("Oktober 2026", "2026-10")


def test_geometries_of_geojson_are_points_or_shapes() -> None:
    point = '{"type":"Point","coordinates":[127.4,0.8]}'
    area = '{"type":"Polygon","coordinates":[[[127,0],[127,1],[128,1],[127,0]]]}'
    assert type_of("geometry", point, point, format="geojson") is T.POINT
    assert type_of("geometry", point, area, format="geojson") is T.GEOMETRY
    _, findings = check(
        column("geometry", point, '{"type":"Point","coordinates":[0.8,127.4]}', format="geojson")
    )
    assert [found.cell for found in told(findings, F.COORDINATES_OUTSIDE)] == ["B3"]
