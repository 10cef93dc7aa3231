"""Writes what became of a check: the state, the table found, every finding, one line of the trail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from datasets.intake.claims import Claim
from datasets.intake.findings import Findings, severity_of
from datasets.intake.job import as_json
from datasets.intake.load import drop_part
from datasets.intake.schema import FAULTY_CHARS, Question, Report, to_json
from datasets.intake.schema import Finding as Found
from datasets.models import FaultyRow, Finding, Upload
from datasets.rules.states import Move, target
from datasets.trail import record
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity, Step, Verb

#: Questions whose assumed answer could make data wrong by a factor of a thousand without a trace.
#: Every other assumption is a warning that the sender sees before submitting.
MUST_BE_ANSWERED = frozenset({F.NUMBER_AMBIGUOUS})

_BATCH = 1_000
#: Errors come first, then warnings, then fixes; within each the order they were found in.
_WEIGHTS = {severity: place for place, severity in enumerate(Severity)}


def open_questions(report: Report) -> tuple[Question, ...]:
    """The questions that must be answered before the rows may be loaded."""
    return tuple(question for question in report.questions if question.code in MUST_BE_ANSWERED)


def fail(claim: Claim, upload: Upload, report: Report, also: Sequence[Found] = ()) -> None:
    """The file is refused or unreadable; `also` are places of one kind that loading added."""
    counts = dict(report.counts)
    counts["errors"] = counts.get("errors", 0) + (also[0].count if also else 0)
    findings = [*also, *report.findings]
    _write(claim, upload, Move.FAIL, report, findings, counts=counts, finished_at=Now())


def ask(claim: Claim, upload: Upload, report: Report) -> None:
    """Only the sender knows: wait for the answer."""
    _write(claim, upload, Move.ASK, report, report.findings)


def accept(claim: Claim, upload: Upload, report: Report, difference: dict[str, Any], also: Findings) -> None:
    """The rows are loaded, and the sender may submit them; `also` showed beside the live data."""
    counts = Counter(report.counts) + Counter(also.counts())
    findings = sorted([*report.findings, *also.listed()], key=lambda found: _WEIGHTS[found.severity])
    _write(claim, upload, Move.ACCEPT, report, findings, counts=_whole(counts), difference=difference)


def _whole(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts of every severity, also of those that nothing was found of."""
    return {word: counts.get(word, 0) for word in ("errors", "warnings", "fixed")}


def give_up(claim: Claim, upload: Upload, tries: int) -> None:
    """The work died each time: say so, instead of trying for ever."""
    found = Found(
        F.READER_CRASHED,
        severity_of(F.READER_CRASHED),
        params={"reason": f"{tries} kali dicoba, {tries} kali terputus"},
    )
    counts = {"errors": 1, "warnings": 0, "fixed": 0}
    with transaction.atomic():
        _move(claim, upload, Move.FAIL, counts=counts, finished_at=Now())
        _replace_findings(upload, [found])
        drop_part(upload.id)


def _write(
    claim: Claim,
    upload: Upload,
    move: Move,
    report: Report,
    findings: Iterable[Found],
    **changes: Any,
) -> None:
    values = {
        "table": dict(to_json(report.table)) | {"notes": list(report.notes)},
        "counts": dict(report.counts),
        "question": {"questions": to_json(report.questions)} if report.questions else {},
        "proposal": as_json(report.proposal),
        "difference": {},
    }
    with transaction.atomic():
        _move(claim, upload, move, **(values | changes))
        _replace_findings(upload, findings)
        _replace_faulty(upload, report)
        if move is not Move.ACCEPT:
            drop_part(upload.id)


def _move(claim: Claim, upload: Upload, move: Move, **changes: Any) -> None:
    """Make the move, if the upload is still ours, and leave one line in the trail."""
    state = target(claim.state, move)
    claim.finish(state=state, step=Step.DONE, attempt=0, checked_at=Now(), period=upload.period, **changes)
    record(
        None,
        Verb.CHECK_UPLOAD,
        upload,
        from_state=claim.state,
        to_state=state,
        detail=changes.get("counts"),
    )


def _replace_findings(upload: Upload, findings: Iterable[Found]) -> None:
    Finding.objects.filter(upload=upload).delete()
    rows = [_finding(upload, place, found) for place, found in enumerate(findings)]
    Finding.objects.bulk_create(rows, batch_size=_BATCH)


def _replace_faulty(upload: Upload, report: Report) -> None:
    FaultyRow.objects.filter(upload=upload).delete()
    FaultyRow.objects.bulk_create(
        FaultyRow(
            upload=upload,
            position=position,
            row=found.row,
            turn=found.turn,
            cells=[_kept(cell, FAULTY_CHARS + 1) for cell in found.cells],
        )
        for position, found in enumerate(report.faulty)
    )


def _finding(upload: Upload, place: int, found: Found) -> Finding:
    return Finding(
        upload=upload,
        position=place,
        code=found.code,
        severity=found.severity,
        sheet=_kept(found.sheet, 120),
        row=found.row,
        column=_kept(found.column, 300),
        cell=_kept(found.cell, 20),
        value=_kept(found.value, 1_000),
        params={key: _plain(value) for key, value in found.params.items()},
        suggestion=_kept(found.suggestion, 1_000),
        count=found.count,
    )


def _kept(text: str, most: int) -> str:
    """Text as PostgreSQL can hold it: no NUL, no more than its field."""
    return text.replace("\0", "␀")[:most]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _kept(value, 1_000)
    return to_json(value)
