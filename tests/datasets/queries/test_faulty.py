"""The rows at fault as they are mended in place: whole, with each fault at its cell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from datasets.models import FaultyRow, Finding, Upload
from datasets.queries.faulty import Row, grid_of, kinds_in_rows
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity, UploadState
from tests import factories

pytestmark = pytest.mark.django_db
TABLE = {"labels": ["Bulan", "Kelurahan", "Ton"], "letters": ["A", "B", "C"]}


@pytest.fixture
def upload() -> Upload:
    dataset = factories.dataset()
    dataset.columns.create(position=0, name="bulan", label="Bulan", type="month", is_required=True)
    return factories.upload(dataset, UploadState.FAILED, table=TABLE)


def row(upload: Upload, number: int, *cells: str) -> None:
    FaultyRow.objects.create(upload=upload, position=upload.faulty_rows.count(), row=number, cells=cells)


def found(upload: Upload, code: F, severity: Severity = Severity.ERROR, **more: Any) -> None:
    Finding.objects.create(
        upload=upload, position=upload.findings.count(), code=code, severity=severity, **more
    )


def only(upload: Upload, **more: Any) -> Row:
    (one,) = grid_of(upload, **more).rows
    return one


def test_a_fault_stands_at_its_cell_with_its_remedy_and_proposals(upload: Upload) -> None:
    row(upload, 18, "2026-09", "Gamalamo", "5")
    near = [["Gamalama", "Gamalama"]]
    found(upload, F.CODE_UNKNOWN, row=18, column="Kelurahan", value="Gamalamo", params={"near": near},
          suggestion="Gamalama")  # fmt: skip
    one = only(upload)
    assert [cell.severity for cell in one.cells] == ["", "error", ""]
    cell = one.cells[1]
    assert (cell.address, cell.value, cell.tone, cell.may_empty) == ("B18", "Gamalamo", "x", True)
    assert cell.faults[0][1] == "Mungkin maksudnya: Gamalama."
    assert json.loads(cell.token) == {"row": 18, "column": "Kelurahan", "old": "Gamalamo"}
    assert [(json.loads(token)["new"], shown) for token, _, shown in cell.taps] == [("Gamalama", "Gamalama")]
    assert json.loads(cell.emptied)["new"] == ""


def test_what_must_be_filled_is_not_offered_as_empty_and_a_number_is_found_in_its_text(
    upload: Upload,
) -> None:
    row(upload, 4, "", "Sasa", "150.000 (sementara)")
    found(upload, F.REQUIRED_EMPTY, row=4, column="Bulan")
    found(upload, F.WRONG_TYPE, row=4, column="Ton", value="150.000 (sementara)", params={"kind": "integer"})
    month, _, ton = only(upload).cells
    assert (month.emptied, json.loads(month.token)["old"]) == ("", "")
    assert ton.choices == [("150.000", "150.000")]


def test_a_repeated_key_is_told_at_its_row_and_its_columns_can_be_mended(upload: Upload) -> None:
    row(upload, 7, "2026-09", "Sasa", "5")
    found(upload, F.KEY_DUPLICATE, row=7, column="Bulan, Kelurahan", value="2026-09 | Sasa",
          params={"first_row": 3})  # fmt: skip
    one = only(upload)
    assert "Baris 7 mengulang kunci" in one.faults[0][0]
    assert [bool(cell.token) for cell in one.cells] == [True, True, False]


def test_every_column_of_a_broken_rule_can_be_mended(upload: Upload) -> None:
    row(upload, 7, "2026-09", "Sasa", "5")
    params = {"beside": ["Kelurahan"], "other": "Kelurahan", "other_cell": "B7", "other_value": "Sasa"}
    found(upload, F.REQUIRED_WITH, row=7, column="Ton", cell="C7", params=params)
    one = only(upload)
    assert [bool(cell.token) for cell in one.cells] == [False, True, True]
    assert [len(cell.faults) for cell in one.cells] == [0, 0, 1]


def test_errors_come_first_then_warnings_and_one_kind_alone(upload: Upload) -> None:
    for number in (2, 3, 4):
        row(upload, number, "2026-09", "?", "1")
    found(upload, F.NOT_ALLOWED, row=3, column="Kelurahan", value="?")
    found(upload, F.SMALL_COUNT, Severity.WARNING, row=2, column="Ton", value="1")
    found(upload, F.SPACES_TRIMMED, Severity.FIXED, row=4, column="Kelurahan", value="?")
    grid = grid_of(upload)
    assert (grid.severity, [one.number for one in grid.rows]) == ("error", [3])
    assert grid.counts == {"error": 1, "warning": 1}
    assert [one.number for one in grid_of(upload, "warning").rows] == [2]
    assert grid_of(upload, code=F.SMALL_COUNT, column="Ton").severity == "warning"
    assert kinds_in_rows(upload) == {(F.NOT_ALLOWED, "Kelurahan"), (F.SMALL_COUNT, "Ton")}


def test_pages_are_bounded_and_long_texts_are_not_fields(upload: Upload) -> None:
    for number in range(45):
        row(upload, number + 2, "2026-09", "x" * 301, "1")
        found(upload, F.NOT_ALLOWED, row=number + 2, column="Kelurahan", value="x" * 200)
    last = grid_of(upload, page=99)
    assert (last.total, last.pages, last.page, len(last.rows), last.cells_open) == (45, 3, 3, 5, 0)


def test_long_rows_of_a_folded_table_share_a_number_and_keep_their_own_faults(upload: Upload) -> None:
    for month, value in (("Jan", "1"), ("Feb", "dua")):
        row(upload, 5, month, "Sasa", value)
    found(upload, F.WRONG_TYPE, row=5, column="Ton", value="dua", params={"kind": "integer"})
    first, second = grid_of(upload).rows
    assert [cell.severity for cell in first.cells + second.cells] == ["", "", "", "", "", "error"]


def test_an_upload_without_rows_at_fault_shows_none(upload: Upload) -> None:
    grid = grid_of(upload, "warning", page=-3)
    assert (grid.rows, grid.total, grid.pages, grid.page) == ([], 0, 1, 1)


def test_of_a_folded_table_each_long_row_stands_at_its_own_cell(upload: Upload) -> None:
    table = {"labels": ["Kelurahan", "tahun", "Jiwa"], "letters": ["A", "B", "B"]}
    Upload.objects.update(table=table | {"folds": {"B": ["B", "C"]}})
    upload.refresh_from_db()
    for turn, year in enumerate(("2021", "2022")):
        cells = ["Moti", year, "x"]
        FaultyRow.objects.create(upload=upload, position=turn, row=5, turn=turn, cells=cells)
    found(upload, F.WRONG_TYPE, row=5, column="Jiwa", cell="C5", value="x", params={"kind": "integer"})
    first, second = grid_of(upload).rows
    assert [cell.address for cell in second.cells] == ["A5", "C5", "C5"]
    assert (first.cells[2].severity, second.cells[2].severity) == ("", "error")
    assert json.loads(second.cells[2].token) == {"row": 5, "column": "Jiwa", "old": "x", "letter": "C"}
