"""The command line of a Satu Data portal in one file; `satudata_client.py` lies beside it.

    python satudata.py --portal https://data.kota.example datasets --q sampah
    python satudata.py rows sampah-terangkut bulan__gte=2026-01 --format ndjson > baris.ndjson
    python satudata.py download sampah-terangkut sampah.csv
    SATUDATA_TOKEN=… python satudata.py upload sampah-terangkut oktober.xlsx --period 2026-10 --submit

The portal and the token may stand in SATUDATA_PORTAL and SATUDATA_TOKEN. Exit status: 0 done, 1 refused by
the portal or its checks, 2 not understood.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

try:  # downloaded: both files lie in one folder
    from satudata_client import Damaged, Refused, SatuData  # type: ignore[import-not-found,unused-ignore]
except ModuleNotFoundError:
    from api.client.satudata_client import Damaged, Refused, SatuData

#: Columns of the table of findings: header, key, most letters shown.
_TABLE = (("cell", 8), ("column", 20), ("severity", 8), ("value", 20), ("message", 60))


def main(arguments: Sequence[str] | None = None, out: TextIO | None = None) -> int:
    """Run one command; the exit status. `out` is where results go, otherwise standard output."""
    given = parser().parse_args(arguments)
    to = out or sys.stdout
    if not given.portal:
        sys.stderr.write("satudata: name the portal: --portal https://… or SATUDATA_PORTAL\n")
        return 2
    try:
        portal = SatuData(given.portal, given.token, language=given.language)
        status: int = given.run(portal, given, to)
    except (Refused, Damaged, OSError, ValueError) as error:
        sys.stderr.write(f"satudata: {error}\n")
        for fault in getattr(error, "errors", []):
            sys.stderr.write(f"  {fault['field']}: {fault['detail']}\n")
        return 1
    return status


def parser() -> argparse.ArgumentParser:
    """What may be typed."""
    top = argparse.ArgumentParser(prog="satudata", description="Read from and publish to a Satu Data portal.")
    top.add_argument("--portal", default=os.environ.get("SATUDATA_PORTAL", ""))
    top.add_argument("--token", default=os.environ.get("SATUDATA_TOKEN", ""), help="better in SATUDATA_TOKEN")
    top.add_argument("--language", default="id", choices=("id", "en"))
    commands = top.add_subparsers(required=True, metavar="command")
    found = _command(commands, "datasets", _datasets, "list datasets")
    found.add_argument("--q", help="words to look for")
    rows = _command(commands, "rows", _rows, "rows of a dataset, all pages")
    rows.add_argument("slug")
    rows.add_argument("filter", nargs="*", help="column=value, column__gte=5, sort=-a, select=a,b")
    rows.add_argument("--format", choices=("csv", "ndjson"), default="csv")
    download = _command(commands, "download", _download, "the live version as a file, checked")
    download.add_argument("slug")
    download.add_argument("to")
    download.add_argument("--format", default="csv")
    upload = _command(commands, "upload", _upload, "send a file, wait for its checks, show what was found")
    upsert = _command(commands, "upsert", _upsert, "set rows by key from a CSV or NDJSON file")
    delete = _command(commands, "delete-rows", _delete, "take out rows by key from a CSV or NDJSON file")
    for sending in (upload, upsert, delete):
        _sending(sending)
    submit = _command(commands, "submit", _submit, "ask for an upload to be published")
    submit.add_argument("upload")
    submit.add_argument("--note", default="")
    return top


def _command(commands: Any, name: str, run: Any, told: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=told)
    command.set_defaults(run=run)
    return command


def _sending(command: argparse.ArgumentParser) -> None:
    command.add_argument("slug")
    command.add_argument("file")
    command.add_argument("--period", default="")
    command.add_argument("--note", default="")
    command.add_argument("--submit", action="store_true", help="submit at once where nothing is wrong")


def _datasets(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    for dataset in portal.datasets(**({"q": given.q} if given.q else {})):
        out.write(f"{dataset['slug']}\t{dataset['row_count'] or 0}\t{dataset['title']}\n")
    return 0


def _rows(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    filters = dict(one.split("=", 1) for one in given.filter)
    rows = portal.rows(given.slug, **filters)
    if given.format == "ndjson":
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return 0
    writer: Any = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow(row)
    return 0


def _download(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    out.write(f"{portal.download(given.slug, given.to, given.format)}\n")
    return 0


def _upload(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    upload = portal.upload(given.slug, given.file, period=given.period, note=given.note)
    return _follow(portal, [upload], given, out)


def _upsert(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    uploads = portal.upsert(given.slug, _read(Path(given.file)), period=given.period, note=given.note)
    return _follow(portal, uploads, given, out)


def _delete(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    uploads = portal.delete_rows(given.slug, _read(Path(given.file)), period=given.period, note=given.note)
    return _follow(portal, uploads, given, out)


def _submit(portal: SatuData, given: argparse.Namespace, out: TextIO) -> int:
    out.write(f"{portal.submit(given.upload, given.note)['state']}\n")
    return 0


def _follow(portal: SatuData, uploads: list[dict[str, Any]], given: argparse.Namespace, out: TextIO) -> int:
    """Watch each upload to where it rests, show what was found, submit where asked; 1 if one is not ready."""
    status = 0
    for upload in uploads:
        for seen in portal.watch(upload["id"]):
            upload = seen
            out.write(f"{upload['id']}  {upload['state']}  {upload['period'] or ''}\n")
        table(portal.findings(upload["id"]), out)
        if upload["state"] == "ready" and given.submit:
            out.write(f"{upload['id']}  {portal.submit(upload['id'], given.note)['state']}\n")
        status = status or int(upload["state"] not in ("ready", "published"))
    return status


def table(findings: Iterable[dict[str, Any]], out: TextIO) -> None:
    """Findings as a table of text, one line each; nothing where nothing was found."""
    for number, finding in enumerate(findings):
        if number == 0:
            out.write("  ".join(name.ljust(width) for name, width in _TABLE).rstrip() + "\n")
        shown = (_cut(finding[name], width) for name, width in _TABLE)
        out.write("  ".join(shown).rstrip() + "\n")


def _cut(value: Any, width: int) -> str:
    flat = " ".join(str("" if value is None else value).split())
    return (flat if len(flat) <= width else flat[: width - 1] + "…").ljust(width)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a CSV (ids in its first line; empty is null) or of an NDJSON file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix.lower() == ".csv":
            for row in csv.DictReader(file):
                yield {name: value or None for name, value in row.items()}
        else:
            yield from (json.loads(line) for line in file if line.strip())


if __name__ == "__main__":
    sys.exit(main())
