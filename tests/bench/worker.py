"""A worker for one upload: runs the real intake and prints its seconds and peak memory as JSON.

`--bare` as second argument leaves out the indexes of columns; a table's own row number keeps its key.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import uuid
from pathlib import Path

#: Seconds between two looks at the children's high-water marks.
_PAUSE = 0.02


class Watch(threading.Thread):
    """Keeps the greatest sum of high-water marks seen among the children of this process."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
        while not self._stop_asked.wait(_PAUSE):
            held = sum(high_water(int(child)) for child in children.read_text().split())
            self.peak = max(self.peak, held)

    def end(self) -> int:
        """Stop looking; the peak in bytes."""
        self._stop_asked.set()
        self.join()
        return self.peak


def high_water(pid: int) -> int:
    """VmHWM of a process in bytes; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def main() -> None:
    """Process the upload named by the first argument."""
    import django

    django.setup()
    from django.db import connection

    from datasets.intake import load, run

    if "--bare" in sys.argv:
        load.INDEX_ROWS = sys.maxsize
    connection.ensure_connection()
    watch = Watch()
    watch.start()
    started = time.perf_counter()
    run.process(uuid.UUID(sys.argv[1]))
    seconds = time.perf_counter() - started
    told = {"seconds": seconds, "worker_bytes": high_water(os.getpid()), "child_bytes": watch.end()}
    print(json.dumps(told))  # noqa: T201  read by the measurement


if __name__ == "__main__":
    main()
