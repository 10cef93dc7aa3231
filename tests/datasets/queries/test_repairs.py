"""Which findings are offered a repair with one click."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.models import Finding, Upload
from datasets.queries.repairs import offers_of
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity, UploadState
from datasets.vocab_repairs import RepairKind
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload() -> Upload:
    return factories.upload(factories.dataset(), UploadState.FAILED)


def found(upload: Upload, code: F, severity: Severity = Severity.ERROR, **more: Any) -> None:
    Finding.objects.create(
        upload=upload, position=upload.findings.count(), code=code, severity=severity, **more
    )


def test_equal_values_are_one_line_and_what_is_near_is_proposed(upload: Upload) -> None:
    near = [["Gamalama", "Gamalama"], ["82.71.01.1002", "82.71.01.1002 (Gamayou)"]]
    for row in (4, 9):
        found(upload, F.CODE_UNKNOWN, column="Kelurahan", row=row, value="Gamalamo", params={"near": near})
    found(upload, F.CODE_UNKNOWN, column="Kelurahan", row=5, value="???")
    offer = offers_of(upload)[F.CODE_UNKNOWN, "Kelurahan"]
    assert [(value.old, value.count) for value in offer.values] == [("Gamalamo", 2), ("???", 1)]
    assert offer.values[0].choices[1] == ("82.71.01.1002", "82.71.01.1002 (Gamayou)")
    assert (offer.kind, offer.ready) == (RepairKind.REPLACE, 2)


def test_words_of_the_dictionary_are_proposed_by_likeness(upload: Upload) -> None:
    allowed = {"allowed": ["Laki-laki", "Perempuan"]}
    found(upload, F.NOT_ALLOWED, column="Jenis kelamin", row=4, value="prempuan", params=allowed)
    (value,) = offers_of(upload)[F.NOT_ALLOWED, "Jenis kelamin"].values
    assert value.choices == [("Perempuan", "Perempuan")]


def test_columns_and_rows_have_offers_of_their_own(upload: Upload) -> None:
    found(upload, F.COLUMN_RENAMED, Severity.WARNING, column="Jml", suggestion="Jumlah")
    found(upload, F.PERSONAL_COLUMN, column="NIK", row=4)
    found(upload, F.PERSONAL_IN_TEXT, column="Ket", row=5, value="hub. ***")
    found(upload, F.ROW_DUPLICATE, Severity.WARNING, row=7)
    found(upload, F.ROW_DUPLICATE, Severity.WARNING, row=9)
    offers = offers_of(upload)
    assert offers[F.COLUMN_RENAMED, "Jml"].new == "Jumlah"
    assert offers[F.PERSONAL_COLUMN, "NIK"].kind is RepairKind.MASK
    assert offers[F.PERSONAL_IN_TEXT, "Ket"].kind is RepairKind.MASK_IN_TEXT
    assert offers[F.PERSONAL_IN_TEXT, "Ket"].is_mask
    assert offers[F.ROW_DUPLICATE, ""].rows == [7, 9]


def test_rows_that_repeat_a_key_are_offered_to_be_left_out_after_the_first(upload: Upload) -> None:
    for row in (7, 9):
        found(upload, F.KEY_DUPLICATE, column="Bulan, Kecamatan", row=row, params={"first_row": 3})
    offer = offers_of(upload)[F.KEY_DUPLICATE, "Bulan, Kecamatan"]
    assert (offer.kind, offer.is_key, offer.rows) == (RepairKind.DROP_ROWS, True, [7, 9])


def test_rows_with_an_error_of_the_spreadsheet_are_offered_to_be_left_out(upload: Upload) -> None:
    found(upload, F.ERROR_CELL, column="Ton", row=4, cell="C4", value="#REF!")
    found(upload, F.FORMULA_EMPTY, column="Ton", row=6, cell="C6")
    offers = offers_of(upload)
    for code, row in ((F.ERROR_CELL, 4), (F.FORMULA_EMPTY, 6)):
        offer = offers[code, "Ton"]
        assert (offer.kind, offer.is_error, offer.rows) == (RepairKind.DROP_ROWS, True, [row])


def test_small_counts_are_offered_to_be_left_empty_each_value_once(upload: Upload) -> None:
    for row, value in enumerate(("3", "1", "3"), 2):
        found(upload, F.SMALL_COUNT, Severity.WARNING, column="Penderita", row=row, value=value)
    offer = offers_of(upload)[F.SMALL_COUNT, "Penderita"]
    assert (offer.is_suppression, [(one.old, one.count) for one in offer.values]) == (
        True,
        [("3", 2), ("1", 1)],
    )


def test_a_hidden_value_is_not_offered_to_be_replaced(upload: Upload) -> None:
    found(upload, F.PATTERN_MISMATCH, column="NIK", row=4, value="***")
    assert offers_of(upload) == {}


def test_what_has_no_mechanical_answer_has_no_offer(upload: Upload) -> None:
    found(upload, F.DAMAGED)
    found(upload, F.WRONG_TYPE, column="Ton", row=4, value="x" * 200)
    found(upload, F.PERSONAL_COLUMN, Severity.FIXED, column="NIK")
    found(upload, F.ERROR_CELL, column="Ton", value="#REF!")
    assert offers_of(upload) == {}
