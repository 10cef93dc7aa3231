"""The way of a file through intake: claims and leases, three tries, a person who cancels, questions, periods."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from datasets import store
from datasets.intake import claims, database, run
from datasets.intake.claims import Lost
from datasets.intake.run import ReaderDied, process
from datasets.intake.schema import Finding as Found
from datasets.intake.schema import Job, Question, Report, Verdict
from datasets.models import Dataset, Event, Part, Upload
from datasets.vocab import Accumulation, Severity, UploadState
from datasets.vocab import FindingCode as F
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

CSV = (
    "Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n"
    "2026-09,82.71.02,Ternate Selatan,812.5\n"
    "2026-09,82.71.03,Ternate Utara,640.0\n"
)
Child = Callable[[Job, object], Report]


def _sent(of: Dataset, text: str = CSV, **changes: object) -> Upload:
    stored = store.save([text.encode()])
    return factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes, **changes)


def _described(**changes: Any) -> Dataset:
    of = factories.dataset(**changes)
    factories.columns(of)
    return of


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Report | Exception], None]:
    """Let the child answer this instead of examining, for what no file can bring about."""

    def answer(what: Report | Exception) -> None:
        def examined(job: Job, on_progress: object, on_writing: object) -> Report:
            if isinstance(what, Exception):
                raise what
            if job.spool:
                by_hand.spool(Path(job.spool), factories.WASTE_ROWS[:2])
            return what

        monkeypatch.setattr(run, "examine_file", examined)

    return answer


def test_a_good_file_becomes_ready_with_its_rows_loaded() -> None:
    upload = _sent(_described())
    process(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.attempt, upload.lease_until) == (UploadState.READY, 0, None)
    assert upload.table["rows"] == 2
    assert upload.counts["errors"] == 0
    assert upload.part.row_count == 2
    assert upload.part.profile["terangkut_ton"]["total"] == "1452.5"
    assert upload.period == "2026-09"
    assert upload.difference["new"] == 2
    assert Event.objects.get(object_id=upload.pk).to_state == UploadState.READY


def test_a_bad_file_fails_with_findings_and_no_table() -> None:
    upload = _sent(_described(), CSV.replace("640.0", "enam ratus"))
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED
    assert upload.counts["errors"] == 1
    finding = upload.findings.first()
    assert finding is not None
    assert (finding.code, finding.row) == (F.WRONG_TYPE, 3)
    assert not database.part_tables()


def test_what_shows_beside_the_live_data_is_a_warning_of_the_same_report(tmp_path: Path) -> None:
    of = _described(accumulation=Accumulation.PERIOD)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    by_hand.published(of, tmp_path, factories.WASTE_ROWS[:2], period="2026-09")
    upload = _sent(of, CSV.replace("2026-09", "2026-11").replace("812.5", "9812.5"))
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    found = {finding.code: finding for finding in upload.findings.all()}
    assert {F.PERIOD_GAP, F.VALUE_JUMP} <= found.keys()
    assert (found[F.VALUE_JUMP].cell, found[F.VALUE_JUMP].value) == ("D2", "9812.5")
    assert upload.counts["warnings"] >= 2
    severities = [Severity(finding.severity) for finding in upload.findings.all()]
    assert severities == sorted(severities, key=list(Severity).index)


def test_nothing_is_left_in_the_spool() -> None:
    for text in (CSV, "", CSV.replace("640.0", "x")):
        process(_sent(_described(slug=f"d{len(text)}", title=f"D {len(text)}"), text).pk)
    assert list(run.spool_folder().iterdir()) == []


def test_checking_again_replaces_findings_and_rows() -> None:
    upload = _sent(_described())
    process(upload.pk)
    first = upload.part
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CHECKING)
    process(upload.pk)
    upload = Upload.objects.get(pk=upload.pk)
    assert upload.state == UploadState.READY
    assert upload.part != first
    assert Part.objects.count() == 1


def test_an_upload_that_someone_holds_is_left_alone() -> None:
    upload = _sent(_described())
    claim = claims.take_for_checking(upload.pk)
    process(upload.pk)
    upload.refresh_from_db()
    assert claim is not None
    assert (upload.state, upload.attempt) == (UploadState.CHECKING, 1)


def test_work_whose_lease_ran_out_is_taken_over_and_the_first_worker_can_write_nothing() -> None:
    upload = _sent(_described())
    slow = claims.take_for_checking(upload.pk)
    assert slow is not None
    _expire(upload)
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    with pytest.raises(Lost):
        slow.note(step_done=7)
    with pytest.raises(Lost):
        slow.finish(state=UploadState.FAILED)


def test_a_renewed_lease_holds() -> None:
    upload = _sent(_described())
    claim = claims.take_for_checking(upload.pk)
    assert claim is not None
    _expire(upload)
    claim.note(step_done=1)
    assert claims.take_for_checking(upload.pk) is None


def test_after_three_dead_tries_people_are_told() -> None:
    upload = _sent(_described())
    for _ in range(claims.TRIES):
        assert claims.take_for_checking(upload.pk) is not None
        _expire(upload)
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED
    assert [finding.code for finding in upload.findings.all()] == [F.READER_CRASHED]
    assert upload.counts["errors"] == 1


def test_a_fault_of_the_machine_lets_go_at_once(answers: Callable[[Exception], None]) -> None:
    upload = _sent(_described())
    answers(OperationalError("server closed the connection unexpectedly"))
    with pytest.raises(OperationalError):
        process(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.attempt) == (UploadState.CHECKING, 1)
    assert claims.take_for_checking(upload.pk) is not None


def test_a_file_cancelled_while_it_is_read_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = _sent(_described())

    def cancelled(job: Job, on_progress: object, on_writing: object) -> Report:
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.CANCELLED)
        by_hand.spool(Path(job.spool), factories.WASTE_ROWS)
        return by_hand.report(factories.WASTE_ROWS)

    monkeypatch.setattr(run, "examine_file", cancelled)
    process(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.table) == (UploadState.CANCELLED, {})
    assert not database.part_tables()
    assert not Event.objects.exists()


def test_progress_of_a_cancelled_upload_stops_the_child() -> None:
    upload = _sent(_described())
    claim = claims.take_for_checking(upload.pk)
    assert claim is not None
    progress = run._Progress(claim)
    progress("check", 1, 9)
    upload.refresh_from_db()
    assert (upload.step, upload.step_done, upload.step_total) == ("check", 1, 9)
    progress("check", 2, 9)
    upload.refresh_from_db()
    assert upload.step_done == 1, "not more often than twice a second"
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CANCELLED)
    progress._last = 0
    with pytest.raises(Lost):
        progress("check", 3, 9)


def test_an_unsafe_assumption_is_asked_about(answers: Callable[[Report], None]) -> None:
    upload = _sent(_described())
    question = Question(F.NUMBER_AMBIGUOUS, "terangkut_ton", ("id", "en"), "id")
    answers(by_hand.report(factories.WASTE_ROWS[:2], questions=(question,)))
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.NEEDS_ANSWER
    assert upload.question["questions"][0]["column"] == "terangkut_ton"
    assert not database.part_tables()


def test_a_safe_assumption_is_not(answers: Callable[[Report], None]) -> None:
    upload = _sent(_described())
    question = Question(F.DASH_MISSING, "terangkut_ton", ("missing", "zero"), "missing")
    answers(by_hand.report(factories.WASTE_ROWS[:2], questions=(question,)))
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_keys_that_only_the_database_can_check_fail_the_file(answers: Callable[[Report], None]) -> None:
    of = _described()
    of.columns.filter(name="bulan").update(is_key=True)
    upload = _sent(of)
    answers(by_hand.report(factories.WASTE_ROWS[:2], key_checked=False))
    process(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.counts["errors"]) == (UploadState.FAILED, 1)
    assert upload.findings.get().code == F.KEY_DUPLICATE


def test_findings_are_kept_in_order_and_no_nul_reaches_the_database(
    answers: Callable[[Report], None],
) -> None:
    upload = _sent(_described())
    found = tuple(
        Found(F.WRONG_TYPE, Severity.ERROR, row=row, column="x" * 400, value="a\0b", count=3 - row)
        for row in (1, 2)
    )
    answers(dataclasses.replace(by_hand.report([]), verdict=Verdict.REFUSED, findings=found))
    process(upload.pk)
    assert [(f.position, f.row, f.value) for f in upload.findings.all()] == [(0, 1, "a␀b"), (1, 2, "a␀b")]


def test_a_growing_dataset_refuses_a_file_without_a_period() -> None:
    of = factories.dataset(accumulation=Accumulation.PERIOD)
    upload = _sent(of, "Nama,Jumlah\nA,1\nB,2\n")
    process(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.findings.get(code=F.PERIOD_MISSING).severity) == (
        UploadState.FAILED,
        Severity.ERROR,
    )


def test_a_month_within_a_live_year_is_refused_with_the_way_out(tmp_path: Path) -> None:
    of = _described(accumulation=Accumulation.PERIOD)
    by_hand.published(of, tmp_path, period="2026")
    upload = _sent(of)
    process(upload.pk)
    finding = upload.findings.get(code=F.PERIOD_COVERED)
    assert finding.params == {"period": "2026-09", "live": "2026"}


def test_the_difference_tells_new_changed_and_removed_rows_by_key_and_what_the_figure_does(
    tmp_path: Path,
) -> None:
    of = _described(accumulation=Accumulation.PERIOD)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    by_hand.indicator(of)
    october = factories.WASTE_ROWS[2:]
    by_hand.published(of, tmp_path, october, period="2026-10")
    by_hand.published(
        of, tmp_path, [*factories.WASTE_ROWS[:2], ("2026-09", "82.71.04", "Moti", "1")], period="2026-09"
    )
    mended = CSV.replace("812.5", "900").replace("82.71.03,Ternate Utara,640.0", "82.71.01,Pulau Ternate,5")
    upload = _sent(of, mended + "2026-09,82.71.04,Moti,1.0\n")
    process(upload.pk)
    upload.refresh_from_db()
    told = upload.difference
    assert (told["new"], told["changed"], told["removed"], told["same"]) == (1, 1, 1, 3)
    assert (told["against"], told["has_key"], told["is_same"]) == (2, True, False)
    [moved] = told["indicators"]
    assert (moved["period"], moved["before"], moved["after"]) == ("2026-09", "1453.5", "906")


def test_without_a_key_rows_are_compared_whole(tmp_path: Path) -> None:
    of = _described()
    by_hand.published(of, tmp_path, [*factories.WASTE_ROWS[:2], factories.WASTE_ROWS[0]])
    upload = _sent(of)
    process(upload.pk)
    upload.refresh_from_db()
    told = upload.difference
    assert (told["new"], told["changed"], told["removed"], told["same"]) == (0, 0, 1, 2)


def test_the_same_content_is_told_before_anyone_approves(tmp_path: Path) -> None:
    of = _described()
    by_hand.published(of, tmp_path, factories.WASTE_ROWS[:2])
    upload = _sent(of)
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.difference["is_same"]


def test_a_dataset_without_a_dictionary_gets_a_proposal() -> None:
    upload = _sent(factories.dataset())
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert [rule["id"] for rule in upload.proposal["columns"]] == [c["id"] for c in upload.part.columns]


def _expire(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_reader_killed_from_outside_is_tried_again_and_then_told(answers: Callable[[Report], None]) -> None:
    upload = _sent(_described())
    crashed = Found(F.READER_CRASHED, Severity.ERROR, params={"reason": "kode -9"})
    answers(Report(Verdict.UNREADABLE, findings=(crashed,), counts={"errors": 1}, may_pass=True))
    for _ in range(claims.TRIES - 1):
        with pytest.raises(ReaderDied):
            process(upload.pk)
        upload.refresh_from_db()
        assert upload.state == UploadState.CHECKING
    process(upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED
    assert [finding.code for finding in upload.findings.all()] == [F.READER_CRASHED]
