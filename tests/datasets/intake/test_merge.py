"""Sent rows laid over the live ones: the file they make, what becomes of it, and what overtakes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from psycopg2 import sql

from datasets import store
from datasets.actions.answer_upload import answer_upload
from datasets.actions.approve_upload import approve_upload
from datasets.actions.change_rows import change_rows
from datasets.actions.keeping import kept
from datasets.actions.submit_upload import submit_upload
from datasets.intake import database
from datasets.intake.publish import publish
from datasets.intake.run import process
from datasets.models import Dataset, Upload, User, Version
from datasets.rules.errors import Overtaken
from datasets.vocab import Accumulation, UploadState
from datasets.vocab_rows import RowChangeKind, RowsFormat
from tests import factories

pytestmark = pytest.mark.django_db
K = RowChangeKind


@pytest.fixture
def dataset(sari: User) -> Dataset:
    return keyed(factories.dataset())


def keyed(of: Dataset, **more: Any) -> Dataset:
    factories.published(of, **more)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    return of


def send(actor: User, of: Dataset, rows: list[dict[str, Any]], kind: K = K.UPSERT) -> list[Upload]:
    made = change_rows(actor, of, kept([json.dumps(rows).encode()]), kind, RowsFormat.JSON)
    for upload in made:
        process(upload.pk)
        upload.refresh_from_db()
    return made


def row(month: str, area: str, tonnes: float | None = None, **more: Any) -> dict[str, Any]:
    return {"bulan": month, "kode_kecamatan": area, "terangkut_ton": tonnes, **more}


def make_live(sari: User, wati: User, upload: Upload) -> Version:
    approve_upload(wati, submit_upload(sari, upload))
    publish(upload.pk)
    upload.refresh_from_db()
    return upload.version


def live_of(of: Dataset) -> Version:
    assert of.live_version is not None
    return of.live_version


def rows_of(version: Version) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for place in version.version_parts.select_related("part").order_by("position"):
        query = "SELECT bulan, kode_kecamatan, kecamatan, terangkut_ton::float FROM rows.{} ORDER BY _n"
        found += database.rows(sql.SQL(query.format(place.part.table_name)))
    return found


def test_rows_are_replaced_in_place_and_new_ones_come_last(sari: User, wati: User, dataset: Dataset) -> None:
    before = rows_of(live_of(dataset))
    (upload,) = send(sari, dataset, [row("2026-11", "82.71.02", 7), row("2026-09", "82.71.03", 641.5)])
    assert (upload.state, upload.row_change.outcome) == (UploadState.READY, {"matched": 1}), list(
        upload.findings.values_list("code", "value")
    )
    assert (upload.difference["changed"], upload.difference["new"]) == (1, 1)
    version = make_live(sari, wati, upload)
    assert rows_of(version) == [
        before[0],
        ("2026-09", "82.71.03", "Ternate Utara", 641.5),
        *before[2:],
        ("2026-11", "82.71.02", None, 7.0),
    ]
    assert rows_of(dataset.versions.get(number=1)) == before
    assert version.number == 2


def test_nothing_of_how_our_own_file_is_read_is_remembered(sari: User, wati: User, dataset: Dataset) -> None:
    Dataset.objects.update(recipe={"number_styles": {"terangkut_ton": "id"}})
    (upload,) = send(sari, dataset, [row("2026-09", "82.71.03", 1.25)])
    version = make_live(sari, wati, upload)
    assert rows_of(version)[1][3] == 1.25
    dataset.refresh_from_db()
    assert dataset.recipe == {"number_styles": {"terangkut_ton": "id"}}


def test_rows_are_taken_out_by_key(sari: User, wati: User, dataset: Dataset) -> None:
    keys = [{"bulan": "2026-09", "kode_kecamatan": code} for code in ("82.71.03", "99.99.99")]
    (upload,) = send(sari, dataset, keys, K.DELETE)
    assert upload.row_change.outcome == {"matched": 1}
    left = rows_of(make_live(sari, wati, upload))
    assert [one[:2] for one in left] == [
        ("2026-09", "82.71.02"),
        ("2026-10", "82.71.02"),
        ("2026-10", "82.71.03"),
    ]


def test_the_same_rows_again_change_nothing(sari: User, wati: User, dataset: Dataset) -> None:
    (upload,) = send(sari, dataset, [row("2026-09", "82.71.03", 640)])
    approve_upload(wati, submit_upload(sari, upload))
    publish(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.difference["same_as"]) == (UploadState.PUBLISHED, 1)
    assert dataset.versions.count() == 1


def test_only_the_periods_concerned_are_made_anew(sari: User, wati: User) -> None:
    dataset = factories.dataset(accumulation=Accumulation.PERIOD)
    factories.columns(dataset)
    dataset.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    areas = ("82.71.02", "82.71.03")
    (first,) = send(sari, dataset, [row("2026-09", area, 812.5, kecamatan="Ternate") for area in areas])
    september = make_live(sari, wati, first).parts.get()
    dataset.refresh_from_db()
    (upload,) = send(sari, dataset, [row("2026-10", "82.71.02", 9, kecamatan="Ternate Selatan")])
    version = make_live(sari, wati, upload)
    assert [part.period for part in version.parts.order_by("period")] == ["2026-09", "2026-10"]
    assert version.parts.filter(pk=september.pk).exists()
    assert version.row_count == 3


def test_a_draft_with_a_dictionary_takes_its_first_rows_so(sari: User, wati: User) -> None:
    draft = factories.dataset()
    factories.columns(draft)
    draft.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    (upload,) = send(sari, draft, [row("2026-09", "82.71.03", 640, kecamatan="Ternate Utara")])
    assert rows_of(make_live(sari, wati, upload)) == [("2026-09", "82.71.03", "Ternate Utara", 640.0)]


def test_a_rule_that_the_whole_breaks_is_told_and_nothing_is_loaded(sari: User, dataset: Dataset) -> None:
    dataset.columns.filter(name="terangkut_ton").update(maximum=900)
    (upload,) = send(sari, dataset, [row("2026-09", "82.71.03", 901)])
    assert (upload.state, upload.counts["errors"]) == (UploadState.FAILED, 1)
    assert upload.findings.get(severity="error").row == 3


def test_all_rows_taken_out_is_no_version(sari: User, dataset: Dataset) -> None:
    keys = [{"bulan": one[0], "kode_kecamatan": one[1]} for one in factories.WASTE_ROWS]
    (upload,) = send(sari, dataset, keys, K.DELETE)
    assert upload.state == UploadState.FAILED


def test_what_was_overtaken_is_not_approved_and_is_made_anew_when_checked_again(
    sari: User, wati: User, dataset: Dataset
) -> None:
    (first,) = send(sari, dataset, [row("2026-09", "82.71.03", 1)])
    (second,) = send(sari, dataset, [row("2026-10", "82.71.03", 2)])
    submit_upload(sari, second)
    make_live(sari, wati, first)
    with pytest.raises(Overtaken):
        approve_upload(wati, second)
    Upload.objects.filter(pk=second.pk).update(state=UploadState.RETURNED)
    answer_upload(sari, second, {})
    process(second.pk)
    second.refresh_from_db()
    tonnes = [one[3] for one in rows_of(make_live(sari, wati, second))]
    assert tonnes == [812.5, 1.0, 830.25, 2.0]


def test_what_was_overtaken_after_approval_goes_back_to_its_sender(
    sari: User, wati: User, dataset: Dataset
) -> None:
    (first,) = send(sari, dataset, [row("2026-09", "82.71.03", 1)])
    (second,) = send(sari, dataset, [row("2026-10", "82.71.03", 2)])
    for upload in (first, second):
        approve_upload(wati, submit_upload(sari, upload))
    publish(first.pk)
    publish(second.pk)
    second.refresh_from_db()
    assert (second.state, second.approved_by) == (UploadState.RETURNED, None)
    assert rows_of(Version.objects.get(number=2))[1][3] == 1.0
    assert Version.objects.count() == 2


def test_what_was_sent_stays_when_unused_files_go(sari: User, dataset: Dataset) -> None:
    from datasets.intake.unused import named_among

    (upload,) = send(sari, dataset, [row("2026-09", "82.71.03", 1)])
    kept = {upload.sha256, upload.row_change.sha256, upload.row_change.rows_sha256}
    assert len(kept) == 3
    assert named_among(kept) == kept
    assert all(store.path_of(key).is_file() for key in kept)
