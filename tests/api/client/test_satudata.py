"""The command line against a portal over HTTP: results on standard output, refusals in the exit status."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from api.client import satudata
from api.client.satudata_client import SatuData
from datasets.models import Dataset, Upload
from tests.api.client.conftest import CSV, work
from tests.api.conftest import keep_file


@pytest.fixture(autouse=True)
def own_portal(live_server: LiveServer, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal and token as the environment names them; a worker works while the client waits."""
    monkeypatch.setenv("SATUDATA_PORTAL", live_server.url)
    monkeypatch.setenv("SATUDATA_TOKEN", token)

    def made(address: str, token: str, language: str) -> SatuData:
        return SatuData(address, token, language=language, pause=work)

    monkeypatch.setattr(satudata, "SatuData", made)


def run(*arguments: Any) -> tuple[int, str]:
    out = io.StringIO()
    status = satudata.main([str(one) for one in arguments], out)
    return status, out.getvalue()


def test_datasets_rows_and_downloads(dataset: Dataset, tmp_path: Path) -> None:
    assert run("datasets", "--q", "sampah") == (0, "sampah-terangkut\t4\tSampah terangkut\n")
    status, told = run("rows", "sampah-terangkut", "bulan=2026-09", "select=bulan,terangkut_ton")
    assert (status, told) == (0, "bulan,terangkut_ton\n2026-09,812.5\n2026-09,640.0\n")
    assert run("rows", "sampah-terangkut", "--format", "ndjson")[1].count("\n") == 4
    assert dataset.live_version is not None
    keep_file(dataset.live_version)
    to = tmp_path / "unduhan.csv"
    assert run("download", "sampah-terangkut", to) == (0, f"{to}\n")


def test_a_file_is_sent_and_its_findings_shown_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "september.csv"
    path.write_text(CSV.format("lima"))
    status, told = run("upload", "sampah-terangkut", path)
    assert status == 1
    table = told.splitlines()[-2:]
    assert table[0].split() == ["cell", "column", "severity", "value", "message"]
    assert table[1].split()[0] == "D2"
    assert "lima" in table[1]
    path.write_text(CSV.format("5"))
    status, told = run("upload", "sampah-terangkut", path, "--submit", "--note", "September")
    assert (status, told.split()[-1]) == (0, "submitted")


@pytest.mark.parametrize(
    ("command", "name", "content"),
    [
        ("upsert", "a.csv", "bulan,kode_kecamatan,terangkut_ton\n2026-09,82.71.03,\n"),
        ("upsert", "a.ndjson", '{"bulan": "2026-09", "kode_kecamatan": "82.71.03", "terangkut_ton": 1}\n'),
        ("delete-rows", "a.csv", "bulan,kode_kecamatan\n2026-09,82.71.03\n"),
    ],
)
def test_rows_are_set_and_taken_out(tmp_path: Path, command: str, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    status, told = run(command, "sampah-terangkut", path)
    assert (status, "ready" in told) == (0, True)
    assert Upload.objects.latest("received_at").row_change.outcome == {"matched": 1}


def test_a_refusal_is_told_and_ends_in_1(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("bulan,kode_kecamatan,terangkut_ton\n2026-09,82.71.03,banyak\n")
    assert run("upsert", "sampah-terangkut", path) == (1, "")
    assert "rows.1.terangkut_ton" in capsys.readouterr().err
    assert run("rows", "tidak-ada")[0] == 1
    assert run("upload", "sampah-terangkut", tmp_path / "tidak-ada.csv")[0] == 1


def test_what_is_not_understood_ends_in_2(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as caught:
        run("hapus")
    assert caught.value.code == 2
    monkeypatch.delenv("SATUDATA_PORTAL")
    assert run("datasets")[0] == 2
