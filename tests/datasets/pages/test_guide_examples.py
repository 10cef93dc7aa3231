"""Every example of the guide is taken from the page and run as it stands, against a portal over HTTP."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from datasets.actions.make_token import make_token
from datasets.models import Upload
from datasets.vocab import Scope, UploadState
from tests import factories
from tests.api.client.conftest import CSV, work

_BLOCK = re.compile(r'data-contoh="([^"]+)" data-bahasa="([^"]+)"\s+(data-jalan)?\s*>(.*?)</pre>', re.S)
_PROGRAMS = {
    "curl": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": ["node", "--input-type=module", "-e"],
}
#: What must be in the output, where running without a complaint says too little.
EXPECTED = {
    "cari": '"slug":"sampah-terangkut"',
    "uraikan": '"columns"',
    "baris": '"total":2',
    "belum-berubah": "304",
    "kelompok": '"sum_terangkut_ton"',
    "python": "'kode_kecamatan': '82.71.02'",
    "pandas": "82.71.02",
    "javascript": "82.71.02",
    "klien": "'kode_kecamatan': '82.71.02'",
    "perintah": '"kecamatan": "Ternate Utara"',
    "kirim": '"state":"received"',
    "kirim-pantau": "ready",
    "baris-kunci": "received",
    "mcp-alat": "query_rows",
}


@pytest.fixture
def guide(live_server: LiveServer, settings: Any) -> dict[str, tuple[str, str, bool]]:
    """The examples as the page shows them: {name: (language, text, whether it runs)}."""
    settings.PUBLIC_URL = live_server.url
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0
    dataset = factories.dataset()
    factories.published(dataset)
    dataset.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    page = Client().get("/pengembang").text
    return {
        name: (language, html.unescape(text), bool(runs))
        for name, language, runs, text in _BLOCK.findall(page)
    }


def test_the_guide_is_followed_from_top_to_bottom(
    guide: dict[str, tuple[str, str, bool]], tmp_path: Path
) -> None:
    if not all(shutil.which(program) for program in ("bash", "curl")):
        pytest.skip("bash and curl are not installed")
    (tmp_path / "data.csv").write_text(CSV.format("5"))
    token = make_token(factories.sari(), Scope.PUBLISH, 30)[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SATUDATA_TOKEN": token}
    for name, (language, text, runs) in guide.items():
        if not runs or (language == "javascript" and shutil.which("node") is None):
            continue
        told = run([*_PROGRAMS[language], text], tmp_path, environment)
        assert EXPECTED.get(name, "") in told, (name, told)
    assert len((tmp_path / "baris.csv").read_text().splitlines()) == 3
    assert Upload.objects.filter(filename="data.csv", state=UploadState.SUBMITTED).exists()


def run(command: list[str], where: Path, environment: dict[str, str]) -> str:
    """The output of one example; what a worker would do is done while it waits."""
    with (where / "out.txt").open("w+") as out, (where / "err.txt").open("w+") as err:
        process = subprocess.Popen(command, cwd=where, env=environment, stdout=out, stderr=err)
        is_watching = "watch(" in command[-1]
        for _ in range(600):
            try:
                process.wait(0.2)
                break
            except subprocess.TimeoutExpired:
                if is_watching:
                    work()
        else:
            process.kill()
        out.seek(0)
        err.seek(0)
        assert process.returncode == 0, (command[-1], err.read())
        return out.read()


def test_each_language_is_shown(guide: dict[str, tuple[str, str, bool]]) -> None:
    languages = {language for language, _, _ in guide.values()}
    assert languages == {"curl", "python", "javascript", "r", "powerquery", "json"}
    assert set(EXPECTED) <= set(guide)
