"""A whole table: typed, checked, spooled, with its statistics and what was found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from datasets.intake.check import Checked
from datasets.intake.findings import Findings
from datasets.intake.schema import Limits, NumberStyle, Recipe
from datasets.intake.table import Table
from datasets.vocab import ColumnRole, ColumnType
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import check, codes, column, rule, table, told

T = ColumnType


def spooled(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def check_to(folder: Path, given: Table) -> tuple[Checked, Findings]:
    return check(given, spool=str(folder / "spool"))


def test_a_clean_table_is_typed_and_written(tmp_path: Path) -> None:
    given = table(
        ["Tahun", "Kecamatan", "Timbulan (ton)"],
        [["2024", "Ternate Utara", "1.234,5"], ["2025", "Moti", "12,25"], ["2025", "Hiri", None]],
    )
    checked, findings = check_to(tmp_path, given)
    assert [(one.id, one.type, one.role) for one in checked.columns] == [
        ("tahun", T.YEAR, ColumnRole.PERIOD),
        ("kecamatan", T.TEXT, ColumnRole.DIMENSION),
        ("timbulan_ton", T.DECIMAL, ColumnRole.MEASURE),
    ]
    amount = checked.columns[2]
    assert (amount.unit, amount.non_null, amount.minimum, amount.maximum, amount.total) == (
        "ton", 2, "12.25", "1234.5", "1246.75",
    )  # fmt: skip
    assert spooled(tmp_path / "spool") == [
        ["1", "2", "", "2024", "Ternate Utara", "1234.5"],
        ["2", "3", "", "2025", "Moti", "12.25"],
        ["3", "4", "", "2025", "Hiri", ""],
    ]
    assert codes(findings) == {F.NUMBER_STYLE}


def test_a_null_is_empty_and_unquoted_in_the_spool(tmp_path: Path) -> None:
    check_to(tmp_path, table(["a", "b"], [["x", None], [None, 'kata "dua"']]))
    assert (tmp_path / "spool").read_text() == '1,2,,"x",\n2,3,,,"kata ""dua"""\n'


def test_statuses_travel_beside_the_row(tmp_path: Path) -> None:
    check_to(tmp_path, table(["nilai"], [["12"], ["13*"], ["14 r"]]))
    assert spooled(tmp_path / "spool") == [
        ["1", "2", "", "12"],
        ["2", "3", '{"nilai": "sementara"}', "13"],
        ["3", "4", '{"nilai": "revisi"}', "14"],
    ]


def test_rows_keep_the_sheets_numbers(tmp_path: Path) -> None:
    check_to(tmp_path, table(["a"], [["x"], ["y"]], header_row="4-5"))
    assert [row[1] for row in spooled(tmp_path / "spool")] == ["6", "7"]


def test_no_rows_is_a_failure() -> None:
    checked, findings = check(table(["a", "b"], []))
    assert checked.rows == 0
    assert codes(findings) == {F.NO_ROWS}


def test_a_duplicate_row_names_both_rows() -> None:
    _, findings = check(table(["a", "b"], [["x", "1"], ["y", "2"], ["x", "1"]]))
    (found,) = told(findings, F.ROW_DUPLICATE)
    assert (found.row, found.params["first_row"]) == (4, 2)


def test_a_repeated_key_names_both_rows() -> None:
    rules = rule("bulan", T.MONTH, key=True), rule("pasar", T.TEXT, key=True), rule("nilai", T.INTEGER)
    rows = [["2026-10", "Gamalama", "1"], ["2026-10", "Barito", "2"], ["Oktober 2026", "Gamalama", "3"]]
    checked, findings = check(table(["bulan", "pasar", "nilai"], rows), *rules)
    (found,) = told(findings, F.KEY_DUPLICATE)
    assert (found.row, found.params["first_row"], found.value) == (4, 2, "2026-10 | Gamalama")
    assert checked.key_checked


def test_keys_beyond_the_bound_are_left_to_the_index() -> None:
    rows = [[str(number % 50)] for number in range(100)]
    checked, findings = check(table(["a"], rows), rule("a", T.INTEGER, key=True), limits=Limits(key_rows=60))
    assert not checked.key_checked
    assert not told(findings, F.KEY_DUPLICATE)


def test_the_proposal_is_only_made_without_a_dictionary() -> None:
    given = column("Jumlah", "1", "2")
    checked, _ = check(given)
    assert checked.proposal is not None
    assert [(one.id, one.label, one.type) for one in checked.proposal.columns] == [
        ("no", "no", T.INTEGER),
        ("jumlah", "Jumlah", T.INTEGER),
    ]
    assert check(given, rule("jumlah", T.INTEGER))[0].proposal is None


@pytest.mark.parametrize(
    ("values", "period"),
    [
        (["2026-10-01", "2026-10-31"], "2026-10"),
        (["2026-08-30", "2026-10-01"], "2026-S2"),
        (["2026-09-30", "2026-10-01"], "2026-W40"),
        (["2026-01-30", "2026-10-01"], "2026"),
        (["2025-01-30", "2026-10-01"], ""),
        (["2026-10-05", "2026-10-05"], "2026-10-05"),
    ],
)
def test_the_period_of_the_rows_is_found(values: list[str], period: str) -> None:
    checked, _ = check(table(["Tanggal"], [[value] for value in values]))
    assert checked.period_found == period


def test_an_error_cell_blocks_a_number_and_only_warns_in_a_text() -> None:
    given = table(["nama", "nilai"], [["x", "1"], [None, None]])
    given.info.error_cells = {"A3": "#REF!", "B3": "#DIV/0!", "D9": "#N/A"}
    _, findings = check(given)
    found = {finding.cell: finding.severity.value for finding in told(findings, F.ERROR_CELL)}
    assert found == {"A3": "warning", "B3": "error"}


def test_a_formula_without_a_result_is_told() -> None:
    given = table(["nilai"], [["1"], [None]])
    given.info.empty_formulas = ("A3",)
    _, findings = check(given)
    assert [finding.cell for finding in told(findings, F.FORMULA_EMPTY)] == ["A3"]


def test_answers_of_the_uploader_are_followed() -> None:
    recipe = Recipe(number_styles={"nilai": NumberStyle.PLAIN}, dash_means={"nilai": "zero"})
    checked, findings = check(table(["nilai"], [["1.234"], ["-"]]), recipe=recipe)
    assert checked.columns[0].total == "1.234"
    assert checked.columns[0].non_null == 2
    assert checked.questions == ()
    assert not codes(findings) & {F.NUMBER_AMBIGUOUS, F.DASH_MISSING}


def test_a_million_bad_cells_stay_bounded() -> None:
    good = [[str(number)] for number in range(1000)]
    rows = good[:1] + [[f"salah {number}"] for number in range(100_000)]
    _, findings = check(table(["nilai"], rows, block_rows=8192), rule("nilai", T.INTEGER))
    found = told(findings, F.WRONG_TYPE)
    assert len(found) == findings.places
    assert found[0].count == 100_000
    assert findings.counts()["errors"] == 100_000
