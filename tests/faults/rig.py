"""A portal to break: who its people are, where its processes and tables lie, what must never remain."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from celery import Celery
from redis import Redis

from satudata.embedded import addresses
from tests.journeys.portal import Answer, Portal, pids_of

LEASE, SWEEP = 6, 2
#: Seconds after the end of its lease in which dead work must be taken up again (RELIABILITY §3 no. 2),
#: while there are a database and a worker: how long these take to start is the machine's to say.
OVERDUE = 30

_PEOPLE = """
from datetime import timedelta
from django.utils import timezone
from datasets.actions.make_sample_accounts import make_sample_accounts
from datasets.actions.make_token import make_token
from datasets.models import ApiToken
from datasets.vocab import Scope
people = make_sample_accounts("satudata-contoh", {"dinas-lingkungan-hidup", "dinas-kesehatan"})
people = {u.username: u for u in type(next(iter(people.values()))).objects.all()}
for name, who, scope in (("sari", "sari", "publish"), ("budi", "budi", "publish"), ("wati", "wati", "review"),
                         ("expired", "sari", "publish")):
    token, plain = make_token(people[who], Scope(scope), 1, name)
    if name == "expired":
        ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    print("token", name, plain)
"""

_DESCRIBED = {
    "description": "Dibuat oleh uji kerusakan.",
    "organization": "dinas-lingkungan-hidup",
    "topic": "persampahan",
    "frequency": "annual",
    "accumulation": "whole",
    "concept": "Sampah",
    "definition": "Berat sampah yang terangkut.",
    "classification": "Kelurahan",
    "measure": "Berat",
    "unit": "Ton",
}


@dataclass
class Watch:
    """Looks twice a second for uploads whose lease is over and that nobody has taken up.

    Time in which there was no database or no worker (`is_served`) does not count.
    """

    database: str
    is_served: Callable[[], object] = bool
    longest: float = 0.0
    away: float = 0.0
    looks: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until told to stop."""
        query = (
            "SELECT coalesce(max(extract(epoch FROM now() - lease_until)), 0) FROM datasets_upload "
            "WHERE state = 'checking'"
        )
        before = time.monotonic()
        while not self._stop.wait(0.5):
            now = time.monotonic()
            before, passed = now, now - before
            try:
                overdue = float(_rows(self.database, query)[0][0])
            except psycopg2.Error:
                self.away += passed
                continue
            self.away = 0.0 if overdue <= 0 else self.away + (0.0 if self.is_served() else passed)
            self.longest = max(self.longest, overdue - self.away)
            self.looks += 1

    def end(self) -> None:
        """Look no more."""
        self._stop.set()


