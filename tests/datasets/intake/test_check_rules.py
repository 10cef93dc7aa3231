"""A file against its data dictionary: each broken rule is named at its cell."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.intake.schema import CodeSet
from datasets.vocab import ColumnRole, ColumnType, Severity
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import check, codes, rule, table, told

T = ColumnType
AREAS = CodeSet(
    "wilayah",
    {
        "82.71.02": "Ternate Selatan",
        "82.71.03": "Ternate Utara",
        "82.71.04": "Moti",
        "82.71.05.1001": "Togafo",
    },
    {"Tagafo": "82.71.05.1001"},
)


def cells(*values: str | None, kind: ColumnType = T.INTEGER, **rules: Any) -> dict[F, list[str]]:
    """The cells of each code, for one column of `kind` under these rules."""
    job = {"codesets": rules.pop("codesets", {}), "period": rules.pop("period", "")}
    given = table(["nilai"], [[value] for value in values])
    _, findings = check(given, rule("nilai", kind, **rules), **job)
    return {code: [found.cell for found in told(findings, code)] for code in codes(findings)}


@pytest.mark.parametrize(
    ("kind", "good", "bad", "code"),
    [
        (T.INTEGER, "12", "dua belas", F.WRONG_TYPE),
        (T.INTEGER, "12", "12,5", F.WRONG_TYPE),
        (T.INTEGER, "12", "9223372036854775808", F.WRONG_TYPE),
        (T.DECIMAL, "1,5", "1.234.56", F.NUMBER_BROKEN),
        (T.DATE, "2024-01-31", "2021-02-30", F.DATE_IMPOSSIBLE),
        (T.DATE, "2024-01-31", "kemarin", F.WRONG_TYPE),
        (T.DATETIME, "2024-01-31 10:00:00", "2024-02-31 10:00:00", F.WRONG_TYPE),
        (T.TIME, "10:00", "25:00", F.WRONG_TYPE),
        (T.MONTH, "2026-10", "2026-13", F.WRONG_TYPE),
        (T.QUARTER, "TW I 2026", "TW V 2026", F.WRONG_TYPE),
        (T.YEAR, "2026", "20266", F.WRONG_TYPE),
        (T.FISCAL_YEAR, "2025/2026", "2025/2028", F.WRONG_TYPE),
        (T.BOOLEAN, "Ya", "mungkin", F.WRONG_TYPE),
        (T.INTEGER, "12", "#REF!", F.ERROR_CELL),
        (T.DECIMAL, "1", "x" * 100, F.WRONG_TYPE),
        (T.DATE, "2024-01-31", "x" * 100, F.WRONG_TYPE),
    ],
)
def test_a_cell_of_another_type_is_named(kind: ColumnType, good: str, bad: str, code: F) -> None:
    assert cells(good, bad, good, kind=kind)[code] == ["A3"]


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        (T.DATE, "45657", "2024-12-31"),
        (T.DATE, "2024-12-31 00:00:00", "2024-12-31"),
        (T.MONTH, "2024-12-01", "2024-12"),
        (T.DATETIME, "31/12/2024", "2024-12-31 00:00:00"),
        (T.YEAR, "TA 2024", "2024"),
    ],
)
def test_the_dictionary_reads_what_spreadsheets_make_of_a_type(
    kind: ColumnType, text: str, stored: str
) -> None:
    checked, findings = check(table(["nilai"], [[text]]), rule("nilai", kind))
    assert not findings.has_errors
    assert (checked.columns[0].minimum, checked.columns[0].type) == (stored, kind)


def test_the_dictionary_wins_over_what_the_file_seems_to_say() -> None:
    checked, findings = check(table(["nilai"], [["007"], ["12"]]), rule("nilai", T.TEXT))
    assert checked.columns[0].type is T.TEXT
    assert not codes(findings)


def test_a_whole_number_with_one_point_can_only_be_thousands() -> None:
    checked, findings = check(table(["nilai"], [["1.234"], ["2.500"]]), rule("nilai", T.INTEGER))
    assert checked.columns[0].total == "3734"
    assert not checked.questions
    assert codes(findings) == {F.NUMBER_STYLE}


def test_required_cells() -> None:
    assert cells("1", None, "-", required=True)[F.REQUIRED_EMPTY] == ["A3", "A4"]


def test_limits() -> None:
    found = cells("0", "5", "-1", "11", minimum="0", maximum="10")
    assert (found[F.BELOW_MINIMUM], found[F.ABOVE_MAXIMUM]) == (["A4"], ["A5"])
    found = cells("0,5", "1,25", kind=T.DECIMAL, maximum="1.2")
    assert found[F.ABOVE_MAXIMUM] == ["A3"]


def test_patterns() -> None:
    assert cells("A-1", "B2", None, kind=T.TEXT, pattern=r"[A-Z]-\d")[F.PATTERN_MISMATCH] == ["A3"]


def test_allowed_values() -> None:
    found = cells("Belanja modal", "belanja lain", None, kind=T.TEXT, allowed=("Belanja modal",))
    assert found[F.NOT_ALLOWED] == ["A3"]


def test_codes_are_known_by_code_name_alias_and_prefix() -> None:
    rules = rule("kel", T.CODE, codelist="wilayah")
    rows = [["82.71.02"], ["Kec. Ternate Utara"], ["Tagafo"], ["827104"], ["ternate selatan"]]
    checked, findings = check(table(["kel"], rows), rules, codesets={"wilayah": AREAS})
    assert checked.columns[0].non_null == 5
    assert not findings.has_errors
    assert {found.value: found.suggestion for found in told(findings, F.CODE_ALIAS)} == {
        "Kec. Ternate Utara": "82.71.03",
        "Tagafo": "82.71.05.1001",
        "827104": "82.71.04",
        "ternate selatan": "82.71.02",
    }


def test_an_unknown_code_comes_with_suggestions() -> None:
    rows = [["Ternate Utra"], ["Atlantis"]]
    _, findings = check(
        table(["kec"], rows), rule("kec", T.TEXT, codelist="wilayah"), codesets={"wilayah": AREAS}
    )
    near, far = told(findings, F.CODE_UNKNOWN)
    assert (near.cell, near.params["codelist"]) == ("A2", "wilayah")
    assert near.suggestion.startswith("Ternate Utara")
    assert (far.cell, far.suggestion) == ("A3", "")


def test_lost_leading_noughts_come_back_from_the_code_list() -> None:
    months = CodeSet("bulan", {"01": "Januari", "10": "Oktober"})
    checked, findings = check(
        table(["bulan"], [["1"], ["10"]]), rule("bulan", T.CODE, codelist="bulan"), codesets={"bulan": months}
    )
    assert [(found.value, found.suggestion) for found in told(findings, F.CODE_ALIAS)] == [("1", "01")]
    assert checked.columns[0].non_null == 2


def test_rows_of_another_period_are_named() -> None:
    found = cells(
        "2026-10-01", "2026-11-02", "31/10/2026", kind=T.DATE, role=ColumnRole.PERIOD, period="2026-10"
    )
    assert found[F.PERIOD_OUTSIDE] == ["A3"]


def test_columns_are_matched_by_label_id_alias_and_normalised_header() -> None:
    rules = [
        rule("jumlah_penduduk", T.INTEGER, aliases=("Penduduk",)),
        rule("kecamatan", T.TEXT),
        rule("timbulan", T.DECIMAL),
    ]
    given = table(["TIMBULAN (ton/hari)", "Penduduk", " Kecamatan ", "Lain"], [["1", "2", "x", "y"]])
    checked, findings = check(given, *rules)
    assert checked.spool_columns == ("jumlah_penduduk", "kecamatan", "timbulan")
    assert [found.column for found in told(findings, F.COLUMN_RENAMED)] == ["TIMBULAN (ton/hari)"]
    (new,) = told(findings, F.COLUMN_NEW)
    assert (new.cell, new.column, new.severity) == ("D1", "Lain", Severity.WARNING)


def test_a_misspelt_header_is_taken_for_its_column_and_asked() -> None:
    given = table(["Jumlah Pendududk"], [["2"]])
    checked, findings = check(given, rule("jumlah_penduduk", T.INTEGER))
    assert checked.spool_columns == ("jumlah_penduduk",)
    assert told(findings, F.COLUMN_RENAMED)[0].suggestion == "jumlah_penduduk"


def test_another_year_in_a_header_is_another_column() -> None:
    _, findings = check(table(["Penduduk 2023"], [["2"]]), rule("penduduk_2024", T.INTEGER, required=True))
    (missing,) = told(findings, F.COLUMN_MISSING)
    assert (missing.column, missing.severity) == ("penduduk_2024", Severity.ERROR)


def test_a_missing_optional_column_only_warns() -> None:
    _, findings = check(table(["a"], [["x"]]), rule("a", T.TEXT), rule("b", T.TEXT))
    assert told(findings, F.COLUMN_MISSING)[0].severity is Severity.WARNING
