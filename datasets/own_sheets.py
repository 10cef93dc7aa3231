"""The sheets that the portal itself writes into workbooks: when one comes back, they are never the table.

Each is known by how its name begins and by what its first cell says.
"""

from __future__ import annotations

GUIDE_NAME, GUIDE_MARK = "Petunjuk", "Petunjuk pengisian Satu Data"
LISTS_NAME, LISTS_MARK = "Daftar", "Daftar pilihan Satu Data"
FINDINGS_NAME, FINDINGS_MARK = "Temuan", "Temuan pemeriksaan Satu Data"

_MARKS = {GUIDE_NAME: GUIDE_MARK, LISTS_NAME: LISTS_MARK, FINDINGS_NAME: FINDINGS_MARK}


def may_be_ours(name: str) -> bool:
    """Whether a sheet of this name may be one of ours, so that its first cell is worth a look."""
    return name.startswith(tuple(_MARKS))


def is_ours(name: str, first_cell: str | None) -> bool:
    """Whether the portal wrote the sheet of this name with this first cell."""
    return any(name.startswith(known) and first_cell == mark for known, mark in _MARKS.items())
