"""Spoilt files and random bytes: always a report, never an exception, never over the memory bound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from datasets.intake.child import examine_file
from datasets.intake.schema import Job, Verdict
from datasets.vocab import FindingCode as F
from tests.generated import spoilt

_EACH = 30
_VERDICTS = {verdict.value for verdict in Verdict}
_BOUND = 400 << 20


def test_whatever_is_spoilt_ends_in_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    for name, content in spoilt.files(_EACH, seed=17):
        (folder / name).write_bytes(content)
    command = [sys.executable, "-m", "tests.generated.crowd", str(folder)]
    bounds = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **bounds}, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    names = [line["file"] for line in lines if "file" in line]
    verdicts = [line["verdict"] for line in lines if "verdict" in line]
    assert done.returncode == 0, (names[-1:], done.stderr[-2000:])
    odd = {name: verdict for name, verdict in zip(names, verdicts, strict=True) if verdict not in _VERDICTS}
    assert odd == {}
    assert len(verdicts) == len(spoilt.WHOLE) * (_EACH + 3)
    assert lines[-1]["peak"] < _BOUND


@pytest.mark.parametrize("suffix", sorted(spoilt.WHOLE))
def test_the_files_were_good_before(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"berkas.{suffix}"
    path.write_bytes(spoilt.WHOLE[suffix])
    report = examine_file(Job(str(path), path.name))
    assert report.verdict is not Verdict.UNREADABLE
    assert report.table.rows > 15
    assert F.READER_CRASHED not in {found.code for found in report.findings}
