"""The supervisor: keeps parts alive, forwards every line, ends all in order."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from satudata.data_folder import DataFolder, held
from satudata.processes import Part
from satudata.supervisor import PartFails, Stopped, Supervisor

Lines = list[tuple[str, str]]
#: Seconds after which a wait has failed, however busy the machine is.
PATIENCE = 60


@pytest.fixture
def lines() -> Lines:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, lines: Lines) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with held(DataFolder(tmp_path)) as lock:
        kept = Supervisor(lock, lambda name, line: lines.append((name, line)))
        kept.obey_signals()
        yield kept
        kept.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def is_alive(pid: int) -> bool:
    """Whether a process lives: one that nobody has waited for yet (a zombie) does not."""
    with suppress(OSError):  # it may go between being found and being read
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def part(name: str, code: str, *arguments: str) -> Part:
    return Part(name, [sys.executable, "-u", "-c", code, *arguments])


def test_it_forwards_every_line_with_its_part(supervisor: Supervisor, lines: Lines) -> None:
    code = "import sys; print('satu'); print('dua', file=sys.stderr); print('tiga', end='')"
    assert supervisor.run(part("uji", code)) == 0
    assert supervisor.wait(lambda: len(lines) == 3, PATIENCE)
    assert sorted(lines) == [("uji", "dua"), ("uji", "satu"), ("uji", "tiga")]


def test_a_long_output_neither_blocks_nor_loses(supervisor: Supervisor, lines: Lines) -> None:
    assert supervisor.run(part("uji", "for n in range(20000): print(n)")) == 0
    supervisor.wait(lambda: len(lines) >= 20000, PATIENCE)
    assert [line for _, line in lines] == [str(n) for n in range(20000)]


def test_it_gives_the_exit_code(supervisor: Supervisor) -> None:
    assert supervisor.run(part("uji", "raise SystemExit(3)")) == 3


def test_a_part_that_dies_is_started_again(supervisor: Supervisor, lines: Lines) -> None:
    supervisor.keep("uji", lambda: part("uji", "import os, time; print(os.getpid()); time.sleep(60)"))
    assert supervisor.wait(lambda: len(lines) == 1, PATIENCE)
    os.kill(int(lines[0][1]), signal.SIGKILL)
    assert supervisor.wait(lambda: len(lines) == 3, PATIENCE)
    assert lines[1] == ("uji", "berhenti (kode -9); dijalankan lagi dalam 0.5 detik")
    assert lines[2][1] != lines[0][1]


def test_a_part_that_always_dies_ends_the_start(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("satudata.supervisor._TRIES", 2)
    supervisor.keep("uji", lambda: part("uji", "raise SystemExit(7)"))
    with pytest.raises(PartFails, match="uji berhenti terus"):
        supervisor.wait(lambda: False, PATIENCE)


def test_it_ends_the_last_started_first(supervisor: Supervisor, lines: Lines) -> None:
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('selesai'), sys.exit(0)))\n"
        "print('mulai'); time.sleep(60)"
    )
    for name in ("pertama", "kedua"):
        supervisor.keep(name, lambda name=name: part(name, code))  # type: ignore[misc]
    assert supervisor.wait(lambda: len(lines) == 2, PATIENCE)
    supervisor.stop()
    assert [line for line in lines if line[1] == "selesai"] == [("kedua", "selesai"), ("pertama", "selesai")]


def test_what_will_not_end_is_killed_with_its_children(
    supervisor: Supervisor, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("satudata.supervisor.STOP_PATIENCE", 0.3)
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        # One write each: print() would hand over number and line end apart, and two processes share the pipe.
        "os.fork(); os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)"
    )
    supervisor.keep("uji", lambda: part("uji", code))
    assert supervisor.wait(lambda: len(lines) == 2, PATIENCE)
    supervisor.stop()
    pids = [int(pid) for _, pid in lines]
    assert supervisor.wait(lambda: not any(map(is_alive, pids)), PATIENCE)


def test_a_signal_ends_the_loop(supervisor: Supervisor) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(Stopped):
        supervisor.wait(lambda: False, PATIENCE)


def test_waiting_gives_up_in_time_and_asks_calmly(supervisor: Supervisor) -> None:
    asked: list[float] = []

    def never() -> bool:
        asked.append(time.monotonic())
        return False

    supervisor.keep("uji", lambda: part("uji", "while True: print('x' * 50)"))
    assert not supervisor.wait(never, 0.5, pause=0.1)
    assert len(asked) < 10
