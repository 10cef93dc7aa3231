"""Runs `examine` in a process of its own and turns whatever becomes of it into a report.

The one door to a stranger's file: workers and commands call `examine_file` and never parse a
byte themselves. A child that dies by its limits or crashes is a finding, not an exception.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from datasets.intake.findings import severity_of
from datasets.intake.schema import Finding, Job, Report, Verdict, from_json, to_json
from datasets.intake.spooled import SpoolColumn
from datasets.vocab import FindingCode as F

OnProgress = Callable[[str, int, int], None]
OnWriting = Callable[[Sequence[SpoolColumn]], None]

_SIGNALS_OF_TIME = {-signal.SIGXCPU}
_SIGNALS_OF_MEMORY = {-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS}
#: What Python, C++ and Rust say when memory is refused.
_WORDS_OF_MEMORY = ("MemoryError", "malloc", "bad_alloc", "memory allocation", "capacity overflow")
_WORDS_OF_DISK = ("No space left on device", "File too large", "Disk quota exceeded")
#: How much of the end of the child's complaint is looked at, in characters.
_COMPLAINT = 4_000


def examine_file(
    job: Job, on_progress: OnProgress | None = None, on_writing: OnWriting | None = None
) -> Report:
    """The report on `job`; `on_progress(step, done, total)` is called as the child tells it.

    `on_writing(columns)` is called once rows begin to lie in the spool; called again, they lie in a
    new file and the earlier ones are void. Never raises for a bad file; what the two raise ends the
    child and passes through.
    The spool is valid only if the verdict is ACCEPTED.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        process = _start(errors)
        killed = threading.Event()
        clock = threading.Timer(job.limits.wall_seconds, _kill, (process, killed))
        clock.start()
        try:
            report = _converse(process, job, on_progress, on_writing)
        finally:
            clock.cancel()
            _stop(process)
        if report is not None:
            return report
        return _died(process.returncode, job, _complaint(errors), timed_out=killed.is_set())


def _start(errors: IO[str]) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-m", "datasets.intake.examine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=root,
        env=_environment(root),
    )


def _environment(root: Path) -> dict[str, str]:
    """Nothing of ours but the way to the code: no secrets, no database address."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "TMPDIR") if key in os.environ}
    bounds = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    bounds |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    return {**kept, **bounds, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}


def _converse(
    process: subprocess.Popen[str], job: Job, on_progress: OnProgress | None, on_writing: OnWriting | None
) -> Report | None:
    assert process.stdin is not None  # both were asked for as pipes
    assert process.stdout is not None
    try:
        with process.stdin as question:
            json.dump(to_json(job), question)
    except BrokenPipeError:
        return None
    report = None
    for line in process.stdout:
        said = _understood(line)
        if "report" in said:
            report = from_json(Report, said["report"])
        elif "step" in said and on_progress is not None:
            on_progress(said["step"], said["done"], said["total"])
        elif "writing" in said and on_writing is not None:
            on_writing([from_json(SpoolColumn, column) for column in said["writing"]])
    return report


def _understood(line: str) -> dict[str, Any]:
    """A line of the child as JSON; what a library printed in between is passed over."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _kill(process: subprocess.Popen[str], killed: threading.Event) -> None:
    killed.set()
    process.kill()


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdout:
        process.stdout.close()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _complaint(errors: IO[str]) -> str:
    length = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, length - _COMPLAINT))
    return errors.read()


def _died(code: int, job: Job, errors: str, *, timed_out: bool) -> Report:
    says_memory = any(word in errors for word in _WORDS_OF_MEMORY)
    out_of_memory = code in _SIGNALS_OF_MEMORY or says_memory
    may_pass = code in _SIGNALS_OF_MEMORY and not says_memory and not timed_out
    if timed_out or code in _SIGNALS_OF_TIME:
        finding = Finding(
            F.OUT_OF_TIME, severity_of(F.OUT_OF_TIME), params={"limit": job.limits.wall_seconds}
        )
    elif out_of_memory:
        limit = f"{job.limits.memory_bytes // (1 << 20)} MB"
        finding = Finding(F.OUT_OF_MEMORY, severity_of(F.OUT_OF_MEMORY), params={"limit": limit})
    else:
        reason = errors.strip().splitlines()[-1][:200] if errors.strip() else f"kode {code}"
        may_pass = any(word in reason for word in _WORDS_OF_DISK)
        finding = Finding(F.READER_CRASHED, severity_of(F.READER_CRASHED), params={"reason": reason})
    counts = {"errors": 1, "warnings": 0, "fixed": 0}
    return Report(Verdict.UNREADABLE, findings=(finding,), counts=counts, may_pass=may_pass)
