"""The dictionary follows a file, and the same file then passes: with the real intake, no step left out."""

from __future__ import annotations

import pytest

from datasets import store
from datasets.actions.follow_file import follow_file
from datasets.intake.run import process
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.vocab import ColumnRole, ColumnType, Role, UploadState, Verb
from datasets.vocab import FindingCode as F
from tests import factories

ROWS = "Bulan,Kode kecamatan,Kecamatan,Terangkut ton{}\n2026-09,82.71.02,Ternate Selatan,812.5{}\n"


def checked(of: Dataset, text: str) -> Upload:
    stored = store.save([text.encode()])
    upload = factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    return again(upload)


def again(upload: Upload) -> Upload:
    process(upload.pk)
    upload.refresh_from_db()
    return upload


def codes(upload: Upload) -> set[str]:
    return set(upload.findings.exclude(severity="fixed").values_list("code", flat=True))


def with_new(of: Dataset) -> Upload:
    return checked(of, ROWS.format(",Umur petugas", ",31"))


def test_a_new_column_is_added_typed_and_loaded(sari: User, dataset: Dataset) -> None:
    upload = with_new(dataset)
    assert (upload.state, codes(upload)) == (UploadState.READY, {F.COLUMN_NEW})
    follow_file(sari, upload, F.COLUMN_NEW, "Umur petugas")
    added = dataset.columns.get(name="umur_petugas")
    assert (added.label, added.type, added.role) == (
        "Umur petugas",
        ColumnType.INTEGER,
        ColumnRole.DIMENSION,
    )
    again(upload)
    assert (upload.state, codes(upload)) == (UploadState.READY, set())
    assert [column["id"] for column in upload.part.columns][-1] == "umur_petugas"
    line = Event.objects.filter(object_id=upload.pk, verb=Verb.ANSWER_UPLOAD).get()
    assert line.detail["answered"] == ["dictionary"]


def test_its_id_is_one_that_is_free(sari: User, dataset: Dataset) -> None:
    dataset.columns.filter(name="kecamatan").update(name="umur_petugas", label="Usia", is_required=False)
    upload = checked(dataset, ROWS.format(",Petugas", ",31"))
    upload.findings.filter(code=F.COLUMN_NEW).update(params={"name": "umur_petugas", "type": "integer"})
    follow_file(sari, upload, F.COLUMN_NEW, "Petugas")
    assert dataset.columns.filter(name="umur_petugas_2").exists()


def test_a_column_of_another_type_is_told_as_such_and_followed_in_a_draft(
    sari: User, dataset: Dataset
) -> None:
    upload = checked(dataset, ROWS.format("", "").replace("812.5", "banyak"))
    assert codes(upload) == {F.COLUMN_RETYPED, F.WRONG_TYPE}
    follow_file(sari, upload, F.COLUMN_RETYPED, "Terangkut ton")
    assert dataset.columns.get(name="terangkut_ton").type == ColumnType.TEXT
    assert codes(again(upload)) == set()


def test_after_publication_types_stay(sari: User, dataset: Dataset) -> None:
    factories.published(dataset)
    upload = checked(Dataset.objects.get(), ROWS.format("", "").replace("812.5", "banyak"))
    with pytest.raises(Invalid):
        follow_file(sari, upload, F.COLUMN_RETYPED, "Terangkut ton")
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED


def test_a_column_that_is_not_always_there_is_wanted_no_more(sari: User, dataset: Dataset) -> None:
    dataset.columns.filter(name="kecamatan").update(is_required=True)
    upload = checked(dataset, "Bulan,Kode kecamatan,Terangkut ton\n2026-09,82.71.02,812.5\n")
    assert (upload.state, codes(upload)) == (UploadState.FAILED, {F.COLUMN_MISSING})
    follow_file(sari, upload, F.COLUMN_MISSING, "Kecamatan")
    assert again(upload).state == UploadState.READY


def test_a_key_is_always_wanted(sari: User, dataset: Dataset) -> None:
    dataset.columns.filter(name="kecamatan").update(is_key=True)
    upload = checked(dataset, "Bulan,Kode kecamatan,Terangkut ton\n2026-09,82.71.02,812.5\n")
    with pytest.raises(Invalid):
        follow_file(sari, upload, F.COLUMN_MISSING, "Kecamatan")


@pytest.mark.parametrize(
    ("code", "column"),
    [
        (F.COLUMN_NEW, "Lain"),
        (F.COLUMN_RETYPED, "Umur petugas"),
        (F.WRONG_TYPE, "Umur petugas"),
        ("", ""),
        ("\0", "x"),
        (F.COLUMN_NEW, "\0"),
    ],
)
def test_what_was_not_found_is_not_followed(sari: User, dataset: Dataset, code: str, column: str) -> None:
    upload = with_new(dataset)
    with pytest.raises(Invalid):
        follow_file(sari, upload, code, column)
    assert dataset.columns.count() == 4


def test_nobody_else_may_and_not_once_it_is_submitted(sari: User, budi: User, dataset: Dataset) -> None:
    upload = with_new(dataset)
    support = factories.person("joko", Role.WALIDATA_PENDUKUNG, dataset.organization.slug)
    for actor in (budi, support):
        with pytest.raises((Hidden, Denied)):
            follow_file(actor, upload, F.COLUMN_NEW, "Umur petugas")
    Upload.objects.update(state=UploadState.SUBMITTED)
    with pytest.raises(IllegalMove):
        follow_file(sari, upload, F.COLUMN_NEW, "Umur petugas")
    assert dataset.columns.count() == 4
