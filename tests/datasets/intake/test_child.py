"""Whatever becomes of the child, its death is read as a finding."""

from __future__ import annotations

import signal

import pytest

from datasets.intake.child import _died, _environment, _understood
from datasets.intake.schema import Job
from datasets.vocab import FindingCode as F


@pytest.mark.parametrize(
    ("code", "errors", "finding"),
    [
        (-signal.SIGABRT, "memory allocation of 549755813888 bytes failed", F.OUT_OF_MEMORY),
        (-signal.SIGKILL, "", F.OUT_OF_MEMORY),
        (1, "pyarrow.lib.ArrowMemoryError: malloc of size 1 failed", F.OUT_OF_MEMORY),
        (1, "Traceback\nMemoryError", F.OUT_OF_MEMORY),
        (-signal.SIGXCPU, "", F.OUT_OF_TIME),
        (1, "Traceback\nKeyError: 'x'", F.READER_CRASHED),
        (0, "", F.READER_CRASHED),
    ],
)
def test_causes_of_death(code: int, errors: str, finding: F) -> None:
    report = _died(code, Job("", ""), errors, timed_out=False)
    assert [found.code for found in report.findings] == [finding]


def test_a_child_stopped_by_the_clock_ran_out_of_time() -> None:
    report = _died(-signal.SIGKILL, Job("", ""), "", timed_out=True)
    assert report.findings[0].code is F.OUT_OF_TIME


def test_lines_that_are_no_answer_are_passed_over() -> None:
    assert _understood('{"step": "read"}\n') == {"step": "read"}
    assert _understood("warning: something\n") == {}
    assert _understood("[1]\n") == {}


def test_the_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://rahasia")
    assert "DATABASE_URL" not in _environment(tmp_path)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "errors", "may_pass"),
    [
        (-signal.SIGKILL, "", True),
        (-signal.SIGSEGV, "", True),
        (-signal.SIGABRT, "memory allocation of 549755813888 bytes failed", False),
        (1, "Traceback\nOSError: [Errno 28] No space left on device", True),
        (1, "Traceback\nKeyError: 'x'", False),
        (-signal.SIGXCPU, "", False),
    ],
)
def test_only_what_need_not_happen_again_is_worth_another_try(code: int, errors: str, may_pass: bool) -> None:
    assert _died(code, Job("", ""), errors, timed_out=False).may_pass is may_pass
