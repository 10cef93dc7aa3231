"""The bounded child process: reads one job as JSON, answers with progress lines and one report.

Started by `child`, never imported by it. Imports no Django; what exceeds its limits kills only
this process. Lines on standard output: `{"step", "done", "total"}`, `{"writing": columns}` where rows
begin to lie in the spool, and last `{"report": …}`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path

from datasets.intake import limits
from datasets.intake.findings import Findings, Refusal
from datasets.intake.schema import Job, Report, TableFound, Verdict, from_json, to_json
from datasets.intake.spooled import SpoolColumn

#: Seconds between two progress lines.
_PAUSE = 0.5


class Teller:
    """Writes progress lines, not more often than people can see them."""

    def __init__(self) -> None:
        self._last = 0.0
        self._step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Tell that `done` of `total` is through in `step`."""
        now = time.monotonic()
        if step == self._step and now - self._last < _PAUSE:
            return
        self._step, self._last = step, now
        _say({"step": step, "done": done, "total": total})

    def writing(self, columns: Sequence[SpoolColumn]) -> None:
        """Tell that rows of these columns begin to lie in the spool, anew where some lay there before."""
        _say({"writing": to_json(columns)})


class _NoPandas(MetaPathFinder):
    """Hides pandas, which pyarrow loads where it is there: a third of a second and 40 MB for nothing."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Refuse pandas, pass everything else on."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)


def main() -> int:
    """Examine the job on standard input; 0 where a report was written."""
    sys.meta_path.insert(0, _NoPandas())
    job = from_json(Job, json.load(sys.stdin))
    limits.apply(job.limits)
    report = examine(job, Teller())
    _say({"report": to_json(report)})
    return 0


def examine(job: Job, tell: Teller) -> Report:
    """Sniff, read and check the file of `job`; every fault of the file is a finding."""
    started = time.monotonic()
    findings = Findings(places=job.limits.places)
    try:
        with tempfile.TemporaryDirectory(prefix="intake-") as scratch:
            report = _examined(job, Path(scratch), findings, tell)
    except Refusal as refusal:
        findings.keep(refusal.finding)
        report = Report(Verdict.UNREADABLE)
    return _completed(report, findings, job, started)


def _examined(job: Job, scratch: Path, findings: Findings, tell: Teller) -> Report:
    from datasets.intake import (
        check,
        faulty,
        masking,
        read,
        repair,
        sniff,
    )  # heavy: only once the limits hold

    tell("sniff", 0, 1)
    found = sniff.identify(Path(job.path), job.filename, scratch, job.limits, findings)
    tell("read", 0, 1)
    table = read.open_table(found, job.recipe, job.limits, findings, job.remembered)
    findings.sheet = table.sheet
    repaired = repair.Repaired(table, masking.others(job.recipe.repairs))
    masked = masking.Masked(repaired.table, job.recipe.repairs, job.dictionary)
    checked = check.check_table(masked.table, job, findings, tell, tell.writing)
    repaired.tell(findings)
    masked.tell(findings)
    return Report(
        Verdict.REFUSED if findings.has_errors else Verdict.ACCEPTED,
        table=TableFound(
            format=table.format,
            sheet=table.sheet,
            header_row=table.header_row,
            encoding=table.encoding,
            delimiter=table.delimiter,
            rows=checked.rows,
            columns=checked.columns,
            labels=tuple(masked.table.labels),
            letters=tuple(masked.table.letters),
            headers=tuple(table.headers),
            folds=dict(table.folds),
        ),
        questions=checked.questions,
        proposal=checked.proposal,
        period_found=checked.period_found,
        notes=tuple(table.notes),
        spool_columns=checked.spool_columns,
        profiles=checked.profiles,
        key_checked=checked.key_checked,
        sums=checked.sums,
        faulty=faulty.faulty_rows(masked.table, findings.listed()),
    )


def _completed(report: Report, findings: Findings, job: Job, started: float) -> Report:
    from dataclasses import replace

    from datasets.intake.privacy import private

    told = replace(
        report,
        findings=findings.listed(),
        counts=findings.counts(),
        seconds=round(time.monotonic() - started, 3),
        peak_bytes=limits.peak_bytes(),
    )
    return private(told, job.access)


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
