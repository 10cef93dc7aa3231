"""The P5 workload: a published version over HTTP from the real web server, and the same by others."""

from __future__ import annotations

import csv
import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg2 import sql

from datasets.export.sql import table_of
from datasets.intake.profile import profile
from datasets.models import Part, Version
from datasets.vocab import Frequency
from satudata.embedded import program
from satudata.parts import kept
from satudata.processes import start, stop, wait_until
from tests import factories
from tests.bench import workload
from tests.bench.worker import high_water

SLUG = "kerja-p5"
#: Rows that Datasette is given.
SLICE = 100_000
_BLOCK = 1 << 20
_PATIENCE = 60  # seconds until a server answers


def version_of(files: workload.Files, rows: int, slug: str = SLUG) -> Version:
    """A published version of the workload's clean rows, with statistics as loading makes them."""
    shape = tuple((name, kind, role) for name, kind, role, _ in workload.COLUMNS)
    of = factories.dataset(slug, frequency=Frequency.MONTHLY)
    version = factories.published(of, [], shape)
    part = Part.objects.select_related("dataset").get(versions=version)
    table = table_of(part.table_name)
    names = sql.SQL(", ").join(map(sql.Identifier, ("_n", *workload.NAMES)))
    with connection.cursor() as cursor, files.numbered.open("rb") as source:
        cursor.execute(sql.SQL("ALTER TABLE {} ALTER _row DROP NOT NULL").format(table))
        copy = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, HEADER)").format(table, names)
        cursor.copy_expert(copy.as_string(cursor.cursor), source)
        cursor.execute(sql.SQL("VACUUM (ANALYZE) {}").format(table))
    part.row_count = rows
    part.save()
    profile(part)
    Version.objects.filter(pk=version.pk).update(row_count=rows)
    return Version.objects.select_related("dataset").get(pk=version.pk)


def psql(version: Version) -> float:
    """Seconds of psql's COPY TO STDOUT of the same columns, in whatever order they lie."""
    names = sql.SQL(", ").join(map(sql.Identifier, workload.NAMES))
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT WITH (FORMAT csv)").format(
        names, table_of(version.parts.get().table_name)
    )
    with connection.cursor() as cursor:
        text = query.as_string(cursor.cursor)
    of = settings.DATABASES["default"]
    command = [program("psql"), "-h", str(of["HOST"]), "-U", of["USER"], "-d", of["NAME"], "-c", text]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


@dataclass
class Web:
    """The web server at work: its port, its worker processes, the most bytes their children held."""

    port: int
    workers: list[int]
    idle: dict[int, int] = field(default_factory=dict)
    child_bytes: int = 0

    def get(self, path: str) -> tuple[float, int]:
        """Seconds until the last byte of an answer, and how many bytes came. Raises RuntimeError."""
        started = time.perf_counter()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)) as asked:
            asked.request("GET", path)
            answer = asked.getresponse()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status} {answer.read(500)!r}")
            size = 0
            while block := answer.read(_BLOCK):
                size += len(block)
        return time.perf_counter() - started, size

    @property
    def grown(self) -> int:
        """Bytes that the worker which grew most once held beyond its idle size."""
        return max(high_water(pid) - idle for pid, idle in self.idle.items())


@contextmanager
def web(slug: str = SLUG, per_minute: int = 0) -> Iterator[Web]:
    """The server as `make up` starts it, warm, its idle size noted; a throttle of `per_minute` (0: none)."""
    where = ModuleType("where")
    where.BIND, where.PORT = "127.0.0.1", free_port()  # type: ignore[attr-defined]
    os.environ |= {"PORT": str(where.PORT), "ALLOWED_HOSTS": "127.0.0.1", "API_PER_MINUTE": str(per_minute)}
    part = kept(where)["web"]()
    with tempfile.TemporaryFile() as output:
        process = start(part, output=output)
        try:
            if not wait_until(lambda: _answers(where.PORT), process, _PATIENCE):
                raise RuntimeError("the web server did not start")
            served = Web(where.PORT, _children(process.pid))
            for _ in range(50):  # each worker has answered once
                served.get(f"/api/v1/datasets/{slug}/rows.csv?nomor=LY0000001")
            served.idle = {pid: _resident(pid) for pid in served.workers}
            with _watched(served):
                yield served
        finally:
            stop(process, part.stop_signal, _PATIENCE)


def datasette(clean: Path, rows: int) -> float:
    """Seconds of Datasette's own CSV stream of `rows` rows, its cap lifted, from SQLite."""
    path = clean.with_name("peer.db")
    with clean.open(encoding="utf-8", newline="") as source, closing(sqlite3.connect(path)) as database:
        lines = csv.reader(source)
        names = next(lines)
        database.execute(f"CREATE TABLE layanan ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        some = (line for line, _ in zip(lines, range(rows), strict=False))
        database.executemany(f"INSERT INTO layanan VALUES ({marks})", some)
        database.commit()
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", str(path), "-p", str(port)]
    process = subprocess.Popen(
        [*command, "--setting", "max_csv_mb", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        if not wait_until(lambda: _answers(port, "/-/versions.json"), process, _PATIENCE):
            raise RuntimeError("datasette did not start")
        seconds, _ = Web(port, []).get("/peer/layanan.csv?_stream=on&_size=max")
        return seconds
    finally:
        process.terminate()
        process.wait()


def fastest_writer(version: Version, rows: int) -> float:
    """Seconds of the fastest workbook writer alone: typed records that already lie in memory, unformatted."""
    import rustpy_xlsxwriter

    names = sql.SQL(", ").join(map(sql.Identifier, workload.NAMES))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT {} FROM {} ORDER BY _n LIMIT {}").format(
                names, table_of(version.parts.get().table_name), sql.Literal(rows)
            )
        )
        records = [dict(zip(workload.NAMES, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        rustpy_xlsxwriter.write_worksheet(records, f"{folder}/a.xlsx")
        return time.perf_counter() - started


def _plain(value: Any) -> Any:
    return float(value) if hasattr(value, "as_tuple") else value


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(port: int, path: str = "/livez") -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


@contextmanager
def _watched(served: Web) -> Iterator[None]:
    """Look for the children that write files, some times a second: they are gone afterwards."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            for worker in served.workers:
                tasks = Path(f"/proc/{worker}/task")
                with suppress(OSError):
                    for task in tasks.iterdir():
                        for child in (task / "children").read_text().split():
                            if b"convert" in Path(f"/proc/{child}/cmdline").read_bytes():  # no fork of us
                                served.child_bytes = max(served.child_bytes, high_water(int(child)))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
