"""A load on an address: so many connections asking without a pause for some seconds, by `wrk` where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

CONNECTIONS = 16


@dataclass(frozen=True)
class Load:
    """Answers a second, milliseconds within which 95 of 100 came, and how many were not what was asked for."""

    rate: float
    p95: float
    failures: int


def by() -> str:
    """What makes the load."""
    return "wrk" if shutil.which("wrk") else "threads of Python, which share the cores"


def put(address: str, headers: dict[str, str] | None = None, seconds: int = 6, expected: int = 200) -> Load:
    """Ask for `address` over `CONNECTIONS` connections. Raises RuntimeError where it answers wrongly."""
    first = _asked_once(address, headers or {})
    if first != expected:
        raise RuntimeError(f"{address}: {first}, not {expected}")
    return (_wrk if shutil.which("wrk") else _threads)(address, headers or {}, seconds, expected)


def _asked_once(address: str, headers: dict[str, str]) -> int:
    return _ask(_connection(address), address, headers)


def _connection(address: str) -> HTTPConnection:
    return HTTPConnection(urlsplit(address).netloc, timeout=30)


def _ask(line: HTTPConnection, address: str, headers: dict[str, str]) -> int:
    place = urlsplit(address)
    line.request("GET", f"{place.path}?{place.query}", headers=headers)
    answer = line.getresponse()
    answer.read()
    return answer.status


def _wrk(address: str, headers: dict[str, str], seconds: int, _expected: int) -> Load:
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "-s",
        "/dev/stdin",
        *given,
        address,
    ]
    script = (
        "done = function(summary, latency)\n"
        "  local e = summary.errors\n"
        "  io.write(string.format('RATE %f P95 %f BAD %d\\n', summary.requests / summary.duration * 1e6,\n"
        "    latency:percentile(95) / 1000, e.connect + e.read + e.write + e.timeout + e.status))\n"
        "end\n"
    )
    said = subprocess.run(command, input=script, capture_output=True, text=True, check=True).stdout
    found = re.search(r"RATE ([\d.]+) P95 ([\d.]+) BAD (\d+)", said)
    if found is None:
        raise RuntimeError(said)
    return Load(float(found[1]), float(found[2]), int(found[3]))


def _threads(address: str, headers: dict[str, str], seconds: int, expected: int) -> Load:
    until = time.perf_counter() + seconds
    taken: list[float] = []
    failures: list[int] = []

    def ask() -> None:
        line = _connection(address)
        while (started := time.perf_counter()) < until:
            if _ask(line, address, headers) != expected:
                failures.append(1)
            taken.append(time.perf_counter() - started)

    askers = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    passed = time.perf_counter() - started
    return Load(len(taken) / passed, 1000 * sorted(taken)[int(len(taken) * 0.95)], len(failures))
