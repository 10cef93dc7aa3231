"""A repair is asked for, taken, told, and taken back: the rows follow, the original stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from psycopg2 import sql

from datasets import store
from datasets.actions.repair_upload import repair_upload
from datasets.actions.undo_repair import undo_repair
from datasets.export.sql import table_of
from datasets.intake.job import lasting_answers
from datasets.intake.run import process
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.rules.repairs import held_repairs, key_of
from datasets.vocab import FindingCode as F
from datasets.vocab import Role, UploadState
from tests import factories

CSV = (
    "Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n"
    "2026-09,82.71.02,Ternate Selatan,812.5\n"
    "2026-09,82.71.03,Ternate Utara,enam ratus\n"
)
MENDED = {"kind": "replace", "column": "Terangkut ton", "old": "enam ratus", "new": "600"}


def sent(dataset: Dataset) -> Upload:
    stored = store.save([CSV.encode()])
    upload = factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    process(upload.pk)
    upload.refresh_from_db()
    return upload


def tons(upload: Upload) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT terangkut_ton FROM {} ORDER BY _n").format(table_of(upload.part.table_name))
        )
        return [float(row[0]) for row in cursor.fetchall()]


def rows(upload: Upload, name: str) -> list[Any]:
    with connection.cursor() as cursor:
        query = sql.SQL("SELECT {} FROM {} ORDER BY _n")
        cursor.execute(query.format(sql.Identifier(name), table_of(upload.part.table_name)))
        return [row[0] for row in cursor.fetchall()]


def codes(upload: Upload) -> set[str]:
    return set(upload.findings.values_list("code", flat=True))


def again(upload: Upload) -> Upload:
    process(upload.pk)
    return Upload.objects.get(pk=upload.pk)


def test_the_repaired_upload_becomes_ready_and_undoing_brings_the_finding_back(
    sari: User, dataset: Dataset, asked: Any
) -> None:
    upload = sent(dataset)
    assert (upload.state, codes(upload)) == (UploadState.FAILED, {F.WRONG_TYPE})
    with asked() as jobs:
        repair_upload(sari, upload, [MENDED])
    assert len(jobs) == 1
    upload = again(upload)
    assert (upload.state, tons(upload)) == (UploadState.READY, [812.5, 600.0])
    assert F.CELLS_REPAIRED in codes(upload)
    assert store.path_of(upload.sha256).read_bytes() == CSV.encode()
    undo_repair(sari, upload, key_of(upload.recipe["repairs"][0]))
    upload = again(upload)
    assert (upload.state, codes(upload)) == (UploadState.FAILED, {F.WRONG_TYPE})
    assert upload.recipe["repairs"] == []


def test_repairs_add_up(sari: User, dataset: Dataset) -> None:
    upload = sent(dataset)
    repair_upload(sari, upload, [MENDED])
    upload = again(upload)
    repair_upload(sari, upload, [{"kind": "drop_rows", "rows": [2]}])
    upload = again(upload)
    assert (tons(upload), len(upload.recipe["repairs"])) == ([600.0], 2)


def test_the_rows_at_fault_are_kept_whole_and_go_when_their_cells_are_mended(
    sari: User, dataset: Dataset
) -> None:
    upload = sent(dataset)
    assert upload.table["labels"] == ["Bulan", "Kode kecamatan", "Kecamatan", "Terangkut ton"]
    (faulty,) = upload.faulty_rows.all()
    assert (faulty.row, faulty.cells) == (3, ["2026-09", "82.71.03", "Ternate Utara", "enam ratus"])
    cell = {"kind": "cell", "column": "Terangkut ton", "row": 3, "old": "enam ratus", "new": "600"}
    repair_upload(sari, upload, [cell])
    upload = again(upload)
    assert (upload.state, tons(upload)) == (UploadState.READY, [812.5, 600.0])
    assert not upload.faulty_rows.exists()
    assert Event.objects.filter(object_id=upload.pk, detail__repairs=1).exists()


PEOPLE = (
    "Bulan,Kode kecamatan,Kecamatan,Terangkut ton,Petugas\n"
    "2026-09,82.71.02,Ternate Selatan,812.5,8271996406925008\n"
    "2026-09,82.71.03,Ternate Utara,600,8271991105746721\n"
)
HIDDEN = {"kind": "mask", "column": "Petugas"}


def with_officers(dataset: Dataset) -> Upload:
    dataset.columns.create(position=9, name="petugas", label="Petugas", type="code")
    stored = store.save([PEOPLE.encode()])
    upload = factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    return again(upload)


def test_a_masked_column_reaches_the_rows_as_a_mask_alone_and_the_next_file_is_not_asked(
    sari: User, dataset: Dataset
) -> None:
    upload = with_officers(dataset)
    assert (upload.state, codes(upload)) == (UploadState.FAILED, {F.PERSONAL_COLUMN})
    repair_upload(sari, upload, [HIDDEN])
    upload = again(upload)
    assert (upload.state, codes(upload)) == (UploadState.READY, {F.COLUMN_MASKED})
    assert rows(upload, "petugas") == ["***", "***"]
    dataset.recipe = lasting_answers(upload)
    dataset.save()
    following = with_officers_again(dataset)
    assert (following.state, F.PERSONAL_COLUMN in codes(following)) == (UploadState.READY, False)
    assert [one["kind"] for one in held_repairs(following)] == ["mask"]
    undo_repair(sari, following, key_of(HIDDEN))
    following = again(following)
    assert (following.state, F.PERSONAL_COLUMN in codes(following)) == (UploadState.FAILED, True)
    assert lasting_answers(following)["repairs"] == []


def with_officers_again(dataset: Dataset) -> Upload:
    stored = store.save([PEOPLE.replace("2026-09", "2026-10").encode()])
    return again(factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes))


def test_what_is_remembered_stays_beside_what_is_repaired_next(sari: User, dataset: Dataset) -> None:
    dataset.recipe = {"repairs": [HIDDEN]}
    dataset.save()
    upload = with_officers(dataset)
    repair_upload(sari, upload, [{"kind": "drop_rows", "rows": [2]}])
    upload = again(upload)
    assert rows(upload, "petugas") == ["***"]
    assert [one["kind"] for one in upload.recipe["repairs"]] == ["mask", "drop_rows"]
    assert [one["kind"] for one in lasting_answers(upload)["repairs"]] == ["mask"]


def test_a_flood_of_bad_cells_is_kept_in_part_and_counted_whole(sari: User, dataset: Dataset) -> None:
    bad = "2026-09,82.71.03,Ternate Utara,enam ratus\n"
    stored = store.save([(CSV + bad * 2_999).encode()])
    upload = factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    process(upload.pk)
    upload.refresh_from_db()
    told = upload.findings.filter(code=F.WRONG_TYPE).order_by("position")
    assert (told.count(), told[0].count, told[0].row) == (1_000, 3_000, 3)
    assert upload.counts["errors"] >= 3_000
    assert upload.faulty_rows.count() <= 1_000


def test_nothing_to_repair_is_no_repair(sari: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.FAILED)
    with pytest.raises(Invalid, match="Belum ada yang diubah"):
        repair_upload(sari, upload, [])


def test_nobody_else_may(budi: User, dataset: Dataset) -> None:
    upload = sent(dataset)
    with pytest.raises(Hidden):
        repair_upload(budi, upload, [MENDED])
    with pytest.raises((Hidden, Denied)):
        repair_upload(factories.person("pembina", Role.PEMBINA), upload, [MENDED])
    upload.refresh_from_db()
    assert "repairs" not in upload.recipe


def test_what_is_on_its_way_is_not_repaired(sari: User, dataset: Dataset) -> None:
    table = {"columns": [{"id": "terangkut_ton", "label": "Terangkut ton"}]}
    for state in (UploadState.CHECKING, UploadState.SUBMITTED, UploadState.PUBLISHED, UploadState.CANCELLED):
        with pytest.raises(IllegalMove):
            repair_upload(sari, factories.upload(dataset, state, table=table), [MENDED])


def test_unknown_columns_and_too_many_repairs_change_nothing(sari: User, dataset: Dataset) -> None:
    upload = sent(dataset)
    many = [MENDED | {"old": str(at)} for at in range(10_000)]
    for wrong in ([MENDED | {"column": "Lain"}], many, [{"kind": "x"}]):
        with pytest.raises(Invalid):
            repair_upload(sari, upload, wrong)
    upload.refresh_from_db()
    assert (upload.state, upload.recipe) == (UploadState.FAILED, {})


def test_small_counts_of_a_sensitive_dataset_are_left_empty_on_request(sari: User, dataset: Dataset) -> None:
    dataset.is_sensitive = True
    dataset.save()
    dataset.columns.create(position=9, name="penderita", label="Penderita", type="integer", role="measure")
    text = "Bulan,Kode kecamatan,Kecamatan,Terangkut ton,Penderita\n"
    text += "2026-09,82.71.02,Ternate Selatan,812.5,3\n2026-09,82.71.03,Ternate Utara,600,25\n"
    stored = store.save([text.encode()])
    upload = again(factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes))
    assert (upload.state, rows(upload, "penderita")) == (UploadState.READY, [3, 25])
    assert F.SMALL_COUNT in codes(upload)
    repair_upload(sari, upload, [{"kind": "replace", "column": "Penderita", "old": "3", "new": ""}])
    upload = again(upload)
    assert (upload.state, rows(upload, "penderita")) == (UploadState.READY, [None, 25])
    assert F.SMALL_COUNT not in codes(upload)
