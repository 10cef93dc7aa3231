"""Requests that are cut, too large, misnamed or not allowed: a clear answer, and nothing stored half."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.rig import Rig, open_files, table, wait_for
from tests.journeys.portal import Answer

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]

_UPLOADS = (
    "SELECT count(*) FROM datasets_upload u JOIN datasets_dataset d ON d.id = u.dataset_id WHERE d.slug = %s"
)
_BOUNDARY = "batas"


def _head(name: str) -> bytes:
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    return f"--{_BOUNDARY}\r\n{disposition}\r\nContent-Type: text/csv\r\n\r\n".encode()


def _request(rig: Rig, slug: str, length: int) -> socket.socket:
    """A POST of a file whose head is sent; the body is the caller's."""
    address = urlsplit(rig.portal.url)
    line = socket.create_connection((address.hostname or "", address.port or 0), timeout=60)
    line.sendall(
        f"POST /api/v1/datasets/{slug}/uploads HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {rig.tokens['sari']}\r\nContent-Length: {length}\r\n"
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n\r\n".encode()
    )
    return line


def test_an_upload_cut_at_half_leaves_no_row_and_no_file(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Terputus di tengah")
    body = _head("separuh.csv") + table(tmp_path, "separuh", 200_000).read_bytes()
    before = _bodies(rig)
    line = _request(rig, slug, len(body))
    line.sendall(body[: len(body) // 2])
    wait_for(lambda: bool(_bodies(rig) - before), 10, lambda: "half of the body is on disk")
    line.close()
    wait_for(lambda: not _bodies(rig) - before, 10, lambda: "the half is still held")
    assert rig.rows(_UPLOADS, slug) == [(0,)]
    rig.assert_clean()


def _bodies(rig: Rig) -> set[str]:
    """Bodies that the web processes hold on disk: files without a name."""
    return {name for pid in rig.web() for name in open_files(pid) if name.endswith("(deleted)")}


@pytest.mark.parametrize("megabytes", [201, 260])
def test_too_many_bytes_are_refused_and_never_kept(rig: Rig, megabytes: int) -> None:
    slug = rig.dataset(f"Terlalu besar {megabytes}")
    block = b"2025,K0000001,Lokasi,1\n" * 40_000
    head, tail = _head("besar.csv"), f"\r\n--{_BOUNDARY}--\r\n".encode()
    blocks = megabytes * 1_000_000 // len(block) + 1
    line = _request(rig, slug, len(head) + blocks * len(block) + len(tail))
    line.sendall(head)
    for _ in range(blocks):
        line.sendall(block)
    line.sendall(tail)
    reply = http.client.HTTPResponse(line)
    reply.begin()
    answer = Answer(reply.status, {}, reply.read())
    line.close()
    assert (answer.status, answer.json["code"]) == (413, "too_large")
    assert rig.rows(_UPLOADS, slug) == [(0,)]
    rig.assert_clean()


def _named(rig: Rig, slug: str, name: str, content: bytes) -> Answer:
    body = _head(name) + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
    headers = {
        "Authorization": f"Bearer {rig.tokens['sari']}",
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
    }
    return rig.portal.ask("POST", f"/api/v1/datasets/{slug}/uploads", body, headers)


@pytest.mark.parametrize(
    "name",
    ["../../../../etc/passwd.csv", "..\\..\\x.csv", "😀" * 120 + ".csv"],
    ids=["slash", "back", "emoji"],
)
def test_names_are_only_names(rig: Rig, tmp_path: Path, name: str) -> None:
    slug = rig.dataset(f"Nama aneh {len(name)}")
    sent = _named(rig, slug, name, table(tmp_path, "nama", 100).read_bytes())
    assert sent.status == 202, sent.body
    kept = sent.json["filename"]
    assert not set(kept) & set("/\\\0"), kept
    assert ".." not in kept
    assert 0 < len(kept) <= 255
    assert rig.settled(sent.json["id"])["state"] == "ready"


def test_a_name_too_long_to_be_read_is_told(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Nama terlalu panjang")
    sent = _named(rig, slug, "😀" * 255 + ".csv", table(tmp_path, "nama", 100).read_bytes())
    assert (sent.status, sent.json["code"]) == (400, "bad_parameter"), sent.body
    assert "Pendekkan nama berkasnya" in sent.json["detail"]
    assert rig.rows(_UPLOADS, slug) == [(0,)]


@pytest.mark.parametrize(("who", "status"), [("expired", 401), ("budi", 403)])
def test_strangers_send_nothing(rig: Rig, tmp_path: Path, who: str, status: int) -> None:
    slug = rig.dataset(f"Bukan milik {who}")
    rig.until(rig.approved(slug, table(tmp_path, f"milik-{who}", 20)), "published", 30)
    refused = rig.send(slug, table(tmp_path, f"asing-{who}", 10), who)
    assert (refused.status, refused.json["status"]) == (status, status), refused.body
    assert refused.json["detail"]
    assert rig.rows(_UPLOADS, slug) == [(1,)]
    assert rig.portal.get(f"/api/v1/datasets/{slug}/rows").status == 200


def test_the_same_content_again_is_no_new_version(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Isi yang sama")
    file = table(tmp_path, "sama", 200)
    first = rig.approved(slug, file)
    rig.until(first, "published", 30)
    again = rig.send(slug, file)
    assert (again.status, again.json["id"]) == (200, first)
    query = (
        "SELECT count(*) FROM datasets_version v JOIN datasets_dataset d ON d.id = v.dataset_id "
        "WHERE d.slug = %s"
    )
    assert rig.rows(query, slug) == [(1,)]
