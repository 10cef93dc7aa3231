"""The bench runs: every figure comes out for a small table. How fast is no matter of a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.figures import Figure

ROOT = Path(__file__).resolve().parents[2]


def test_each_bench_gives_its_figures(tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    command = [
        sys.executable,
        "-m",
        "tests.bench",
        "csv",
        "peers",
        "xlsx",
        "small",
        "groups",
        "exports",
        "--rows",
        "10000",
    ]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [*command, "--repeats", "1", "--out", str(tmp_path), "--markdown", str(page)],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for name in ("csv", "peers", "xlsx", "small", "groups", "exports"):
        kept = json.loads((tmp_path / f"{name}.json").read_text())
        assert kept["rows"] == 10_000
        assert kept["figures"]
    assert "(d) : (a)" in page.read_text()
    assert str(tmp_path) not in page.read_text()


def test_a_figure_says_by_how_much_its_limit_is_missed() -> None:
    assert Figure("x", 3, "×", 1.5).verdict == "no, by 100 %"
    assert Figure("x", 10, "×", 15, at_least=True).verdict == "no, by 50 %"
    assert Figure("x", 1, "s", 1).verdict == "yes"
    assert Figure("x", 1, "s").is_met is None
