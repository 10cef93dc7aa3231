"""Rows sent by key become uploads, whole or one a period; each refusal keeps nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from datasets import store
from datasets.actions import change_rows as subject
from datasets.actions.change_rows import change_rows
from datasets.actions.keeping import kept
from datasets.actions.replace_file import replace_file
from datasets.models import Dataset, Event, RowChange, Upload, User
from datasets.rules.errors import Denied, Gone, Hidden, IllegalMove, Invalid
from datasets.vocab import Access, Accumulation, ColumnType, UploadState, Verb
from datasets.vocab_rows import RowChangeKind, RowsFormat
from tests import factories

K = RowChangeKind
ROWS = [
    {"bulan": "2026-10", "kode_kecamatan": "82.71.02", "terangkut_ton": 831},
    {"bulan": "2026-11", "kode_kecamatan": "82.71.02", "terangkut_ton": 5},
]


@pytest.fixture
def dataset(sari: User) -> Dataset:
    return keyed(factories.dataset())


def keyed(of: Dataset, **more: Any) -> Dataset:
    factories.published(of, **more)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    return of


def send(actor: User, of: Dataset, rows: Any = ROWS, kind: K = K.UPSERT, **more: Any) -> list[Upload]:
    content = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
    return change_rows(actor, of, kept([content]), kind, RowsFormat.JSON, **more)


def test_a_whole_dataset_makes_one_upload_and_keeps_what_was_sent(sari: User, dataset: Dataset) -> None:
    (upload,) = send(sari, dataset, note="Koreksi timbangan")
    change = upload.row_change
    assert store.path_of(change.sha256).read_bytes() == json.dumps(ROWS).encode()
    assert store.path_of(change.rows_sha256).read_text() == (
        "bulan,kode_kecamatan,terangkut_ton\n2026-10,82.71.02,831\n2026-11,82.71.02,5\n"
    )
    assert (upload.state, upload.note, change.rows) == (UploadState.RECEIVED, "Koreksi timbangan", 2)
    assert change.key == ["bulan", "kode_kecamatan"]
    assert Event.objects.get(object_id=upload.pk).verb == Verb.RECEIVE_UPLOAD


def test_a_dataset_that_grows_makes_one_upload_for_each_period(sari: User) -> None:
    dataset = keyed(factories.dataset(accumulation=Accumulation.PERIOD), period="2026-10")
    uploads = send(sari, dataset)
    assert [(one.period, one.row_change.rows) for one in uploads] == [("2026-10", 1), ("2026-11", 1)]
    assert len({one.row_change.sha256 for one in uploads}) == 1


def test_a_row_belongs_to_the_live_period_that_holds_it(sari: User) -> None:
    dataset = keyed(factories.dataset(accumulation=Accumulation.PERIOD), period="2026")
    assert [one.period for one in send(sari, dataset)] == ["2026"]


def test_the_period_is_named_where_no_row_tells_it(sari: User) -> None:
    dataset = keyed(factories.dataset(accumulation=Accumulation.PERIOD), period="2026-10")
    dataset.columns.filter(name="bulan").update(is_key=False, role="dimension")
    rows = [{"kode_kecamatan": "82.71.02", "terangkut_ton": 1}]
    with pytest.raises(Invalid, match="period"):
        send(sari, dataset, rows)
    assert [one.period for one in send(sari, dataset, rows, period="2026-11")] == ["2026-11"]


def test_only_so_many_periods_at_once(sari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = keyed(factories.dataset(accumulation=Accumulation.PERIOD), period="2026-10")
    monkeypatch.setattr(subject, "MOST_PERIODS", 1)
    with pytest.raises(Invalid, match="periode"):
        send(sari, dataset)
    assert RowChange.objects.count() == 0


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"bulan": "2026-10"}],
        [{"bulan": "2026-10", "kode_kecamatan": "82.71.02", "terangkut_ton": "banyak"}],
    ],
)
def test_rows_that_cannot_be_read_leave_no_upload(sari: User, dataset: Dataset, rows: Any) -> None:
    before = Upload.objects.count()
    with pytest.raises(Invalid):
        send(sari, dataset, rows)
    assert Upload.objects.count() == before


def test_rows_are_for_the_office_and_need_a_key(sari: User, budi: User, wati: User, dataset: Dataset) -> None:
    for person in (budi, wati):
        with pytest.raises(Denied):
            send(person, dataset)
    dataset.access = Access.CLOSED
    dataset.save()
    with pytest.raises(Hidden):
        send(budi, dataset)
    dataset.columns.update(is_key=False)
    with pytest.raises(IllegalMove):
        send(sari, dataset)
    dataset.withdrawn_at, dataset.withdrawn_reason = dataset.metadata_updated_at, "salah"
    with pytest.raises(Gone):
        send(sari, dataset)


def test_keys_alone_are_sent_of_what_shall_go(sari: User, dataset: Dataset) -> None:
    with pytest.raises(Invalid):
        send(sari, dataset, kind=K.DELETE)
    keys = [{"bulan": "2026-10", "kode_kecamatan": "82.71.02"}]
    assert send(sari, dataset, keys, K.DELETE)[0].row_change.kind == K.DELETE


def test_shapes_come_as_files(sari: User, dataset: Dataset) -> None:
    dataset.columns.filter(name="terangkut_ton").update(type=ColumnType.POINT)
    with pytest.raises(Invalid):
        send(sari, dataset)


def test_no_file_takes_the_place_of_sent_rows(sari: User, dataset: Dataset) -> None:
    (upload,) = send(sari, dataset)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.FAILED)
    upload.refresh_from_db()
    with pytest.raises(IllegalMove):
        replace_file(sari, upload, [b"Bulan\n2026-10\n"], "baru.csv")
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED
