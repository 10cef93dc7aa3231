"""Keeps the portal's parts alive: forwards their logs, restarts the dead, stops all in order.

One thread and one loop: children are started from the main thread (the kernel ties their life to
it), and nothing here may wait on anything but the loop itself.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from satudata.processes import Part, kill_group, start, start_here

#: Seconds all parts together have to end when asked, before they are killed.
STOP_PATIENCE = 20.0
#: Seconds of life after which a part counts as well again.
_WELL = 60.0
_LONGEST_WAIT = 30.0
#: How often in a row a part may die before the portal has ever been ready.
_TRIES = 5
_LONGEST_LINE = 64 * 1024

Forward = Callable[[str, str], None]


class Stopped(Exception):
    """We were asked to end (Ctrl-C, SIGTERM, SIGHUP)."""


class PartFails(Exception):
    """A part dies each time it starts; the text names it."""


@dataclass
class _Kept:
    """A part that is started again whenever it ends."""

    name: str
    make: Callable[[], Part]
    part: Part | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0


@dataclass
class _Stream:
    """The read end of a part's output, with the beginning of a line not yet ended."""

    name: str
    rest: bytes = b""


@dataclass
class Supervisor:
    """The parts of one portal. `lock` is inherited by each; `forward(name, line)` gets their logs."""

    lock: int
    forward: Forward
    is_settled: bool = False
    _kept: list[_Kept] = field(default_factory=list)
    _once: list[tuple[Part, subprocess.Popen[bytes]]] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _asked: int = 0

    def obey_signals(self) -> None:
        """Take Ctrl-C, SIGTERM and SIGHUP as the wish to end; a second one ends at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def keep(self, name: str, make: Callable[[], Part]) -> None:
        """Start the part that `make` gives, and again (with a new `make`) whenever it ends."""
        kept = _Kept(name, make)
        self._kept.append(kept)
        self._start(kept)

    def run(self, part: Part, *, in_terminal: bool = False) -> int:
        """Run `part` once, to its end; its exit code. Raises Stopped, PartFails.

        `in_terminal` lets it speak and ask for itself, its lines not forwarded.
        """
        process = start_here(part, [self.lock]) if in_terminal else self._spawn(part)
        self._once.append((part, process))
        while process.poll() is None:
            self.turn(0.1)
        self._once.remove((part, process))
        self._read(0.05)
        return process.returncode

    def wait(self, is_ready: Callable[[], bool], patience: float, pause: float = 0.05) -> bool:
        """Turn until `is_ready`, asked every `pause` seconds; False after `patience` seconds.

        Raises Stopped, PartFails.
        """
        until = time.monotonic() + patience
        while not is_ready():
            again = time.monotonic() + pause
            if again > until:
                return False
            while (left := again - time.monotonic()) > 0:
                self.turn(left)
        return True

    def turn(self, seconds: float) -> None:
        """One round: forward what was written, restart what died. Raises Stopped, PartFails."""
        self._read(seconds)
        if self._asked:
            raise Stopped
        for kept in self._kept:
            self._revive(kept)

    def stop(self) -> None:
        """End all parts, the last started first; whoever takes too long is killed."""
        until = time.monotonic() + STOP_PATIENCE
        self._asked = 0
        parts = [(kept.part, kept.process) for kept in self._kept]
        for part, process in reversed([*parts, *self._once]):
            if part is not None and process is not None:
                self._end(part, process, until)

    def _end(self, part: Part, process: subprocess.Popen[bytes], until: float) -> None:
        if process.poll() is None:
            process.send_signal(part.stop_signal)
        while process.poll() is None and time.monotonic() < until and not self._asked:
            self._read(0.05)
        kill_group(process)
        self._read(0)

    def _start(self, kept: _Kept) -> None:
        kept.part = kept.make()
        kept.started = time.monotonic()
        kept.process = self._spawn(kept.part)

    def _revive(self, kept: _Kept) -> None:
        if kept.process is not None and kept.process.poll() is not None:
            self._bury(kept, kept.process)
        if kept.process is None and time.monotonic() >= kept.due:
            self._start(kept)

    def _bury(self, kept: _Kept, process: subprocess.Popen[bytes]) -> None:
        """Clear away a dead part and say when it is started again."""
        kill_group(process)
        lived = time.monotonic() - kept.started
        kept.failures = 1 if lived > _WELL else kept.failures + 1
        if kept.failures >= _TRIES and not self.is_settled:
            raise PartFails(
                f"Bagian {kept.name} berhenti terus (kode {process.returncode}). "
                f"Sebabnya ada pada baris '{kept.name}' di atas."
            )
        pause = min(0.5 * 2 ** (kept.failures - 1), _LONGEST_WAIT)
        kept.process, kept.due = None, time.monotonic() + pause
        self.forward(
            kept.name, f"berhenti (kode {process.returncode}); dijalankan lagi dalam {pause:g} detik"
        )

    def _spawn(self, part: Part) -> subprocess.Popen[bytes]:
        readable, writable = os.pipe()
        os.set_blocking(readable, False)
        try:
            process = start(part, output=writable, keep_open=[self.lock])
        finally:
            os.close(writable)
        self._selector.register(readable, selectors.EVENT_READ, _Stream(part.name))
        return process

    def _read(self, seconds: float) -> None:
        """Forward every whole line that comes within `seconds`."""
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _events in self._selector.select(seconds):
            self._forward(key.fd, key.data)

    def _forward(self, descriptor: int, stream: _Stream) -> None:
        try:
            data = os.read(descriptor, _LONGEST_LINE)
        except BlockingIOError:
            return
        *lines, stream.rest = (stream.rest + data).split(b"\n")
        if stream.rest and (not data or len(stream.rest) > _LONGEST_LINE):
            lines, stream.rest = [*lines, stream.rest], b""
        for line in lines:
            self.forward(stream.name, line.decode(errors="replace").rstrip())
        if not data:
            self._selector.unregister(descriptor)
            os.close(descriptor)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1
