"""A corrected file in place of an upload's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from datasets import store
from datasets.actions.receive_upload import receive_upload
from datasets.actions.replace_file import replace_file
from datasets.intake.annotate_book import sign
from datasets.jobs import Job
from datasets.models import Dataset, EarlierFile, Event, Upload, User
from datasets.rules.errors import Denied, EmptyFile, Hidden, IllegalMove, Invalid, NotATable
from datasets.vocab import UploadState, Verb
from tests import factories

OLD, NEW = b"bulan,ton\n2026-01,lima\n", b"bulan,ton\n2026-01,5\n"
ANSWERS = {"sheet": "Data", "header_rows": [4, 4], "dash_means": {"ton": "zero"}}
OPEN = [UploadState.NEEDS_ANSWER, UploadState.FAILED, UploadState.READY, UploadState.RETURNED]


def waiting(dataset: Dataset, state: UploadState = UploadState.FAILED, **more: Any) -> Upload:
    stored = store.save([OLD])
    return factories.upload(
        dataset, state, filename="lama.csv", sha256=stored.sha256, bytes=stored.bytes, **more
    )


def workbook(folder: Path, upload: Upload, *, is_whole: bool = True) -> list[bytes]:
    book = Workbook()
    book.active.append(["bulan", "ton"])
    sign(book, str(upload.pk), is_whole=is_whole)
    book.save(folder / "tanda.xlsx")
    return [(folder / "tanda.xlsx").read_bytes()]


@pytest.mark.parametrize("state", OPEN)
def test_the_same_upload_goes_on_with_the_new_file(
    sari: User, dataset: Dataset, state: UploadState, asked: Any, lines: Callable[[Any], list[Event]]
) -> None:
    cell = {"kind": "cell", "column": "ton", "row": 2, "old": "lima", "new": "5"}
    recipe = {**ANSWERS, "repairs": [cell, {"kind": "drop_rows", "rows": [9]}]}
    upload = waiting(dataset, state, recipe=recipe, period="2026-01")
    with asked() as jobs:
        replace_file(sari, upload, [NEW], "../baru.csv")
    upload.refresh_from_db()
    assert (upload.state, upload.filename, upload.period) == (UploadState.CHECKING, "baru.csv", "2026-01")
    assert (upload.sha256, upload.bytes) == (hashlib.sha256(NEW).hexdigest(), len(NEW))
    # Other rows may stand at the old places, and the sheet may have another name.
    assert upload.recipe == {"dash_means": {"ton": "zero"}, "repairs": [cell]}
    assert jobs == [(Job.PROCESS_UPLOAD, (str(upload.pk),))]
    (line,) = lines(upload)
    assert (line.verb, line.from_state, line.detail["bytes"]) == (Verb.REPLACE_FILE, state, len(NEW))
    (earlier,) = upload.earlier_files.all()
    assert (earlier.filename, earlier.bytes, earlier.replaced_by) == ("lama.csv", len(OLD), sari)
    assert store.path_of(earlier.sha256).read_bytes() == OLD


def test_the_same_bytes_are_only_checked_again(sari: User, dataset: Dataset) -> None:
    upload = waiting(dataset)
    assert replace_file(sari, upload, [OLD], "lama.csv").state == UploadState.CHECKING
    assert not EarlierFile.objects.exists()


def test_what_is_on_its_way_keeps_its_file(sari: User, dataset: Dataset) -> None:
    for state in set(UploadState) - set(OPEN):
        upload = waiting(dataset, state)
        with pytest.raises(IllegalMove):
            replace_file(sari, upload, [NEW], "baru.csv")
    assert not EarlierFile.objects.exists()


def test_nobody_else_may(budi: User, wati: User, dataset: Dataset) -> None:
    upload = waiting(dataset)
    with pytest.raises(Hidden):
        replace_file(budi, upload, [NEW], "baru.csv")
    with pytest.raises(Denied):
        replace_file(wati, upload, [NEW], "baru.csv")
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED


@pytest.mark.parametrize(("content", "refusal"), [(b" ", EmptyFile), (b"%PDF-1.7", NotATable)])
def test_what_is_no_table_changes_nothing(
    sari: User, dataset: Dataset, content: bytes, refusal: type[Exception]
) -> None:
    upload = waiting(dataset)
    with pytest.raises(refusal):
        replace_file(sari, upload, [content], "x")
    upload.refresh_from_db()
    assert (upload.state, upload.filename) == (UploadState.FAILED, "lama.csv")


def test_an_excerpt_is_refused_everywhere(sari: User, dataset: Dataset, tmp_path: Path) -> None:
    upload = waiting(dataset)
    content = workbook(tmp_path, upload, is_whole=False)
    with pytest.raises(Invalid, match="kutipan"):
        replace_file(sari, upload, content, "kutipan.xlsx")
    with pytest.raises(Invalid, match="kutipan"):
        receive_upload(sari, dataset, content, "kutipan.xlsx")
    assert Upload.objects.count() == 1


def test_a_marked_workbook_finds_its_upload(sari: User, dataset: Dataset, tmp_path: Path) -> None:
    upload = waiting(dataset, period="2026-01", recipe=ANSWERS)
    content = workbook(tmp_path, upload)
    received = receive_upload(sari, dataset, content, "tanda.xlsx")
    assert received.upload.recipe == ANSWERS  # our own copy: everything stands where it stood
    assert (received.upload.pk, received.is_new, received.is_resumed) == (upload.pk, False, True)
    again = receive_upload(sari, dataset, content, "tanda.xlsx")  # sent twice: under way already
    assert (again.upload.pk, Upload.objects.count()) == (upload.pk, 1)


def test_a_mark_is_a_hint_and_no_right(sari: User, budi: User, dataset: Dataset, tmp_path: Path) -> None:
    theirs = waiting(dataset)
    mine = factories.dataset(slug="lain", title="Lain", organization=budi.organization)
    received = receive_upload(budi, mine, workbook(tmp_path, theirs), "tanda.xlsx")
    assert (received.is_new, received.upload.dataset) == (True, mine)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.filename) == (UploadState.FAILED, "lama.csv")


def test_for_another_period_it_is_a_new_upload(sari: User, dataset: Dataset, tmp_path: Path) -> None:
    upload = waiting(dataset, period="2026-01")
    Dataset.objects.update(accumulation="period")
    dataset.refresh_from_db()
    received = receive_upload(sari, dataset, workbook(tmp_path, upload), "tanda.xlsx", period="2026-02")
    assert (received.is_new, received.upload.period) == (True, "2026-02")