@dataclass(frozen=True)
class Rig:
    """A running portal with Sari, Budi and Wati, and ways to hurt it."""

    portal: Portal
    tokens: dict[str, str]
    watch: Watch

    @cached_property
    def queue(self) -> Celery:
        """The portal's own queue, to put a task in twice."""
        return Celery(broker=addresses(self.portal.data_dir).redis_url)

    def redis(self) -> Redis:
        """The portal's Redis."""
        return Redis(unix_socket_path=urlsplit(addresses(self.portal.data_dir).redis_url).path)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the portal's database answers."""
        return _rows(addresses(self.portal.data_dir).database_url, query, *values)

    def connection(self) -> AbstractContextManager[Any]:
        """A cursor in the portal's database, for many questions in a row."""
        return _connected(addresses(self.portal.data_dir).database_url)

    def dataset(self, title: str) -> str:
        """A dataset of Sari's office with all that publication asks for; its slug."""
        made = self.portal.post("/api/v1/datasets", {"title": title, **_DESCRIBED}, self.tokens["sari"])
        assert made.status == 201, made.body
        return str(made.json["slug"])

    def send(self, slug: str, file: Path, who: str = "sari", **fields: str) -> Answer:
        """Send a file as one of the people."""
        return self.portal.send_file(f"/api/v1/datasets/{slug}/uploads", file, self.tokens[who], **fields)

    def accepted(self, slug: str, file: Path) -> str:
        """Send a file that is accepted; the upload's id."""
        sent = self.send(slug, file)
        assert sent.status == 202, sent.body
        return str(sent.json["id"])

    def move(self, upload: str, verb: str, who: str = "sari") -> Answer:
        """Submit, approve, … as one of the people."""
        return self.portal.post(f"/api/v1/uploads/{upload}/{verb}", {}, self.tokens[who])

    def settled(self, upload: str, seconds: float = 60) -> dict[str, Any]:
        """The upload once it is neither received nor being checked."""
        return self.portal.settled(upload, self.tokens["sari"], seconds)

    def until(self, upload: str, state: str, seconds: float = 60) -> dict[str, Any]:
        """The upload once it is in this state."""
        return self.portal.until_state(upload, self.tokens["sari"], seconds, lambda seen: seen == state)

    def approved(self, slug: str, file: Path) -> str:
        """Send, check, submit and approve a file; the upload's id."""
        upload = self.submitted(slug, file)
        assert self.move(upload, "approve", "wati").status == 200
        return upload

    def submitted(self, slug: str, file: Path) -> str:
        """Send, check and submit a file; the upload's id."""
        upload = self.accepted(slug, file)
        assert self.settled(upload)["state"] == "ready"
        assert self.move(upload, "submit").status == 200
        return upload

    def count_of(self, upload: str) -> int:
        """Rows in the one table of this upload; fails where there is not exactly one."""
        ((table,),) = self.rows("SELECT table_name FROM datasets_part WHERE upload_id = %s", upload)
        return int(self.rows(f"SELECT count(*) FROM rows.{table}")[0][0])

    def ended_once(self, upload: str) -> bool:
        """Whether the trail tells exactly one end of checking."""
        query = "SELECT count(*) FROM datasets_event WHERE object_id = %s AND to_state = 'ready'"
        return bool(self.rows(query, upload)[0][0] == 1)

    # --- Processes.

    def worker(self) -> int:
        """The worker's main process."""
        celery = [pid for pid in pids_of(self.portal, ("celery",)) if " worker " in _command(pid)]
        mains = [pid for pid in celery if _parent(pid) not in celery]
        return mains[0] if mains else 0

    def children(self) -> list[int]:
        """The processes of the worker's pool."""
        main = self.worker()
        return [pid for pid in pids_of(self.portal, (" worker ",)) if _parent(pid) == main]

    def holder_of(self, upload: str) -> int:
        """The child that works on this upload; 0 where none shows.

        Known by the spool file that it or its reader has open, or because no other reader runs.
        """
        mark, children = upload.replace("-", ""), self.children()
        readers = {pid: _parent(pid) for pid in pids_of_examine() if _parent(pid) in children}
        for pid, child in [*((child, child) for child in children), *readers.items()]:
            if any(mark in name for name in open_files(pid)):
                return child
        query = "SELECT count(*) FROM datasets_upload WHERE id = %s AND state = 'checking' AND lease_until > now()"
        is_held = len(readers) == 1 and self.rows(query, upload)[0][0]
        return next(iter(readers.values())) if is_held else 0

    def reader_of(self, child: int) -> int:
        """The process in which this child lets a file be read; 0 where there is none now."""
        return next((pid for pid in pids_of_examine() if _parent(pid) == child), 0)

    def web(self) -> list[int]:
        """Granian and its workers."""
        return pids_of(self.portal, ("granian",))

    def web_workers(self) -> list[int]:
        """Granian's workers without its main process, which starts dead ones anew."""
        pids = self.web()
        return [pid for pid in pids if _parent(pid) in pids]

    def server(self, name: str) -> int:
        """The main process of `postgres` or `valkey-server`."""
        started = (pid for pid in _pids() if _parent(pid) == self.portal.launcher.pid)
        return next((pid for pid in started if name in _command(pid)), 0)

    @contextmanager
    def full_disk(self, pids: list[int], most: int) -> Iterator[None]:
        """No file of these processes may grow beyond `most` bytes for the time of a block."""
        before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
        for pid, (_, hard) in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
        try:
            yield
        finally:
            for pid, limits in before.items():
                with suppress(ProcessLookupError):
                    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)

    # --- What must never remain.

    def left_over(self) -> list[str]:
        """Tables without a part, parts without a table, files of unfinished work."""
        tables = {name for (name,) in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'rows'")}
        parts = {name for (name,) in self.rows("SELECT table_name FROM datasets_part")}
        found = [f"table {name}" for name in sorted(tables - parts)]
        found += [f"part {name}" for name in sorted(parts - tables)]
        for folder in ("spool", "files/incoming"):
            path = self.portal.data_dir / folder
            found += [str(file) for file in path.iterdir()] if path.is_dir() else []
        return found

    def assert_clean(self, seconds: float = 20) -> None:
        """Within some rounds of the sweeper nothing is left over."""
        wait_for(lambda: not self.left_over(), seconds, lambda: f"left over: {self.left_over()}")


def pids_of_examine() -> list[int]:
    """The processes that read strangers' files (they know nothing of the portal's folder)."""
    return [pid for pid in _pids() if "datasets.intake.examine" in _command(pid)]


def people_of(portal: Portal) -> dict[str, str]:
    """Make the people; a token for each, and one that has expired."""
    said = portal.manage("shell", "-c", _PEOPLE)
    lines = [line.split() for line in said.splitlines() if line.startswith("token ")]
    return {name: plain for _, name, plain in lines}


def table(folder: Path, name: str, rows: int, value: int = 1) -> Path:
    """A clean CSV of `rows` rows, each with `value` in its last column."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("tahun,kode,lokasi,nilai\n")
        out.writelines(f"2025,K{n:07d},Lokasi nomor {n} milik {name},{value}\n" for n in range(rows))
    return path


def wait_for(
    reached: Callable[[], bool], seconds: float, told: Callable[[], str] = lambda: "", pause: float = 0.1
) -> float:
    """Wait until `reached()`; the seconds it took. Fails when it takes longer than `seconds`."""
    began = time.monotonic()
    while not reached():
        assert time.monotonic() - began < seconds, f"not within {seconds} s. {told()}"
        time.sleep(pause)
    return time.monotonic() - began


def kill(pid: int) -> None:
    """`kill -9`; a process that has ended meanwhile is no failure."""
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _rows(database: str, query: str, *values: object) -> list[tuple[Any, ...]]:
    with _connected(database) as cursor:
        cursor.execute(query, values or None)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def _connected(database: str) -> Iterator[Any]:
    connection = psycopg2.connect(database, connect_timeout=3)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def _parent(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return 0


def open_files(pid: int) -> list[str]:
    found = []
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.append(str(link.readlink()))
    return found
