"""Rows loaded before the verdict count only if they are the accepted ones; otherwise nobody ever sees them."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from datasets import store
from datasets.intake import ahead, database
from datasets.intake.ahead import Ahead
from datasets.intake.claims import Claim, Lost
from datasets.intake.load import Accepted, KeysRepeat, table_name_of
from datasets.intake.run import process
from datasets.intake.shape import Shape, shape_of
from datasets.intake.spooled import SpoolColumn
from datasets.models import Dataset, Part, Upload
from datasets.vocab import Accumulation, ColumnType, UploadState
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = factories.WASTE_ROWS


def _shape() -> list[Shape]:
    return shape_of(by_hand.report(ROWS), None)


def _columns() -> list[SpoolColumn]:
    return [SpoolColumn(column["id"], ColumnType(column["type"])) for column in _shape()]


def _append(path: Path, rows: by_hand.Rows, first: int) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [number, number + 1, "", *row] for number, row in enumerate(rows, first)
        )


@contextmanager
def _begun(folder: Path, written: int) -> Iterator[tuple[Ahead, Claim, Upload, Path]]:
    """Loading begun when only the first rows were written."""
    claim, upload = by_hand.claimed(factories.dataset(), bytes=ahead.LEAST_BYTES)
    spool = by_hand.spool(folder / "spool", ROWS[:written])
    with Ahead(claim, upload, spool) as begun:
        begun.begin(_columns())
        yield begun, claim, upload, spool


def _is_nothing_left(upload: Upload) -> bool:
    return not database.part_tables() and not Part.objects.filter(upload=upload).exists()


def test_rows_are_loaded_while_they_are_still_written(tmp_path: Path) -> None:
    with _begun(tmp_path, 1) as (begun, _, upload, spool):
        _append(spool, ROWS[1:], 2)
        spool.unlink()  # whoever began later would find nothing
        assert _is_nothing_left(upload)
        part = begun.load(Accepted(_shape(), len(ROWS)))
    assert (part.row_count, part.upload_id) == (len(ROWS), upload.pk)
    assert database.part_tables() == {table_name_of(upload.pk)}


def test_what_was_written_under_a_wrong_guess_is_void(tmp_path: Path) -> None:
    with _begun(tmp_path, 2) as (begun, _, upload, spool):
        spool.unlink()
        by_hand.spool(spool, ROWS)
        begun.begin(_columns())
        spool.unlink()
        part = begun.load(Accepted(_shape(), len(ROWS)))
    assert part.row_count == len(ROWS)
    assert Part.objects.get(upload=upload) == part


@pytest.mark.parametrize("fault", ["too few rows", "another type", "unreadable"])
def test_what_does_not_match_the_verdict_is_loaded_from_the_finished_spool(
    tmp_path: Path, fault: str
) -> None:
    with _begun(tmp_path, len(ROWS)) as (begun, _, upload, spool):
        if fault == "unreadable":
            _append(spool, [["bukan"] * len(_columns())], 99)
        shape = _shape()
        if fault == "another type":
            shape[-1]["type"] = str(ColumnType.TEXT)
        begun_rows = len(ROWS) + (fault == "too few rows")
        spool.unlink()
        by_hand.spool(spool, [*ROWS, ROWS[0]][:begun_rows])
        part = begun.load(Accepted(shape, begun_rows))
    assert part.row_count == begun_rows
    assert part.columns == shape
    assert Part.objects.filter(upload=upload).count() == 1


def test_a_refused_file_leaves_nothing_and_holds_nobody_up(tmp_path: Path) -> None:
    with _begun(tmp_path, 2) as (_, claim, upload, _):
        pass
    assert _is_nothing_left(upload)
    with Ahead(claim, upload, by_hand.spool(tmp_path / "again", ROWS)) as again:
        assert again.load(Accepted(_shape(), len(ROWS))).row_count == len(ROWS)


def test_one_that_waits_for_another_loading_is_ended_too(tmp_path: Path) -> None:
    claim, upload = by_hand.claimed(factories.dataset(), bytes=ahead.LEAST_BYTES)
    spool = by_hand.spool(tmp_path / "spool", ROWS)
    with Ahead(claim, upload, spool) as first, Ahead(claim, upload, spool) as second:
        first.begin(_columns())
        second.begin(_columns())
        second.end()
        assert not second.is_loading
        assert first.load(Accepted(_shape(), len(ROWS))).row_count == len(ROWS)


def test_an_upload_cancelled_meanwhile_is_lost_and_leaves_nothing(tmp_path: Path) -> None:
    with _begun(tmp_path, len(ROWS)) as (begun, _, upload, _):
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.CANCELLED)
        with pytest.raises(Lost):
            begun.load(Accepted(_shape(), len(ROWS)))
    assert _is_nothing_left(upload)


def test_keys_that_repeat_are_found_and_nothing_is_left(tmp_path: Path) -> None:
    with _begun(tmp_path, len(ROWS)) as (begun, _, upload, spool):
        _append(spool, ROWS[:1], len(ROWS) + 1)
        with pytest.raises(KeysRepeat):
            begun.load(Accepted(_shape(), len(ROWS) + 1, [column["id"] for column in _shape()]))
    assert _is_nothing_left(upload)


def test_small_files_and_parts_that_people_read_are_not_loaded_ahead(tmp_path: Path) -> None:
    claim, small = by_hand.claimed(factories.dataset(), bytes=ahead.LEAST_BYTES - 1)
    part = by_hand.loaded(factories.dataset("lain"), tmp_path, bytes=ahead.LEAST_BYTES)
    for upload in (small, part.upload):
        with Ahead(claim, upload, by_hand.spool(tmp_path / "spool", ROWS)) as begun:
            begun.begin(_columns())
            assert not begun.is_loading


def _sent(of: Dataset, lines: list[str], wrong: int) -> Upload:
    """A large file; in its late row `wrong` stands a word among the numbers (0: nowhere)."""
    if wrong:
        lines[wrong] = lines[wrong].replace(";812,5;", ";delapan;")
    stored = store.save(["\n".join(lines).encode()])
    sent = factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    assert sent.bytes >= ahead.LEAST_BYTES
    return sent


@pytest.mark.parametrize("wrong", [0, 39_000])
def test_a_large_file_is_taken_in_whole_whether_the_guess_held_or_not(wrong: int) -> None:
    words = "kata yang panjang sekali " * 4
    lines = ["kode;ton;uraian", *(f"K{n};812,5;{words}{n}" for n in range(40_000))]
    upload = _sent(factories.dataset(accumulation=Accumulation.WHOLE), lines, wrong)
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert upload.part.row_count == 40_000
    kind = {column["id"]: column["type"] for column in upload.part.columns}["ton"]
    assert kind == (ColumnType.TEXT if wrong else ColumnType.DECIMAL)
    assert database.part_tables() == {table_name_of(uuid.UUID(str(upload.pk)))}
