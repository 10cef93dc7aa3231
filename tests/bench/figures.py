"""A measured figure beside its limit: as JSON for machines, as a table for people."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure. `limit` is what it is held to (None: nothing), `at_least` turns the comparison."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the limit is kept; None without one."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def verdict(self) -> str:
        """Kept, or by how much it is missed."""
        if self.limit is None or self.is_met:
            return "" if self.limit is None else "yes"
        ratio = self.limit / self.value if self.at_least else self.value / self.limit
        return f"no, by {100 * (ratio - 1):.0f} %"

    def row(self) -> list[str]:
        """The figure as a line of the table."""
        sign = "≥" if self.at_least else "≤"
        limit = "" if self.limit is None else f"{sign} {self.limit:g} {self.unit}".strip()
        return [self.what, f"{self.value:.2f} {self.unit}".strip(), limit, self.verdict, self.note]


@dataclass(frozen=True)
class Circumstances:
    """When and where it was measured, without naming the machine."""

    date: str
    cores: int
    load: float
    rows: int
    repeats: int


_HEAD = ["what", "figure", "limit", "kept", "note"]


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = [_HEAD, ["---"] * len(_HEAD), *(figure.row() for figure in figures)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def keep(folder: Path, name: str, figures: Sequence[Figure], at: Circumstances) -> Path:
    """Write the figures of one bench as JSON; the file."""
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = asdict(at) | {"figures": [asdict(one) | {"met": one.is_met} for one in figures]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load_now() -> float:
    """The machine's load: processes that want to run, over the last minute."""
    return round(os.getloadavg()[0], 2)
