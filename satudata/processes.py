"""Child processes that never outlive this one: how they start, and how they are stopped.

The kernel tells each child when its parent dies (`PR_SET_PDEATHSIG`), so that even `kill -9` of
the launcher leaves nothing behind (RELIABILITY §2). Start children from the main thread only:
the kernel watches the thread that started them.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Part:
    """A program to run: its short name, its command, and the signals that end it.

    `stop_signal` asks it to end in order; `death_signal` is what it gets when we die ourselves.
    `user` and `group` are numeric ids to run as; None keeps ours.
    """

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    user: int | None = None
    group: int | None = None


def start(part: Part, *, output: IO[bytes] | int, keep_open: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start `part` in a session of its own (Ctrl-C reaches only us), writing to `output`.

    `keep_open` are descriptors it inherits: the lock of the data folder, held until the last
    child is gone.
    """
    return subprocess.Popen(
        list(part.argv),
        env={**os.environ, **part.environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=tuple(keep_open),
        user=part.user,
        group=part.group,
        extra_groups=None if part.user is None else [],
        preexec_fn=end_with_parent(part.death_signal),
    )


def start_here(part: Part, keep_open: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start `part` in our own terminal and session, so that it may ask people something."""
    return subprocess.Popen(
        list(part.argv),
        env={**os.environ, **part.environment},
        pass_fds=tuple(keep_open),
        preexec_fn=end_with_parent(part.death_signal),
    )


def end_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """What a child does before its program starts: ask to be told when its parent dies."""
    parent = os.getpid()

    def ask() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask


def stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals, patience: float) -> bool:
    """Ask `process` to end; after `patience` seconds kill it and its group. True if it obeyed."""
    if process.poll() is None:
        process.send_signal(stop_signal)
    try:
        process.wait(timeout=max(patience, 0))
    except subprocess.TimeoutExpired:
        kill_group(process)
        return False
    return True


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill `process` and whatever it started in its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], patience: float) -> bool:
    """Ask `is_ready` until it says yes; False when `process` ends or `patience` seconds pass."""
    until = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < until:
        if is_ready():
            return True
        time.sleep(0.03)
    return False
