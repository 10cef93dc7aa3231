"""The worker dies: its children at any moment, its main process, on one file each time, while publishing."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from tests.faults.rig import LEASE, Rig, kill, table, wait_for
from tests.journeys.portal import Answer

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]

MOMENTS = 20
ROWS = 20_000
#: Rows of a file so large that they are loaded while it is read.
LARGE = 150_000
#: The fault is one of the machine, and the moments are the same in every run.
SEED = 4


def test_a_child_killed_at_twenty_moments_ends_each_upload_once(rig: Rig, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    slug = rig.dataset("Pekerja mati dua puluh kali")
    sent, killed = [], 0
    for number in range(MOMENTS):
        upload = rig.accepted(slug, table(tmp_path, f"saat-{number}", ROWS, number))
        time.sleep(chance.uniform(0.0, 1.2))
        if victim := rig.holder_of(upload) or chance.choice(rig.children() or [0]):
            kill(victim)
            killed += 1
        sent.append(upload)
    assert killed >= MOMENTS // 2
    for upload in sent:
        done = rig.settled(upload, 60)
        assert (done["state"], done["table"]["rows"]) == ("ready", ROWS), done
        assert rig.count_of(upload) == ROWS
        assert rig.ended_once(upload)
    rig.assert_clean()


def test_a_killed_worker_is_started_again_and_loses_nothing(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Pekerja utama mati")
    sent = [rig.accepted(slug, table(tmp_path, f"utama-{n}", 3 * ROWS, n)) for n in range(3)]
    wait_for(lambda: any(map(rig.holder_of, sent)), 20)
    kill(rig.worker())
    for upload in sent:
        done = rig.settled(upload, LEASE + 30)
        assert done["state"] == "ready", done
        assert rig.count_of(upload) == 3 * ROWS
        assert rig.ended_once(upload)
    rig.assert_clean()


@pytest.mark.parametrize("victim", ["worker", "reader"])
def test_one_killed_while_rows_are_loaded_ahead_of_the_verdict_ends_once(
    rig: Rig, tmp_path: Path, victim: str
) -> None:
    upload = rig.accepted(rig.dataset(f"Mati sambil memuat {victim}"), table(tmp_path, victim, LARGE))
    query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE %s"
    with rig.connection() as cursor:  # one for all looks: the rows are copied only as long as they are read

        def is_killed() -> bool:
            cursor.execute(query, [f'COPY "rows"."p_{upload.replace("-", "")}"%'])
            reader = (
                rig.reader_of(holder) if cursor.fetchone()[0] and (holder := rig.holder_of(upload)) else 0
            )
            if reader:
                kill(holder if victim == "worker" else reader)
            return bool(reader)

        wait_for(is_killed, 60, pause=0.002)
    done = rig.settled(upload, LEASE + 30)
    assert (done["state"], done["table"]["rows"]) == ("ready", LARGE), done
    assert rig.count_of(upload) == LARGE
    assert rig.ended_once(upload)
    rig.assert_clean()


@pytest.mark.parametrize("victim", ["worker", "reader"])
def test_a_file_that_kills_each_time_is_given_up_after_three_tries(
    rig: Rig, tmp_path: Path, victim: str
) -> None:
    slug = rig.dataset(f"Berkas beracun bagi {victim}")
    poison = rig.accepted(slug, table(tmp_path, f"racun-{victim}", 60_000))
    kills = _poisoned(rig, poison, victim)
    kills.join(120)
    assert rig.settled(poison, 30)["state"] == "failed"
    assert _codes(rig, poison) in (["reader_crashed"], ["out_of_memory"])
    others = [rig.accepted(slug, table(tmp_path, f"sehat-{victim}-{n}", 1_000, n)) for n in range(3)]
    assert [rig.settled(other)["state"] for other in others] == ["ready"] * 3
    rig.assert_clean()


def _poisoned(rig: Rig, upload: str, victim: str) -> threading.Thread:
    """Kills whoever works on `upload`, as long as it is being checked."""

    def run() -> None:
        query = "SELECT state IN ('received', 'checking') FROM datasets_upload WHERE id = %s"
        while rig.rows(query, upload)[0][0]:
            if holder := rig.holder_of(upload):
                kill(holder if victim == "worker" else rig.reader_of(holder))
            time.sleep(0.05)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _codes(rig: Rig, upload: str) -> list[str]:
    query = "SELECT code FROM datasets_finding WHERE upload_id = %s ORDER BY position"
    return [code for (code,) in rig.rows(query, upload)]


class Reader(threading.Thread):
    """Reads the live rows of a dataset again and again; keeps every answer that is not one version."""

    def __init__(self, rig: Rig, slug: str, versions: dict[str, int]) -> None:
        super().__init__(daemon=True)
        self.rig, self.slug, self.versions = rig, slug, versions
        self.reads = 0
        self.wrong: list[str] = []
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Until told to stop."""
        while not self._stop_asked.wait(0.15):
            self._look(self.rig.portal.get(f"/api/v1/datasets/{self.slug}/rows.csv"))
            self.reads += 1

    def _look(self, answer: Answer) -> None:
        values = [line.rsplit(",", 1)[1] for line in answer.body.decode().splitlines()[1:]]
        if answer.status != 200 or len(set(values)) != 1 or self.versions.get(values[0]) != len(values):
            self.wrong.append(f"{answer.status}: {len(values)} rows of {set(values)}")

    def end(self) -> None:
        """Stop, and fail if anything was wrong."""
        self._stop_asked.set()
        self.join()
        assert self.reads > 5
        assert self.wrong == []


def test_publication_killed_at_any_step_is_old_or_new_and_never_half(rig: Rig, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    slugs = [rig.dataset(f"Terbit terputus {n}") for n in range(5)]
    firsts = [rig.approved(slug, table(tmp_path, f"lama-{slug}", 300, 1)) for slug in slugs]
    for first in firsts:
        rig.until(first, "published", 90)
    seconds = [rig.submitted(slug, table(tmp_path, f"baru-{slug}", 400, 2)) for slug in slugs]
    readers = [Reader(rig, slug, {"1": 300, "2": 400}) for slug in slugs[:2]]
    for reader in readers:
        reader.start()
    for upload in seconds:
        assert rig.move(upload, "approve", "wati").status == 200
        time.sleep(chance.uniform(0.0, 0.5))
        for child in rig.children():
            kill(child)
    for upload in seconds:
        rig.until(upload, "published", 60)
    for reader in readers:
        reader.end()
    query = (
        "SELECT d.slug, count(*) FILTER (WHERE v.state = 'published'), count(*), max(v.row_count) "
        "FROM datasets_version v JOIN datasets_dataset d ON d.id = v.dataset_id "
        "WHERE d.slug = ANY(%s) GROUP BY 1 ORDER BY 1"
    )
    assert rig.rows(query, slugs) == [(slug, 1, 2, 400) for slug in sorted(slugs)]
    rig.assert_clean()
