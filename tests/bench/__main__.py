"""`python -m tests.bench [name …]`: each bench beside its limit, as a table and as JSON in var/bench."""

from __future__ import annotations

import argparse
import datetime
import os
from dataclasses import replace
from pathlib import Path

from tests.bench.figures import Circumstances, Figure, keep, load_now, table
from tests.bench.ground import own_servers

ROOT = Path(__file__).resolve().parents[2]
_NAMES = ("csv", "peers", "xlsx", "small", "groups", "exports", "pages", "growth")


def main() -> None:
    """Run the benches asked for, on servers of their own."""
    asked = _asked()
    found: dict[str, list[Figure]] = {}
    at = Circumstances(
        date=datetime.datetime.now(datetime.UTC).date().isoformat(),
        cores=os.cpu_count() or 1,
        load=load_now(),
        rows=asked.rows,
        repeats=asked.repeats,
    )
    with own_servers() as folder:
        from tests.bench.benches import BENCHES, USUAL, Bench

        bench = Bench(folder, asked.rows, asked.repeats)
        for name in asked.names or USUAL:
            found[name] = BENCHES[name](bench)
            at = replace(at, load=max(at.load, load_now()))
            keep(asked.out, name, found[name], at)
            print(f"\n{BENCHES[name].__doc__}\n{table(found[name])}", flush=True)  # noqa: T201
        if asked.markdown:
            said = {name: str(BENCHES[name].__doc__) for name in found}
            asked.markdown.write_text(document(at, found, said), encoding="utf-8")


def document(at: Circumstances, found: dict[str, list[Figure]], said: dict[str, str]) -> str:
    """All tables as one page."""
    head = (
        "# Bench\n\n"
        f"Made by `make bench` on {at.date}: {at.cores} cores, load {at.load:g} at most, "
        f"{at.rows:,} rows × 12 columns, median of {at.repeats}. Client, worker and the embedded "
        "PostgreSQL (durable, default settings) share the cores; compare ratios, not seconds.\n"
    )
    parts = [f"## {name}\n\n{said[name]}\n\n{table(figures)}\n" for name, figures in found.items()]
    return "\n".join([head, *parts])


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*_NAMES, []], help="default: all but growth")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--markdown", type=Path, help="also write a page of all tables")
    return parser.parse_args()


if __name__ == "__main__":
    main()
