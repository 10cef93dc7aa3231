"""The order of intake: claim, examine in a child, load, profile, compare, tell. Nobody else knows it.

A bad file is a result with findings. An exception here is a fault of ours or of the machine: the
claim is let go, and the sweeper hands the work out again, three times at most.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError

from datasets.intake import claims, database, filing, merge, outcomes, succession
from datasets.intake.ahead import Ahead
from datasets.intake.child import examine_file
from datasets.intake.claims import Alive, Claim, Lost
from datasets.intake.difference import difference
from datasets.intake.findings import Findings
from datasets.intake.job import dictionary_of, job_of
from datasets.intake.lineup import Lineup, lineup_of
from datasets.intake.load import Accepted, KeysRepeat
from datasets.intake.placing import misplaced, period_of_file
from datasets.intake.profile import profile
from datasets.intake.schema import Dictionary, Report, Verdict
from datasets.intake.shape import shape_of
from datasets.intake.sweep import sweep
from datasets.models import Upload
from datasets.vocab import Step

__all__ = ["process", "sweep"]

log = structlog.get_logger(__name__)


class ReaderDied(Exception):
    """The process that reads the file died of something that need not happen again."""


#: Least seconds between two notes of progress.
_PAUSE = 0.5


def process(upload_id: uuid.UUID, alive: Alive | None = None) -> None:
    """Take a received upload to `ready`, `needs_answer` or `failed`.

    Does nothing where someone else holds it or it has moved on. `alive` is called now and then
    while the work lasts. Raises what went wrong in the machine, after letting the claim go.
    """
    claim = claims.take_for_checking(upload_id)
    if claim is None:
        return
    try:
        with claims.kept(claim, alive):
            _work(claim)
    except Lost:
        log.info("upload_moved_on", upload=str(upload_id))
    except Exception:
        _let_go(claim)
        raise


def _let_go(claim: Claim) -> None:
    """Give the work back at once. Where even that fails, the lease runs out by itself."""
    try:
        database.reconnect_if_broken()
        claim.release()
    except (DatabaseError, InterfaceError) as error:
        log.warning("claim_not_released", upload=str(claim.upload_id), reason=type(error).__name__)


def _work(claim: Claim) -> None:
    upload = Upload.objects.select_related("dataset").get(pk=claim.upload_id)
    if claim.attempt > claims.TRIES:
        outcomes.give_up(claim, upload, claims.TRIES)
        return
    merge.renew(claim, upload)
    with spool_of(claim) as spool, Ahead(claim, upload, spool) as ahead:
        report = examine_file(job_of(upload, spool), _Progress(claim), ahead.begin)
        if report.may_pass and claim.attempt < claims.TRIES:
            raise ReaderDied(str(report.findings[0].params))
        upload.period = period_of_file(upload, report.period_found)
        if report.verdict is not Verdict.ACCEPTED:
            outcomes.fail(claim, upload, report)
        elif reason := misplaced(upload.dataset, upload.period):
            outcomes.fail(claim, upload, report, [reason])
        elif outcomes.open_questions(report):
            outcomes.ask(claim, upload, report)
        else:
            _take_in(claim, upload, report, ahead)


def _take_in(claim: Claim, upload: Upload, report: Report, ahead: Ahead) -> None:
    """Load the clean rows and tell what they would change."""
    dictionary = dictionary_of(upload.dataset) or report.proposal or Dictionary(())
    claim.note(step=Step.LOAD, step_done=0, step_total=report.table.rows)
    try:
        unchecked = () if report.key_checked else dictionary.key
        part = ahead.load(Accepted(shape_of(report, dictionary), report.table.rows, unchecked))
    except KeysRepeat as error:
        outcomes.fail(claim, upload, report, error.findings)
        return
    claim.note(step=Step.PROFILE, step_done=part.row_count, step_total=part.row_count)
    profile(part, report.profiles, report.sums)
    live = part.dataset.live_version
    lineup = lineup_of(part, live)
    told = _told_beside(upload, report, lineup, dictionary)
    outcomes.accept(claim, upload, report, difference(lineup, live, dictionary.key), told)


def _told_beside(upload: Upload, report: Report, lineup: Lineup, dictionary: Dictionary) -> Findings:
    """What only shows beside the data that are live: a period sent twice, a gap, a jump."""
    told = Findings(sheet=report.table.sheet)
    filing.tell(upload, lineup, told)
    succession.tell(lineup, dictionary, report.table, told)
    return told


class _Progress:
    """Writes how far the child is, and renews the lease, at most twice a second. Raises Lost."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= _PAUSE:
            self._last = now
            self._claim.note(step=Step(step), step_done=done, step_total=total)


def spool_folder() -> Path:
    """Where clean rows lie between the child and the database, for seconds."""
    folder = Path(settings.DATA_DIR) / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def spool_of(claim: Claim) -> Iterator[Path]:
    """A file of this claim's own, removed whatever happens."""
    path = spool_folder() / f"{claim.upload_id.hex}-{claim.attempt}.csv"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
