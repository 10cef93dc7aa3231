"""Which findings are offered a repair with one click."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.models import Finding, Upload
from datasets.queries.offers import Way, offers_of
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


def ways(upload: Upload, code: F, column: str = "") -> dict[str, Way]:
    return {way.name: way for way in offers_of(upload)[code, column].ways}


def test_personal_columns_and_texts_are_masked(upload: Upload) -> None:
    found(upload, F.PERSONAL_COLUMN, column="NIK", row=4)
    found(upload, F.PERSONAL_IN_TEXT, column="Ket", row=5, value="hub. ***")
    offers = offers_of(upload)
    assert offers[F.PERSONAL_COLUMN, "NIK"].kind is RepairKind.MASK
    assert offers[F.PERSONAL_IN_TEXT, "Ket"].kind is RepairKind.MASK_IN_TEXT
    assert offers[F.PERSONAL_IN_TEXT, "Ket"].is_mask


def test_rows_that_are_the_same_are_left_out_together(upload: Upload) -> None:
    found(upload, F.ROW_DUPLICATE, Severity.WARNING, row=9)
    found(upload, F.ROW_DUPLICATE, Severity.WARNING, row=7)
    assert ways(upload, F.ROW_DUPLICATE)["twins"].repairs == ({"kind": "drop_rows", "rows": [7, 9]},)


def repeats(upload: Upload, *told: tuple[int, int, int | None]) -> dict[str, list[int]]:
    """Rows left out by each way, for repeats told as (row, first row, row that is the same)."""
    for row, first, same in told:
        params = {"first_row": first} | ({"same_row": same} if same else {})
        found(upload, F.KEY_DUPLICATE, column="Bulan", row=row, params=params)
    return {name: way.repairs[0]["rows"] for name, way in ways(upload, F.KEY_DUPLICATE, "Bulan").items()}


def test_of_rows_that_share_a_key_the_first_or_the_last_is_kept(upload: Upload) -> None:
    assert repeats(upload, (7, 3, None), (9, 3, None), (8, 4, None)) == {
        "first": [7, 8, 9],
        "last": [3, 4, 7],
    }


def test_only_rows_that_are_the_same_throughout_may_be_left_out(upload: Upload) -> None:
    left_out = repeats(upload, (7, 3, 3), (9, 3, None), (11, 3, 9))
    assert left_out["same"] == [7, 11]
    assert (left_out["first"], left_out["last"]) == ([7, 9, 11], [3, 7, 9])


def test_where_all_repeats_are_the_same_nothing_else_is_asked(upload: Upload) -> None:
    assert repeats(upload, (7, 3, 3), (9, 3, 3)) == {"same": [7, 9]}


def test_a_folded_row_that_repeats_its_own_key_is_not_left_out(upload: Upload) -> None:
    found(upload, F.KEY_DUPLICATE, column="Bulan", row=7, params={"first_row": 7, "same_row": 7})
    assert offers_of(upload) == {}


@pytest.mark.parametrize("code", [F.ERROR_CELL, F.FORMULA_EMPTY])
def test_cells_that_the_spreadsheet_does_not_know_are_emptied_or_go_with_their_rows(
    upload: Upload, code: F
) -> None:
    for row in (4, 6):
        found(upload, code, column="Ton", row=row, cell=f"C{row}", value="#REF!")
    offered = ways(upload, code, "Ton")
    assert offered["emptied"].repairs == ({"kind": "empty_errors", "column": "Ton"},)
    assert (offered["emptied"].count, offered["emptied"].words) == (2, "Kosongkan 2 sel itu: tidak ada data")
    assert offered["unknown"].repairs == ({"kind": "drop_rows", "rows": [4, 6]},)


def test_a_column_taken_for_another_is_confirmed_or_left_out(upload: Upload) -> None:
    found(upload, F.COLUMN_RENAMED, Severity.WARNING, column="Jml", suggestion="Jumlah")
    offered = ways(upload, F.COLUMN_RENAMED, "Jml")
    assert offered["read_as"].repairs == ({"kind": "rename", "column": "Jml", "new": "Jumlah"},)
    assert offered["left_out"].repairs == ({"kind": "drop_column", "column": "Jml"},)


def test_a_missing_column_may_be_one_that_is_new_the_likest_first(upload: Upload) -> None:
    found(upload, F.COLUMN_MISSING, column="Volume sampah")
    for name in ("Ket", "Petugas", "Vol. sampah", "No"):
        found(upload, F.COLUMN_NEW, Severity.WARNING, column=name)
    first, *others = offers_of(upload)[F.COLUMN_MISSING, "Volume sampah"].ways
    assert first.words == "Kolom “Vol. sampah” di berkas adalah kolom ini"
    assert first.repairs == ({"kind": "rename", "column": "Vol. sampah", "new": "Volume sampah"},)
    assert len(others) == 2
    assert ways(upload, F.COLUMN_NEW, "Ket")["left_out"].repairs == (
        {"kind": "drop_column", "column": "Ket"},
    )


def test_only_columns_of_its_type_may_be_the_missing_one(upload: Upload) -> None:
    found(upload, F.COLUMN_MISSING, column="Petugas", params={"name": "petugas", "type": "text"})
    for name, kind in (("Umur petugas", "integer"), ("Nama", "text"), ("NIK", "code")):
        found(upload, F.COLUMN_NEW, Severity.WARNING, column=name, params={"name": "x", "type": kind})
    assert [way.said for way in offers_of(upload)[F.COLUMN_MISSING, "Petugas"].ways] == ["Nama"]


def test_a_new_column_may_be_added_and_a_missing_one_need_not_be_there(upload: Upload) -> None:
    found(upload, F.COLUMN_NEW, Severity.WARNING, column="Umur", params={"name": "umur", "type": "integer"})
    found(upload, F.COLUMN_MISSING, column="Ket", params={"name": "ket", "may_loosen": True})
    added = ways(upload, F.COLUMN_NEW, "Umur")["added"]
    assert added.words == "Tambahkan ke kamus data sebagai bilangan bulat"
    assert added.follow == {"code": "column_new", "column": "Umur"}
    assert ways(upload, F.COLUMN_MISSING, "Ket")["loosened"].follow == {
        "code": "column_missing",
        "column": "Ket",
    }


def test_a_retyped_column_changes_its_type_only_before_anything_is_published(upload: Upload) -> None:
    params = {"name": "ton", "kind": "integer", "becomes": "text"}
    found(upload, F.COLUMN_RETYPED, column="Ton", params=params)
    found(upload, F.COLUMN_RETYPED, column="Kode", params=params | {"is_needed": True})
    assert set(ways(upload, F.COLUMN_RETYPED, "Ton")) == {"retyped"}
    factories.published(upload.dataset)
    again = Upload.objects.get(pk=upload.pk)
    assert set(ways(again, F.COLUMN_RETYPED, "Ton")) == {"left_out"}
    assert (F.COLUMN_RETYPED, "Kode") not in offers_of(again)


def test_columns_without_a_header_of_their_own_are_named_by_id(upload: Upload) -> None:
    found(upload, F.HEADER_DUPLICATE, Severity.WARNING, column="Jumlah", suggestion="jumlah_2")
    found(upload, F.HEADER_EMPTY, Severity.WARNING, suggestion="kolom_4")
    twice, empty = ways(upload, F.HEADER_DUPLICATE, "Jumlah"), ways(upload, F.HEADER_EMPTY)
    assert twice["read_as"].repairs == ({"kind": "rename", "column": "jumlah_2", "new": "Jumlah (2)"},)
    assert empty["read_as"].repairs == ({"kind": "rename", "column": "kolom_4", "new": "Kolom 4"},)
    assert empty["left_out"].repairs == ({"kind": "drop_column", "column": "kolom_4"},)


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
    found(upload, F.COLUMN_MISSING, column="Tahun")
    assert offers_of(upload) == {}
