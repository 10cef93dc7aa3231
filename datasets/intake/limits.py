"""Keeps an examination inside its bounds: memory, processor time, open files, no core dumps."""

from __future__ import annotations

import contextlib
import resource
import sys
from pathlib import Path

from datasets.intake.schema import Limits

_STATUS = Path("/proc/self/status")
#: Between the signal that time is over and the kill that cannot be told from lack of memory.
_GRACE_SECONDS = 5


def apply(limits: Limits) -> None:
    """Bound this process for good: what exceeds them fails here, never in the worker."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, grace=_GRACE_SECONDS)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 64)


def peak_bytes() -> int:
    """Most memory this process has held at once, in bytes.

    From the kernel's high-water mark of this program alone: `ru_maxrss` would begin with what
    the process that started it held.
    """
    with contextlib.suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _lower(kind: int, value: int, grace: int = 0) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    last = bound + grace if hard == resource.RLIM_INFINITY else min(bound + grace, hard)
    resource.setrlimit(kind, (bound, last))
