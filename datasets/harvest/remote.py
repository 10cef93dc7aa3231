"""What every kind of source comes down to: things with an id, a title and a file; how they are fetched."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from satudata.outgoing import Answer, Limits, Refused, fetch

#: Redirects followed, each looked at like a first address.
HOPS = 3
#: One page of a catalogue.
PAGE = Limits(seconds=20, size=30_000_000)
#: Things taken from one source, and pages asked for.
MOST_ITEMS, MOST_PAGES = 2_000, 200
#: What intake reads, the best first.
FORMATS = ("csv", "xlsx", "json", "geojson", "ods", "xls", "xlsb", "tsv", "zip")
_ID_CHARS = 500


class Unreadable(Exception):
    """The source answered, but not with what it is said to be; `code` for the log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class File:
    """A file on offer: `format` as the source calls it, perhaps ''."""

    url: str
    format: str = ""
    name: str = ""

    @property
    def kind(self) -> str:
        """The ending by which intake knows it: told, or seen in the address; '' where neither helps."""
        ending = PurePosixPath(urlsplit(self.url).path).suffix
        told = self.format.rpartition("/")[2]
        return next((one for one in (_ending(told), _ending(ending)) if one in FORMATS), "")


@dataclass(frozen=True)
class Remote:
    """One thing that a source has. `modified` is its own word for when it changed, only ever compared."""

    id: str
    title: str
    description: str = ""
    modified: str = ""
    page: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[File, ...] = field(default=())

    @property
    def key(self) -> str:
        """Its id, fit to keep."""
        if len(self.id) <= _ID_CHARS:
            return self.id
        return f"sha256:{hashlib.sha256(self.id.encode()).hexdigest()}"

    @property
    def file(self) -> File | None:
        """The file that intake reads best; None where it has none."""
        ranked = [file for file in self.files if file.kind]
        return min(ranked, key=lambda file: FORMATS.index(file.kind), default=None)


class Clock:
    """The end of a run. `check` raises Refused (timeout) once it has come."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end

    def check(self) -> None:
        """Nothing more is begun after the end."""
        if self.is_over:
            raise Refused("timeout", "run")


def page_of(url: str, clock: Clock) -> Answer:
    """One page of a catalogue. Raises Refused, Unreadable for any status but 200."""
    clock.check()
    answer = fetch(url, PAGE, HOPS)
    if answer.status != 200:
        raise Unreadable(f"status_{answer.status}")
    return answer


def json_of(answer: Answer) -> Any:
    """Its body as JSON. Raises Unreadable."""
    try:
        return json.loads(answer.body())
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None


def text_in(thing: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that is a text or a number, without NUL; ''."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).replace("\0", "").strip()
    return ""


def address_in(thing: Mapping[str, Any], base: str, *names: str) -> str:
    """The first of these fields as an address, against the source's own where it is not whole."""
    given = text_in(thing, *names)
    try:
        return urljoin(base, given) if given else ""
    except ValueError:
        return ""


def bounded(remotes: Iterable[Remote]) -> Iterator[Remote]:
    """Each id once, and not more than a source may have. Raises Unreadable."""
    seen: set[str] = set()
    for remote in remotes:
        if not remote.id or remote.key in seen:
            continue
        seen.add(remote.key)
        if len(seen) > MOST_ITEMS:
            raise Unreadable("too_many_items")
        yield remote


def filename_of(file: File) -> str:
    """What to call the file: as the source does, with the ending that it should have."""
    name = file.name or unquote(PurePosixPath(urlsplit(file.url).path).name) or "berkas"
    return name if _ending(PurePosixPath(name).suffix) == file.kind else f"{name}.{file.kind}"


def _ending(text: str) -> str:
    plain = text.strip().lower().lstrip(".")
    return {
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
        "vnd.ms-excel": "xls",
        "vnd.oasis.opendocument.spreadsheet": "ods",
        "geo+json": "geojson",
        "tab-separated-values": "tsv",
    }.get(plain, plain)
