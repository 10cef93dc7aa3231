"""The commands of the portal's own parts: web, worker, beat, and `manage.py` jobs that run once."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import ModuleType

from satudata.processes import Part

#: Web processes and pool children: one for each core of a small machine.
_PROCESSES = "2"
#: Celery's warning about root is meant for pickled messages; ours are JSON only.
_AS_ROOT = "ignore:You're running the worker with superuser privileges"


def kept(settings: ModuleType) -> dict[str, Callable[[], Part]]:
    """The parts that must always run, in the order in which they start."""
    return {"worker": _worker, "beat": _beat, "web": lambda: _web(settings.BIND, settings.PORT)}


def once(name: str, *arguments: str) -> Part:
    """A management command as a part, called `name`."""
    return Part(name, [sys.executable, "manage.py", *arguments], death_signal=signal.SIGKILL)


def _web(bind: str, port: int) -> Part:
    """Granian over ASGI: slow senders hold a coroutine there, never a thread (RELIABILITY §2)."""
    return Part(
        "web",
        [
            sys.executable, "-m", "granian", "satudata.asgi:application",
            "--interface", "asginl", "--host", bind, "--port", str(port),
            "--workers", _PROCESSES, "--http", "1", "--no-ws",
            "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5",
            "--log-level", "warning",
        ],
    )  # fmt: skip


def _worker() -> Part:
    """Killed outright when we die: a worker that lost its Redis hangs for a minute (RELIABILITY §2)."""
    return Part(
        "worker",
        [
            sys.executable, "-m", "celery", "-q", "-A", "satudata", "worker",
            "--pool", "prefork", "--concurrency", _PROCESSES, "-O", "fair", "-Q", "celery,pulse,outgoing",
            "--without-mingle", "--without-gossip", "--loglevel", "INFO",
        ],
        environment={"REMAP_SIGTERM": "SIGQUIT", "PYTHONWARNINGS": _AS_ROOT},
        death_signal=signal.SIGKILL,
    )  # fmt: skip


def _beat() -> Part:
    return Part(
        "beat",
        [
            sys.executable,
            "-m",
            "celery",
            "-q",
            "-A",
            "satudata",
            "beat",
            "--loglevel",
            "WARNING",
            "--pidfile=",
        ],
    )
