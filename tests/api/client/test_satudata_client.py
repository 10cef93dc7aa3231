"""The client against a portal over HTTP: every page, every cut, every wait."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from api.client.satudata_client import Damaged, Refused, SatuData
from datasets import store
from datasets.models import Dataset, Distribution, Upload
from datasets.vocab import UploadState
from tests import factories
from tests.api.client.conftest import CSV, work
from tests.api.conftest import keep_file


def test_rows_of_every_page_with_their_filters(reading: SatuData) -> None:
    assert len(list(reading.rows("sampah-terangkut", limit=1))) == len(factories.WASTE_ROWS)
    rows = list(reading.rows("sampah-terangkut", limit=1, bulan="2026-09", sort="-terangkut_ton"))
    assert [row["terangkut_ton"] for row in rows] == [812.5, 640]
    assert [one["slug"] for one in reading.datasets(q="sampah")] == ["sampah-terangkut"]
    with pytest.raises(Refused) as caught:
        list(reading.rows("sampah-terangkut", tak_ada=1))
    assert (caught.value.status, caught.value.code) == (400, "bad_parameter")
    assert caught.value.errors[0]["field"] == "tak_ada"


def test_a_download_goes_on_where_it_was_cut_and_is_checked(
    reading: SatuData, dataset: Dataset, tmp_path: Path
) -> None:
    assert dataset.live_version is not None
    content = b"Bulan,Ton\n" + b"2026-10,5\n" * 500
    file = keep_file(dataset.live_version, content)
    to = tmp_path / "sampah.csv"
    part = tmp_path / f"sampah.csv.{file.sha256[:12]}.part"
    part.write_bytes(content[:1_000])
    assert reading.download("sampah-terangkut", to).read_bytes() == content
    assert not part.exists()
    part.write_bytes(b"x" * 1_000)
    with pytest.raises(Damaged):
        reading.download("sampah-terangkut", to)
    with pytest.raises(Refused):
        reading.download("sampah-terangkut", to, "parquet")
    assert Distribution.objects.count() == 1


def test_a_file_is_sent_watched_mended_and_submitted(publishing: SatuData, tmp_path: Path) -> None:
    path = tmp_path / "september.csv"
    path.write_text(CSV.format("lima"))
    upload = publishing.upload("sampah-terangkut", path, note="September")
    states = [seen["state"] for seen in publishing.watch(upload["id"])]
    assert states == ["received", "failed"]
    (finding,) = publishing.findings(upload["id"], severity="error")
    assert (finding["cell"], finding["value"]) == ("D2", "lima")
    path.write_text(CSV.format("5"))
    again = publishing.upload("sampah-terangkut", path)
    assert [seen["state"] for seen in publishing.watch(again["id"])][-1] == "ready"
    assert publishing.submit(again["id"], "Sudah diperbaiki")["state"] == "submitted"


def test_a_file_that_was_cut_goes_on_from_what_came(
    publishing: SatuData, tmp_path: Path, monkeypatch: Any
) -> None:
    from api.client import satudata_client

    monkeypatch.setattr(satudata_client, "_BLOCK", 10)  # pieces of 40 bytes
    path = tmp_path / "september.csv"
    path.write_text(CSV.format("5"))
    send, cut = SatuData._once, [False]

    def once(self: SatuData, method: str, *more: Any) -> Any:
        reply = send(self, method, *more)
        if method == "PATCH" and not cut[0]:
            cut[0] = True
            raise ConnectionResetError
        return reply

    monkeypatch.setattr(SatuData, "_once", once)
    upload = publishing.upload("sampah-terangkut", path)
    assert store.path_of(Upload.objects.get(pk=upload["id"]).sha256).read_bytes() == path.read_bytes()
    assert cut[0]


def test_rows_are_set_and_taken_out(publishing: SatuData, dataset: Dataset) -> None:
    key = {"bulan": "2026-09", "kode_kecamatan": "82.71.03"}
    (upload,) = publishing.upsert("sampah-terangkut", [{**key, "terangkut_ton": 641}], note="Koreksi")
    work()
    (seen,) = publishing.watch(upload["id"])
    assert (seen["state"], seen["row_change"]["matched"]) == ("ready", 1)
    (gone,) = publishing.delete_rows("sampah-terangkut", [key])
    assert gone["row_change"]["kind"] == "delete"
    with pytest.raises(Refused, match="invalid") as caught:
        publishing.upsert("sampah-terangkut", [{**key, "terangkut_ton": "banyak"}])
    assert caught.value.errors[0]["field"] == "rows.1.terangkut_ton"
    assert dataset.uploads.filter(state=UploadState.READY).count() == 1


class _Busy(http.server.BaseHTTPRequestHandler):
    """Answers as told, one after another; then 200."""

    told: ClassVar[list[tuple[int, dict[str, str]]]] = []
    seen: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers["Authorization"]))
        status, headers = self.told.pop(0) if self.told else (200, {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b'{"results": [], "next": null}' if status == 200 else b"sibuk")

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def busy() -> Iterator[str]:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Busy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _Busy.seen.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_waits_as_long_as_it_is_told_and_gives_up_in_the_end(busy: str) -> None:
    waits: list[float] = []
    portal = SatuData(busy, "a.b", tries=3, pause=waits.append)
    _Busy.told[:] = [(429, {"Retry-After": "7"}), (503, {})]
    assert list(portal.datasets()) == []
    assert waits == [7, 2]
    _Busy.told[:] = [(429, {"Retry-After": "7"})] * 3
    with pytest.raises(Refused, match="sibuk"):
        list(portal.datasets())
    _Busy.told[:] = [(404, {}), (429, {})]
    with pytest.raises(Refused):
        list(portal.datasets())
    assert _Busy.told == [(429, {})]
    _Busy.told.clear()


def test_the_token_goes_to_this_portal_only(busy: str) -> None:
    SatuData(busy, "a.b").call("GET", "https://lain.example/api/v1/datasets?q=1")
    assert _Busy.seen == [("/api/v1/datasets?q=1", "Bearer a.b")]
    with pytest.raises(ValueError):
        SatuData("file:///etc/passwd")
