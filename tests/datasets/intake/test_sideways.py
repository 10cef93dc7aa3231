"""Periods as columns (DOMAIN §7 nos. 9, 10): asked about, folded on request, remembered in the recipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from datasets.intake.headings import heading_of, kind_of
from datasets.intake.schema import Recipe, Unpivot, Verdict
from datasets.intake.sideways import proposal_for
from datasets.vocab import ColumnRole, ColumnType, Severity
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import rule
from tests.dirt.dirty_files import BOTH, dirty, look
from tests.files import workbooks
from tests.files.workbooks import Cell, Sheet, xlsx

both = pytest.mark.parametrize("kind", BOTH)
SIDEWAYS: list[tuple[Sequence[Cell], str]] = [
    (["2021", "2022", "2023"], "tahun"),
    (["Januari", "Februari", "Maret"], "bulan"),
    (["TW I", "TW II", "TW III"], "triwulan"),
]


@both
@pytest.mark.parametrize(("periods", "name"), SIDEWAYS, ids=["years", "months", "quarters"])
def test_09_10_periods_as_columns_are_asked_about(
    tmp_path: Path, kind: str, periods: Sequence[Cell], name: str
) -> None:
    rows: list[list[Cell]] = [["Togafo", 1, 2, 3], ["Moti Kota", 4, 5, 6]]
    seen = dirty(tmp_path, kind, [["Kelurahan", *periods], *rows])
    assert F.PERIOD_COLUMNS in seen.codes(Severity.WARNING)
    assert F.PERIOD_COLUMNS in seen.asked
    [question] = [one for one in seen.report.questions if one.code is F.PERIOD_COLUMNS]
    assert question.unpivot is not None
    assert question.unpivot.headers == tuple(map(str, periods))
    assert (question.unpivot.name_column, question.default) == (name, "keep")
    assert len(seen.rows) == 2


YEARS: list[list[Cell]] = [
    ["Kelurahan", "2021", "2022", "Ket"],
    ["Togafo", 1.5, 2, "x"],
    ["Moti Kota", 4, None, "y"],
]
FOLD = Recipe(unpivot=Unpivot(("2021", "2022"), "tahun", "nilai"))


@both
def test_folded_rows_have_one_period_each(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, YEARS, recipe=FOLD)
    assert seen.rows == [
        ["Togafo", "2021", "1.5", "x"],
        ["Togafo", "2022", "2", "x"],
        ["Moti Kota", "2021", "4", "y"],
        ["Moti Kota", "2022", "", "y"],
    ]
    assert seen.columns == {"kelurahan": "text", "tahun": "year", "nilai": "decimal", "ket": "text"}
    assert F.PERIODS_FOLDED in seen.codes(Severity.FIXED)
    assert (seen.asked, seen.told(F.PERIOD_COLUMNS)) == (set(), [])


def test_a_new_year_is_folded_too(tmp_path: Path) -> None:
    rows = [[*row[:3], place, *row[3:]] for place, row in enumerate(YEARS)]
    rows[0][3] = "2023*"
    seen = dirty(tmp_path, "csv", rows, recipe=FOLD)
    assert [row[1] for row in seen.rows[:3]] == ["2021", "2022", "2023"]


@both
def test_an_answer_may_leave_the_table_as_it_is(tmp_path: Path, kind: str) -> None:
    seen = dirty(tmp_path, kind, YEARS, recipe=Recipe(unpivot=Unpivot((), "tahun", "nilai")))
    assert len(seen.rows) == 2
    assert (seen.asked, seen.told(F.PERIOD_COLUMNS), seen.told(F.PERIODS_FOLDED)) == (set(), [], [])


def test_the_dictionary_names_the_two_columns(tmp_path: Path) -> None:
    rules = (
        rule("Kelurahan", ColumnType.TEXT),
        rule("Tahun data", ColumnType.YEAR, role=ColumnRole.PERIOD, required=True),
        rule("Produksi", ColumnType.DECIMAL, required=True),
    )
    rows = [row[:3] for row in YEARS]
    asked = dirty(tmp_path, "xlsx", rows, *rules)
    [question] = asked.report.questions
    assert question.unpivot == Unpivot(("2021", "2022"), "Tahun data", "Produksi")
    assert asked.report.verdict is Verdict.REFUSED
    answered = dirty(
        tmp_path,
        "xlsx",
        [[*row[:2], row[2] or 3] for row in rows],
        *rules,
        recipe=Recipe(unpivot=question.unpivot),
    )
    assert answered.report.verdict is Verdict.ACCEPTED
    assert answered.rows[0] == ["Togafo", "2021", "1.5"]


def test_a_dictionary_with_a_column_for_each_year_is_not_asked(tmp_path: Path) -> None:
    rules = (
        rule("Kelurahan", ColumnType.TEXT),
        rule("2021", ColumnType.DECIMAL),
        rule("2022", ColumnType.DECIMAL),
    )
    assert dirty(tmp_path, "csv", [row[:3] for row in YEARS], *rules).asked == set()


def test_error_cells_of_folded_columns_still_block(tmp_path: Path) -> None:
    rows: list[workbooks.Row] = [*YEARS, ["Moya", 7, workbooks.error(), "z"]]
    seen = look(tmp_path, xlsx(Sheet("Data", rows)), "xlsx", recipe=FOLD)
    assert [found.cell for found in seen.told(F.ERROR_CELL)] == ["C4"]
    assert seen.report.verdict is Verdict.REFUSED


@both
def test_what_is_told_of_a_long_row_names_its_true_cell(tmp_path: Path, kind: str) -> None:
    rules = (
        rule("kelurahan", ColumnType.TEXT),
        rule("tahun", ColumnType.YEAR),
        rule("nilai", ColumnType.INTEGER),
    )
    rows: list[list[Cell]] = [
        ["kelurahan", "2021", "2022", "2023"],
        ["Togafo", 1, "lima", 3],
        ["Moya", 4, 5, "x"],
    ]
    fold = Recipe(unpivot=Unpivot(("2021", "2022", "2023"), "tahun", "nilai"))
    seen = dirty(tmp_path, kind, rows, *rules, recipe=fold)
    assert {(found.cell, found.row) for found in seen.told(F.WRONG_TYPE)} == {("C2", 2), ("D3", 3)}


LEVELS: list[list[Cell]] = [
    ["Kelurahan", "2022", None, "2023", None],
    [None, "Laki-laki", "Perempuan", "Laki-laki", "Perempuan"],
    ["Togafo", 1, 2, 3, 4],
    ["Moti Kota", 5, 6, 7, "x8"],
]
MERGES = ["A1:A2", "B1:C1", "D1:E1"]


@both
def test_years_over_measures_become_one_column_for_each_measure(tmp_path: Path, kind: str) -> None:
    asked = dirty(tmp_path, kind, LEVELS, merges=MERGES)
    [question] = [one for one in asked.report.questions if one.code is F.PERIOD_COLUMNS]
    assert question.shown["fold"] == "tahun, Laki-laki, Perempuan"
    rows: list[list[Cell]] = [*LEVELS[:3], ["Moti Kota", 5, 6, 7, 8]]
    seen = dirty(tmp_path, kind, rows, merges=MERGES, recipe=Recipe(unpivot=question.unpivot))
    assert list(seen.columns) == ["kelurahan", "tahun", "laki_laki", "perempuan"]
    assert seen.rows == [
        ["Togafo", "2022", "1", "2"],
        ["Togafo", "2023", "3", "4"],
        ["Moti Kota", "2022", "5", "6"],
        ["Moti Kota", "2023", "7", "8"],
    ]


@both
def test_of_folded_levels_too_the_true_cell_is_named(tmp_path: Path, kind: str) -> None:
    asked = dirty(tmp_path, kind, LEVELS, merges=MERGES)
    [question] = [one for one in asked.report.questions if one.code is F.PERIOD_COLUMNS]
    rules = [rule(name, ColumnType.INTEGER) for name in ("laki_laki", "perempuan")]
    texts = rule("kelurahan", ColumnType.TEXT), rule("tahun", ColumnType.YEAR)
    seen = dirty(
        tmp_path, kind, LEVELS, *texts, *rules, merges=MERGES, recipe=Recipe(unpivot=question.unpivot)
    )
    assert [found.cell for found in seen.told(F.WRONG_TYPE)] == ["E4"]


def test_what_was_agreed_is_asked_again_where_it_finds_no_column(tmp_path: Path) -> None:
    months: list[list[Cell]] = [["Kelurahan", "Januari", "Februari"], ["Togafo", 1, 2], ["Moya", 3, 4]]
    seen = dirty(tmp_path, "csv", months, recipe=FOLD)
    assert seen.asked == {F.PERIOD_COLUMNS}
    assert len(seen.rows) == 2


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("2023 / Laki-laki", ("tahun", "2023", "Laki-laki")),
        ("Penduduk / 2023", ("tahun", "2023", "Penduduk")),
        ("2023 / Januari", ("bulan", "Januari 2023", "")),
        ("Laki-laki 2023", ("tahun", "2023", "Laki-laki")),
        ("2023 Perempuan", ("tahun", "2023", "Perempuan")),
        ("Produksi (ton) Th. 2023*", ("tahun", "2023*", "Produksi (ton)")),
    ],
)
def test_a_period_among_other_words_is_found(label: str, heading: tuple[str, str, str]) -> None:
    found = heading_of(label)
    assert found is not None
    assert (found.kind, found.period, found.rest) == heading


@pytest.mark.parametrize("label", ["Jumlah", "2022 / 2023", "Laki-laki / Dewasa", "Perda 12", "Kode 20234"])
def test_other_headers_name_no_period(label: str) -> None:
    assert heading_of(label) is None


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *(("2024", "tahun"), ("2024*", "tahun"), ("TA 2024", "tahun"), ("Nopember", "bulan")),
        *(("Feb 2025", "bulan"), ("Triwulan IV", "triwulan"), ("Semester 1", "semester")),
        *(("Jumlah", ""), ("20245", ""), ("Marga", ""), ("Juni lalu", "")),
    ],
)
def test_what_kind_of_period_a_header_is(label: str, kind: str) -> None:
    assert kind_of(label) == kind


def test_the_most_frequent_kind_is_proposed_and_repeated_headers_are_not() -> None:
    proposal = proposal_for(["Nama", "Jan", "Feb", "Mar", "2023"])
    assert proposal == Unpivot(("Jan", "Feb", "Mar"), "bulan", "nilai")
    assert proposal_for(["Nama", "Jan", "Feb", "Jan"]) is None
    assert proposal_for(["Nama", "2023", "Jumlah"]) is None
