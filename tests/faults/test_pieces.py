"""A file that comes in pieces: the line cut, the web process killed, the disk full. Nothing acknowledged is lost."""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.rig import Rig, kill, table, wait_for
from tests.journeys.portal import Answer

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]

_PIECE = 1 << 20


def _headers(rig: Rig, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {rig.tokens['sari']}", "Tus-Resumable": "1.0.0", **more}


def _begin(rig: Rig, slug: str, length: int) -> str:
    named = {"Upload-Length": str(length), "Upload-Metadata": f"filename {b64encode(b'besar.csv').decode()}"}
    begun = rig.portal.ask("POST", f"/api/v1/datasets/{slug}/upload-sessions", b"", _headers(rig, **named))
    assert begun.status == 201, begun.body
    return str(urlsplit(begun.json["url"]).path)


def _offset(rig: Rig, path: str) -> int:
    return int(rig.portal.ask("GET", path, None, _headers(rig)).json["offset"])


def _put(rig: Rig, path: str, offset: int, body: bytes) -> Answer:
    kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
    return rig.portal.ask("PATCH", path, body, _headers(rig, **kind))


def _line(rig: Rig, path: str, offset: int, length: int) -> socket.socket:
    """A PATCH whose head is sent; the body is the caller's."""
    address = urlsplit(rig.portal.url)
    line = socket.create_connection((address.hostname or "", address.port or 0), timeout=60)
    line.sendall(
        f"PATCH {path} HTTP/1.1\r\nHost: {address.netloc}\r\nTus-Resumable: 1.0.0\r\n"
        f"Authorization: Bearer {rig.tokens['sari']}\r\nContent-Length: {length}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n\r\n".encode()
    )
    return line


def _cut(
    rig: Rig, tmp_path: Path, title: str, cut: Callable[[socket.socket], None]
) -> tuple[str, bytes, int]:
    """Send 70 % of a file in one PATCH, then `cut`; the session, the file, and what was acknowledged."""
    body = table(tmp_path, "besar", 120_000).read_bytes()
    path = _begin(rig, rig.dataset(title), len(body))
    line = _line(rig, path, 0, len(body))
    line.sendall(body[: len(body) * 7 // 10])
    wait_for(lambda: _offset(rig, path) >= 2 * _PIECE, 30)
    cut(line)
    return path, body, _offset(rig, path)


def _answers(rig: Rig) -> bool:
    with suppress(OSError):
        return rig.portal.get("/livez").status == 200
    return False


def _finish(rig: Rig, path: str, body: bytes) -> None:
    offset = _offset(rig, path)
    done = _put(rig, path, offset, body[offset:])
    assert (done.status, done.body) == (204, b"")
    upload = rig.portal.ask("GET", path, None, _headers(rig)).json["upload"]["id"]
    assert rig.settled(upload)["table"]["rows"] == 120_000
    assert not list((rig.portal.data_dir / "partial").iterdir())
    rig.assert_clean()


def test_a_line_cut_at_seventy_percent_loses_no_byte_that_came(rig: Rig, tmp_path: Path) -> None:
    path, body, _ = _cut(rig, tmp_path, "Terputus di tujuh puluh", lambda line: line.close())
    wait_for(lambda: _offset(rig, path) == len(body) * 7 // 10, 20, lambda: str(_offset(rig, path)))
    _finish(rig, path, body)


def test_web_killed_in_the_middle_keeps_what_was_acknowledged(rig: Rig, tmp_path: Path) -> None:
    def die(line: socket.socket) -> None:
        for pid in rig.web_workers():
            kill(pid)
        line.close()
        wait_for(lambda: _answers(rig), 60)

    path, body, offset = _cut(rig, tmp_path, "Web mati di tengah", die)
    assert 2 * _PIECE <= offset <= len(body) * 7 // 10
    _finish(rig, path, body)


def test_a_full_disk_is_507_and_it_goes_on_when_there_is_room(rig: Rig, tmp_path: Path) -> None:
    body = table(tmp_path, "penuh", 120_000).read_bytes()
    path = _begin(rig, rig.dataset("Penuh di tengah"), len(body))
    with rig.full_disk(rig.web(), 2 * _PIECE + 1_000):
        refused = _put(rig, path, 0, body)
        assert (refused.status, refused.json["code"]) == (507, "disk_full")
        assert _offset(rig, path) == 2 * _PIECE
    _finish(rig, path, body)
