"""The bad day, on the running portal: a lost queue, killed parts, two people at once."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
import redis

from tests.journeys.portal import Portal, new_dataset, pids_of, portal_env, start, wait_ready

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


def big_csv(folder: Path, rows: int) -> Path:
    """A new dataset's file that takes the worker some seconds."""
    path = folder / "besar.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("tahun,kode,nama,nilai\n")
        out.writelines(f"2025,K{n:07d},Nama nomor {n},{n % 977}.5\n" for n in range(rows))
    return path


def test_a_lost_queue_loses_no_upload(portal: Portal, tmp_path: Path) -> None:
    token = portal.token("sari", "publish")
    slug = new_dataset(portal, token, "Antrean hilang")
    sent = portal.send_file(f"/api/v1/datasets/{slug}/uploads", big_csv(tmp_path, 300_000), token)
    assert sent.status == 202
    redis.Redis(unix_socket_path=str(portal.data_dir / "run" / "redis.sock")).flushall()
    done = portal.settled(sent.json["id"], token, seconds=60)
    assert done["state"] == "ready", done
    assert done["table"]["rows"] == 300_000


def test_a_killed_worker_child_ends_the_upload_once(portal: Portal, tmp_path: Path) -> None:
    token = portal.token("sari", "publish")
    slug = new_dataset(portal, token, "Pekerja mati")
    sent = portal.send_file(f"/api/v1/datasets/{slug}/uploads", big_csv(tmp_path, 200_000), token)
    portal.until_state(sent.json["id"], token, 30, lambda state: state != "received")
    for pid in pids_of(portal, ("datasets.intake.examine",)):
        os.kill(pid, signal.SIGKILL)
    for pid in pids_of(portal, ("celery",)):
        os.kill(pid, signal.SIGKILL)
    done = portal.settled(sent.json["id"], token, seconds=120)
    assert done["state"] == "ready", done
    assert done["table"]["rows"] == 200_000


def test_health_names_what_is_away_and_comes_back(portal: Portal) -> None:
    deadline = time.monotonic() + 60
    while (seen := portal.get("/healthz")).status != 200:
        assert time.monotonic() < deadline, seen.body
        time.sleep(1)
    assert seen.json == {"status": "ok", "database": "ok", "redis": "ok", "worker": "ok"}


def test_killing_the_launcher_leaves_nothing_and_a_second_start_reuses(tmp_path: Path) -> None:
    folder = (
        tmp_path / "folder dengan spasi dan nama yang panjang sekali supaya soket tidak muat di dalamnya lagi"
    )
    folder.mkdir()
    log = folder / "launcher.log"
    log.touch()
    env = portal_env(
        folder / "var", SAMPLES="0", ADMIN_EMAIL="a@kota.example", ADMIN_PASSWORD="rahasia-panjang-26"
    )
    first = start(env, log)
    wait_ready(first, log)
    other = Portal(f"http://127.0.0.1:{env['PORT']}", folder / "var", env, first)
    assert pids_of(other, ("",)) != []
    first.kill()
    first.wait()
    deadline = time.monotonic() + 10
    while left := pids_of(other, ("",)):
        assert time.monotonic() < deadline, left
        time.sleep(0.2)
    log.write_text("")
    second = start(env, log)
    try:
        wait_ready(second, log)
        assert other.get("/livez").status == 200
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=40) == 0
    assert pids_of(other, ("",)) == []
