"""A file is received: it works, then each refusal, then many at once."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections, connection
from pytest_django import Settings

from datasets import store
from datasets.actions.receive_upload import Received, receive_upload
from datasets.jobs import Job
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.errors import Denied, EmptyFile, Gone, Hidden, Invalid, NotATable, PeriodWrong
from datasets.vocab import Access, FindingCode, Role, UploadState
from tests import factories

CSV = b"bulan;ton\n2026-10;812,5\n"
SHA = hashlib.sha256(CSV).hexdigest()


def files(settings: Settings) -> list[Path]:
    return [path for path in (Path(settings.DATA_DIR) / "files").rglob("*") if path.is_file()]


def test_it_is_kept_byte_for_byte_noted_and_its_check_asked_for(
    sari: User, dataset: Dataset, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    with asked() as jobs:
        received = receive_upload(
            sari, dataset, iter([CSV[:7], CSV[7:]]), "../sampah.csv", period="2026-10", note="Sementara.\x00"
        )
    upload = Upload.objects.get()
    assert received == Received(upload, is_new=True)
    assert (upload.state, upload.uploaded_by, upload.dataset) == (UploadState.RECEIVED, sari, dataset)
    assert (upload.filename, upload.period, upload.note) == ("sampah.csv", "2026-10", "Sementara.")
    assert (upload.sha256, upload.bytes) == (SHA, len(CSV))
    assert store.path_of(SHA).read_bytes() == CSV
    assert jobs == [(Job.PROCESS_UPLOAD, (str(upload.pk),))]
    (line,) = lines(upload)
    assert (line.verb, line.from_state, line.to_state) == ("receive_upload", "", "received")
    assert line.detail == {"sha256": SHA, "bytes": len(CSV)}


def test_answers_may_come_with_the_file(sari: User, dataset: Dataset) -> None:
    receive_upload(sari, dataset, [CSV], "a.csv", recipe={"header_rows": [1, 1]})
    assert Upload.objects.get().recipe == {"header_rows": [1, 1]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ([b"%PDF-1.7\n..."], FindingCode.IS_PDF),
        ([b"\xff\xd8", b"\xff\xe0\x00\x10JFIF"], FindingCode.IS_IMAGE),
        ([b"<!DOCTYPE html><html><body>Galat 500</body></html>"], FindingCode.IS_HTML),
        ([b"PAR1\x15\x04"], FindingCode.IS_PARQUET),
    ],
)
def test_what_is_no_table_is_refused_at_once(
    sari: User, dataset: Dataset, settings: Settings, content: list[bytes], code: FindingCode
) -> None:
    with pytest.raises(NotATable) as refusal:
        receive_upload(sari, dataset, content, "sampah.xlsx")
    assert refusal.value.code == code
    assert (files(settings), Upload.objects.count(), Event.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize("content", [[], [b""], [b"\xef\xbb\xbf"], [b"\r\n", b" \x00" * 9000]])
def test_a_file_without_content_is_refused(
    sari: User, dataset: Dataset, settings: Settings, content: list[bytes]
) -> None:
    with pytest.raises(EmptyFile):
        receive_upload(sari, dataset, content, "kosong.csv")
    assert (files(settings), Upload.objects.count()) == ([], 0)


def test_201_mb_are_refused_as_soon_as_they_are_too_many(
    sari: User, dataset: Dataset, settings: Settings
) -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        for number in range(201):
            taken.append(number)
            yield b"2026-10;812,5\n" * 71_429

    settings.MAX_UPLOAD_BYTES = 2_500_000
    with pytest.raises(store.TooLarge):
        receive_upload(sari, dataset, endless(), "besar.csv")
    assert len(taken) == 3
    assert (files(settings), Upload.objects.count()) == ([], 0)


def test_a_nearly_full_disk_refuses_before_anything_is_read(
    sari: User, dataset: Dataset, settings: Settings
) -> None:
    settings.MIN_FREE_BYTES = 10**18

    chunks = iter([CSV])
    with pytest.raises(store.DiskFull):
        receive_upload(sari, dataset, chunks, "a.csv")
    assert next(chunks) == CSV
    assert (files(settings), Upload.objects.count()) == ([], 0)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_disk_that_fills_up_meanwhile_loses_nothing(
    sari: User, dataset: Dataset, settings: Settings, number: int
) -> None:
    def full() -> Iterator[bytes]:
        yield CSV
        raise OSError(number, "no room")

    with pytest.raises(store.DiskFull):
        receive_upload(sari, dataset, full(), "a.csv")
    assert (files(settings), Upload.objects.count()) == ([], 0)


def test_a_sender_that_breaks_off_leaves_nothing(sari: User, dataset: Dataset, settings: Settings) -> None:
    def cut() -> Iterator[bytes]:
        yield CSV
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive_upload(sari, dataset, cut(), "a.csv")
    assert (files(settings), Upload.objects.count()) == ([], 0)


def test_another_offices_dataset_is_denied_or_not_even_known(
    budi: User, wati: User, dataset: Dataset
) -> None:
    with pytest.raises(Hidden):
        receive_upload(budi, dataset, [CSV], "a.csv")
    factories.published(dataset)
    for stranger in (budi, wati):
        with pytest.raises(Denied):
            receive_upload(stranger, dataset, [CSV], "a.csv")
    Dataset.objects.update(access=Access.CLOSED)
    with pytest.raises(Hidden):
        receive_upload(budi, dataset, [CSV], "a.csv")


def test_a_withdrawn_dataset_takes_nothing(sari: User, dataset: Dataset) -> None:
    dataset.withdrawn_at = dataset.metadata_updated_at
    dataset.save()
    with pytest.raises(Gone):
        receive_upload(sari, dataset, [CSV], "a.csv")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"period": "Oktober"}, PeriodWrong),
        ({"recipe": {"lain": 1}}, Invalid),
        ({"idempotency_key": "k" * 201}, Invalid),
        ({"note": "a" * 20_001}, Invalid),
    ],
)
def test_what_is_said_beside_the_file_must_make_sense(
    sari: User, dataset: Dataset, settings: Settings, wrong: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        receive_upload(sari, dataset, [CSV], "a.csv", **wrong)
    assert (files(settings), Upload.objects.count()) == ([], 0)


class TestSameAgain:
    def test_the_same_key_finds_the_first_upload(self, sari: User, dataset: Dataset, asked: Any) -> None:
        first = receive_upload(sari, dataset, [CSV], "a.csv", idempotency_key="k1")
        with asked() as jobs:
            again = receive_upload(sari, dataset, [b"%PDF-"], "b.csv", idempotency_key="k1")
        assert again == Received(first.upload, is_new=False)
        assert jobs == []
        assert Event.objects.count() == 1

    def test_the_same_key_of_another_person_is_another_key(self, sari: User, dataset: Dataset) -> None:
        receive_upload(sari, dataset, [CSV], "a.csv", idempotency_key="k1")
        colleague = factories.person("santi", Role.PRODUSEN, "dinas-lingkungan-hidup")
        assert receive_upload(colleague, dataset, [CSV], "a.csv", idempotency_key="k1").is_new

    def test_the_same_key_for_another_dataset_is_refused(self, sari: User, dataset: Dataset) -> None:
        receive_upload(sari, dataset, [CSV], "a.csv", idempotency_key="k1")
        with pytest.raises(Invalid) as refusal:
            receive_upload(sari, factories.dataset("lain"), [CSV], "a.csv", idempotency_key="k1")
        assert refusal.value.faults[0].code == "key_reused"

    def test_what_is_live_already_is_not_received_again(
        self, sari: User, dataset: Dataset, asked: Any
    ) -> None:
        version = factories.published(dataset, period="2026-10")
        Upload.objects.update(sha256=SHA)
        with asked() as jobs:
            for period in ("", "2026-10"):
                again = receive_upload(sari, dataset, [CSV], "lain.csv", period=period)
                assert again == Received(version.upload, is_new=False)
        assert again.upload.state == UploadState.PUBLISHED
        assert (jobs, Upload.objects.count()) == ([], 1)

    def test_for_another_period_or_read_otherwise_it_is_new(self, sari: User, dataset: Dataset) -> None:
        factories.published(dataset, period="2026-10")
        Upload.objects.update(sha256=SHA)
        assert receive_upload(sari, dataset, [CSV], "a.csv", period="2026-09").is_new
        assert receive_upload(sari, dataset, [CSV], "a.csv", recipe={"keep_totals": True}).is_new

    def test_a_file_that_failed_may_be_sent_again(self, sari: User, dataset: Dataset) -> None:
        factories.upload(dataset, UploadState.FAILED, sha256=SHA)
        assert receive_upload(sari, dataset, [CSV], "a.csv").is_new


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_of_one_key_give_one_upload() -> None:
    actor = factories.sari()
    dataset = factories.dataset()
    barrier = threading.Barrier(20)
    found: list[Received] = []

    def post() -> None:
        barrier.wait()
        found.append(receive_upload(actor, dataset, [CSV], "a.csv", idempotency_key="k1"))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert len(found) == 20
    assert len({received.upload.pk for received in found}) == 1
    assert [received.is_new for received in found].count(True) == 1
    assert (Upload.objects.count(), Event.objects.count()) == (1, 1)
