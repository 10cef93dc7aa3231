"""What leaves the child: reports without personal values, unless who reads them may read the rows."""

from __future__ import annotations

from datasets.intake.privacy import private
from datasets.intake.schema import ColumnFound, FaultyRow, Finding, Report, TableFound, Verdict
from datasets.vocab import Access, ColumnType, Severity
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED

NIK, PHONE = "8271996406925008", "081200357341"
COLUMNS = (
    ColumnFound("nik", "nik", ColumnType.INTEGER, minimum=NIK, maximum=NIK, total=NIK, personal="nik"),
    ColumnFound("ket", "ket", ColumnType.TEXT, minimum="a"),
)


def report(severity: Severity, *findings: Finding) -> Report:
    told = Finding(F.PERSONAL_COLUMN, severity, column="nik")
    table = TableFound(columns=COLUMNS, labels=("nik", "ket"))
    faulty = (FaultyRow(2, (NIK, f"hub. {PHONE}")), FaultyRow(3, ("", "baik")))
    return Report(
        Verdict.REFUSED, table=table, findings=(told, *findings), faulty=faulty, notes=(f"CP {PHONE}",)
    )


def test_of_a_column_that_blocks_no_value_is_left() -> None:
    wrong = Finding(F.PATTERN_MISMATCH, Severity.ERROR, row=2, column="nik", cell="A2", value=NIK,
                    suggestion="827199", params={"near": [[NIK, NIK]], "pattern": "x"})  # fmt: skip
    key = Finding(F.KEY_DUPLICATE, Severity.ERROR, row=2, column="nik, ket", value=f"{NIK}, baik")
    renamed = Finding(F.COLUMN_RENAMED, Severity.WARNING, column="nik", value="nik", suggestion="NIK Warga")
    told = private(report(Severity.ERROR, wrong, key, renamed), Access.OPEN)
    assert [(one.value, one.suggestion) for one in told.findings[1:]] == [
        (MASKED, MASKED),
        (MASKED, ""),
        ("nik", "NIK Warga"),
    ]
    assert told.findings[1].params == {"pattern": "x"}
    assert told.table.columns[0].minimum is told.table.columns[0].total is None
    assert told.table.columns[1].minimum == "a"
    assert [row.cells for row in told.faulty] == [(MASKED, f"hub. {MASKED}"), ("", "baik")]
    assert told.notes == (f"CP {MASKED}",)


def test_a_rule_between_columns_hides_the_other_cell_too() -> None:
    def beside(column: str, other: str, value: str) -> Finding:
        params = {"beside": [other], "other": other, "other_value": value, "sum": NIK, "difference": "1"}
        return Finding(
            F.ORDER_BROKEN, Severity.ERROR, row=2, column=column, cell="B2", value="x", params=params
        )

    given = (beside("ket", "nik", NIK), beside("nik", "ket", "baik"), beside("ket", "lain", f"hub. {PHONE}"))
    told = [one.params for one in private(report(Severity.ERROR, *given), Access.OPEN).findings[1:]]
    assert [params["other_value"] for params in told] == [MASKED, "baik", f"hub. {MASKED}"]
    assert ["sum" in params for params in told] == [False, False, True]
    kept = private(report(Severity.WARNING, *given), Access.OPEN).findings[1]
    assert kept.params["other_value"] == NIK


def test_rows_told_as_a_whole_hide_every_identity_number() -> None:
    ragged = Finding(F.RAGGED_ROW, Severity.ERROR, row=9, value=f"{NIK};Contoh;{PHONE}")
    told = private(report(Severity.ERROR, ragged), Access.OPEN)
    assert told.findings[1].value == f"{MASKED};Contoh;{MASKED}"


def test_a_justified_column_is_told_as_it_is() -> None:
    wrong = Finding(F.PATTERN_MISMATCH, Severity.ERROR, row=2, column="nik", cell="A2", value=NIK)
    told = private(report(Severity.WARNING, wrong), Access.OPEN)
    assert told.findings[1].value == NIK
    assert told.faulty[0].cells == (NIK, f"hub. {MASKED}")


def test_where_only_some_read_the_rows_the_report_is_whole() -> None:
    given = report(Severity.WARNING)
    assert private(given, Access.RESTRICTED) == given
    masked = report(Severity.WARNING, Finding(F.COLUMN_MASKED, Severity.FIXED, column="nik"))
    assert private(masked, Access.CLOSED).faulty[0].cells == (MASKED, f"hub. {PHONE}")


def test_of_a_column_that_is_not_loaded_its_header_says_whose_it_is() -> None:
    table = TableFound(columns=COLUMNS[1:], labels=("NIK", "ket"))
    given = Report(Verdict.REFUSED, table=table, faulty=(FaultyRow(2, (NIK, "baik")),))
    assert private(given, Access.OPEN).faulty[0].cells == (MASKED, "baik")
    assert private(given, Access.RESTRICTED).faulty[0].cells == (NIK, "baik")
