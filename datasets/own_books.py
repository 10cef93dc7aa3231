"""Workbooks that the portal marked for a sender: they say of themselves which upload they belong to.

The word stands in the workbook's own properties, which spreadsheet programs keep when they save. It
is a hint, never a right: whoever sends such a file is asked for theirs as always.
"""

from __future__ import annotations

import re
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

#: The property that names the upload; where only an excerpt of its rows was given, the other one.
WHOLE, EXCERPT = "SatuDataUnggahan", "SatuDataKutipan"

_PART = "docProps/custom.xml"
#: More than a marked workbook has: bytes of the part, entries and bytes of the archive's list.
_MOST_BYTES = 64_000
_MOST_ENTRIES = 10_000
_MOST_LIST = 2_000_000
#: An archive's list ends with this record, within the last so many bytes.
_END, _TAIL = b"PK\x05\x06", 66_000
_WORD = re.compile(
    rb'name="(SatuDataUnggahan|SatuDataKutipan)"[^>]*>\s*<(?:\w+:)?lpwstr>\s*([0-9a-f-]{36})\s*<'
)


@dataclass(frozen=True)
class Origin:
    """The upload that a workbook was marked for, and whether all its rows are in it."""

    upload_id: uuid.UUID
    is_whole: bool


def origin_of(path: Path) -> Origin | None:
    """What the workbook at `path` says of itself; None for any file that says nothing. Never raises."""
    if not _has_short_list(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_PART) as part:
            found = _WORD.search(part.read(_MOST_BYTES))
        return Origin(uuid.UUID(found[2].decode()), found[1] == WHOLE.encode()) if found else None
    except (KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, OSError):
        return None
    except (zipfile.BadZipFile, zlib.error):
        return None


def _has_short_list(path: Path) -> bool:
    """Whether it is an archive with so few entries that its list may be read here."""
    with path.open("rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            return False
        stream.seek(max(0, path.stat().st_size - _TAIL))
        _, sign, end = stream.read().rpartition(_END)
    entries, size = int.from_bytes(end[6:8], "little"), int.from_bytes(end[8:12], "little")
    return bool(sign) and entries <= _MOST_ENTRIES and size <= _MOST_LIST
