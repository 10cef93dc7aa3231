"""What the launcher says: its own lines, and those of its parts with their name before them."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path


def say(line: str) -> None:
    """A line of our own, for people."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """Why we end, on standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def forwarder(folder: Path) -> Callable[[str, str], None]:
    """Takes (part, line) to our output, and to a log in `folder` that stays below 20 MB."""
    folder.mkdir(mode=0o700, exist_ok=True)
    handler = RotatingFileHandler(folder / "satudata.log", maxBytes=5_000_000, backupCount=3, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    kept = logging.getLogger("satudata.console")
    kept.handlers, kept.propagate = [handler], False
    kept.setLevel(logging.INFO)

    def forward(name: str, line: str) -> None:
        text = f"{name:<8} | {line}"
        kept.info("%s", text)
        with contextlib.suppress(BrokenPipeError):
            say(text)

    return forward
