"""Repairs as given: their shape, their bounds, their columns."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from datasets.actions.repairs import MOST_REPAIRS, check_columns, checked_repairs, together
from datasets.intake.schema import Repair, from_json
from datasets.models import Dataset, Finding
from datasets.rules.errors import Invalid, Overtaken
from datasets.vocab import FindingCode, Severity, UploadState
from datasets.vocab_repairs import RepairKind
from tests import factories

CELL = {"kind": "cell", "column": "Ton", "row": 4, "old": "lima", "new": "5"}
REPLACE = {"kind": "replace", "column": "Ton", "old": " lima", "new": "5"}


def test_each_kind_is_taken_and_intake_understands_it() -> None:
    given = [
        REPLACE,
        {"kind": "replace", "column": "Ton", "old": "?", "new": ""},
        {"kind": "cell", "column": "Ton", "row": 4, "new": "5", "letter": "AB"},
        {"kind": "rename", "column": "Jml", "new": "Ton"},
        {"kind": "drop_column", "column": "NIK"},
        {"kind": "drop_rows", "rows": [9, 4, 9]},
        {"kind": "empty_errors", "column": "Ton"},
        {"kind": "mask", "column": "NIK"},
        {"kind": "mask_in_text", "column": "Ket"},
    ]
    kept = checked_repairs("repairs", given)
    assert kept[0] == REPLACE
    assert [from_json(Repair, repair).kind for repair in kept[1:]] == list(RepairKind)
    assert kept[-4]["rows"] == [4, 9]
    names = {field.name for field in dataclasses.fields(Repair)}
    assert all(set(repair) <= names for repair in kept)


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        ["x"],
        [{"kind": "delete", "column": "Ton"}],
        [{"kind": "replace", "column": "Ton"}],
        [{"kind": "replace", "old": "a", "new": "b"}],
        [REPLACE | {"rows": [1]}],
        [REPLACE | {"lain": 1}],
        [REPLACE | {"old": "a\0b"}],
        [REPLACE | {"old": "\ud800"}],
        [REPLACE | {"new": "a" * 301}],
        [REPLACE | {"new": 5}],
        [CELL | {"row": 0}],
        [CELL | {"letter": "b"}],
        [CELL | {"letter": "ABCD"}],
        [REPLACE | {"letter": "B"}],
        [CELL | {"row": "4"}],
        [CELL | {"rows": [4]}],
        [{"kind": "cell", "column": "Ton", "old": "a"}],
        [{"kind": "drop_rows", "rows": []}],
        [{"kind": "drop_rows", "rows": [0]}],
        [{"kind": "drop_rows", "rows": [True]}],
        [{"kind": "drop_rows", "rows": list(range(1, 5_002))}],
        [REPLACE] * (MOST_REPAIRS + 1),
        [REPLACE] * 10_000,
    ],
)
def test_anything_else_is_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        checked_repairs("repairs", wrong)


def test_a_repair_goes_on_from_an_earlier_one_and_never_over_it_unsaid() -> None:
    assert len(together([REPLACE], [REPLACE, REPLACE | {"old": "enam"}])) == 2
    onward = together([REPLACE], [REPLACE | {"old": "5", "new": "6"}])
    assert [(one["old"], one["new"]) for one in onward] == [(" lima", "6"), ("5", "6")]
    with pytest.raises(Overtaken, match="sudah diperbaiki menjadi “5”"):
        together([REPLACE], [REPLACE | {"new": "6"}])


def test_one_cell_is_mended_again_from_what_stands_there_now() -> None:
    assert together([CELL], [CELL | {"old": "5", "new": "7"}]) == [CELL | {"new": "7"}]
    assert together([CELL], [CELL, CELL | {"row": 9}]) == [CELL, CELL | {"row": 9}]
    assert together([CELL], [CELL | {"old": "5", "new": "lima"}]) == []
    for stale in (CELL | {"new": "6"}, CELL | {"old": "enam", "new": "6"}):
        with pytest.raises(Overtaken, match="baris 4, kolom “Ton”"):
            together([CELL], [stale])


def test_more_repairs_than_one_upload_may_have_are_refused() -> None:
    held = [CELL | {"row": row} for row in range(1, MOST_REPAIRS + 1)]
    assert len(together(held[1:], held[:1])) == MOST_REPAIRS
    with pytest.raises(Invalid, match="paling banyak 1000 perbaikan"):
        together(held, [CELL | {"row": MOST_REPAIRS + 1}])


def test_a_column_is_known_from_the_table_the_findings_or_earlier_repairs(dataset: Dataset) -> None:
    table = {"columns": [{"id": "ton", "label": "Ton"}]}
    upload = factories.upload(
        dataset,
        UploadState.FAILED,
        table=table,
        recipe={"repairs": [{"kind": "drop_column", "column": "NIK"}]},
    )
    Finding.objects.create(
        upload=upload,
        position=0,
        code=FindingCode.COLUMN_NEW,
        severity=Severity.WARNING,
        column="Ket",
    )
    for column in ("Ton", "ton", "Ket", "NIK"):
        check_columns(upload, [REPLACE | {"column": column}])
    with pytest.raises(Invalid) as refused:
        check_columns(upload, [REPLACE | {"column": "Tidak ada"}])
    assert refused.value.faults[0].code == "unknown_column"
