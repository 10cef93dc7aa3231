"""PostgreSQL and Redis go away: what was acknowledged stays, reading goes on, everything comes back."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.faults.rig import LEASE, Rig, kill, table, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]


def test_killed_postgres_comes_back_with_all_it_acknowledged(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("PostgreSQL mati")
    sent = [rig.accepted(slug, table(tmp_path, f"mati-{n}", 30_000, n)) for n in range(3)]
    wait_for(lambda: any(map(rig.holder_of, sent)), 20)
    kill(rig.server("postgres"))
    wait_for(lambda: rig.portal.get("/healthz").json.get("database") == "ok", 15)
    for upload in sent:
        done = rig.settled(upload, 60)
        assert (done["state"], done["table"]["rows"]) == ("ready", 30_000), done
        assert rig.count_of(upload) == 30_000
        assert rig.ended_once(upload)
    rig.assert_clean()


def test_a_copy_that_the_server_ends_is_tried_again_whole(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("COPY diputus")
    upload = rig.accepted(slug, table(tmp_path, "copy", 150_000))
    query = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND query LIKE 'COPY \"rows\"%'"
    )
    with rig.connection() as cursor:  # one for all looks: a COPY may last no longer than connecting does

        def is_ended() -> bool:
            cursor.execute(query)
            return bool(cursor.fetchone()[0])

        wait_for(is_ended, 60, pause=0.002)
    done = rig.settled(upload, 60)
    assert done["state"] == "ready", done
    assert rig.count_of(upload) == 150_000
    assert rig.ended_once(upload)
    rig.assert_clean()


def test_while_redis_hangs_people_read_and_send(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Redis macet")
    hung = rig.server("valkey-server")
    os.kill(hung, signal.SIGSTOP)
    try:
        assert rig.portal.get("/").status == 200
        assert rig.portal.get("/api/v1/datasets").status == 200
        began = time.monotonic()
        sent = rig.send(slug, table(tmp_path, "macet", 1_000))
        assert sent.status in (202, 503), sent.body
        assert time.monotonic() - began < 30
    finally:
        os.kill(hung, signal.SIGCONT)
    assert sent.status == 202
    assert rig.settled(sent.json["id"], 60)["state"] == "ready"


def test_a_lost_queue_loses_no_upload(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Antrean hilang")
    many = [table(tmp_path, f"antre-{n}", 100, n) for n in range(20)]
    sent = [rig.accepted(slug, file) for file in many]
    rig.redis().flushall()
    for upload in sent:
        assert rig.settled(upload, 120)["state"] == "ready"
        assert rig.count_of(upload) == 100
        assert rig.ended_once(upload)
    wait_for(lambda: rig.portal.get("/healthz").status == 200, LEASE + 30)
