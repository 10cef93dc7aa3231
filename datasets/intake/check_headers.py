"""Column ids from headers as written: stable, safe in SQL and in addresses, never two alike."""

from __future__ import annotations

import re
from typing import Any

from datasets.intake.findings import Findings
from datasets.intake.table import Table
from datasets.intake.values.words import normalised
from datasets.vocab import FindingCode as F

#: Longest id, so that `_2` still fits PostgreSQL's 63 bytes and the dictionary's 60 characters.
_LONGEST = 54

#: What stands between the parts of a header that was spread over several rows.
JOINT = " / "

#: Words that would be mistaken for a parameter of the API, and PostgreSQL's own columns.
RESERVED = frozenset(
    {
        *("q", "limit", "select", "sort", "cursor", "version", "format", "offset", "page", "lang"),
        *("group_by", "measure", "count", "download", "having", "pivot"),
        *("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"),
    }
)


def id_of(label: str) -> str:
    """The id that a header gives by itself: `Jumlah (ton)` → `jumlah_ton`; '' where none."""
    name = _words_of(label)
    if len(name) > _LONGEST:
        name = _shortened(name, _words_of(label.rpartition(JOINT)[2]))
    if name and not name[0].isalpha():
        name = f"kolom_{name}"[:_LONGEST].rstrip("_")
    return f"{name}_" if name in RESERVED else name


def _words_of(text: str) -> str:
    ascii_words = normalised(text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", ascii_words).strip("_")


def _shortened(name: str, tail: str) -> str:
    """The start of a long id, and its last part, which tells joined headers apart."""
    if len(tail) > _LONGEST // 2 or tail == name:
        return name[:_LONGEST].rstrip("_")
    return f"{name[: _LONGEST - len(tail) - 1].rstrip('_')}_{tail}".strip("_")


def ids_of(labels: list[str]) -> list[str]:
    """An id for each header, all different: the second `jumlah` is `jumlah_2`, an empty one `kolom_4`."""
    taken: set[str] = set()
    ids = []
    for place, label in enumerate(labels, 1):
        ids.append(_free(id_of(label) or f"kolom_{place}", taken))
        taken.add(ids[-1])
    return ids


def note_headers(table: Table, ids: list[str], findings: Findings) -> None:
    """Tell which headers were empty, used twice, or give an id that does not look like them."""
    if table.header_row == "none":
        return
    row = int(table.header_row.rpartition("-")[2] or 1)
    seen: set[str] = set()
    for label, letter, name in zip(table.labels, table.letters, ids, strict=True):
        place: dict[str, Any] = {"row": row, "column": label, "cell": f"{letter}{row}", "suggestion": name}
        if not label.strip():
            findings.add(F.HEADER_EMPTY, **place)
        elif label.strip().casefold() in seen:
            findings.add(F.HEADER_DUPLICATE, **place)
        elif name != re.sub(r"_+", "_", re.sub(r"[^a-z0-9]", "_", label.casefold())).strip("_"):
            findings.add(F.HEADER_RENAMED, **place)
        seen.add(label.strip().casefold())


def _free(name: str, taken: set[str]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate = f"{name.rstrip('_')}_{number}"
        number += 1
    return candidate
