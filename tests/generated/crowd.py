"""`python -m tests.generated.crowd FOLDER`: examines every file of a folder inside one bounded child.

A child for each of hundreds of files would cost minutes. The bounds are the child's own, so what would fill
the memory fails here too; a line is said before and after each file, so a death names its file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from datasets.intake import limits
from datasets.intake.examine import Teller, examine
from datasets.intake.schema import Job, Limits


def main() -> None:
    """Say for each file its verdict, or the exception that came out of it."""
    limits.apply(Limits())
    folder = Path(sys.argv[1])
    for path in sorted(folder.iterdir()):
        say({"file": path.name})
        say({"verdict": _verdict(path, folder)})
    say({"peak": limits.peak_bytes()})


class Unheard(Teller):
    """Nobody waits for how far it is."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Say nothing."""

    def writing(self, columns: object) -> None:
        """Say nothing."""


def _verdict(path: Path, folder: Path) -> str:
    spool = folder.parent / "spool"
    try:
        return examine(Job(str(path), path.name, str(spool)), Unheard()).verdict.value
    except BaseException as error:  # also what a Rust library throws, which is no Exception
        return f"{type(error).__name__}: {error}"[:300]


def say(line: dict[str, object]) -> None:
    """One line of JSON."""
    print(json.dumps(line), flush=True)  # noqa: T201  read by the test


if __name__ == "__main__":
    main()
