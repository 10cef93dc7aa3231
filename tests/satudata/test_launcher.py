"""The launcher's own pieces; the whole start is walked in the journeys."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from satudata import launcher

ROOT = Path(launcher.BASE_DIR)


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to be refused."""
    return subprocess.run(
        [sys.executable, "-m", "satudata.launcher"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_free_port_is_fine() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    launcher._check_port("127.0.0.1", port)


def test_a_busy_port_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        refused = start(tmp_path, PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"127.0.0.1:{port}" in refused.stderr
    assert f"PORT={port + 1}" in refused.stderr
    assert not (tmp_path / "var" / "pg").exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PORT", "delapan"), ("SAMPLES", "no"), ("PUBLIC_URL", "data.kota.id"), ("SECRET_KEY", "rahasia")],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, variable: str, value: str) -> None:
    refused = start(tmp_path, **{variable: value})
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Tidak dapat berjalan: {variable}")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("allowed", "host"),
    [(["data.kota.id"], "data.kota.id"), ([".kota.id"], "kota.id"), (["*"], "localhost")],
)
def test_it_asks_for_health_under_an_allowed_name(allowed: list[str], host: str) -> None:
    assert launcher._allowed_host(allowed) == host
