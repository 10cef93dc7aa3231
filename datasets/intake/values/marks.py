"""Marks that stand where or beside a value: no data (BPS legend), provisional, revised."""

from __future__ import annotations

import re

#: `-` alone: no data or nought? Only the sender knows (DOMAIN §7 no. 16).
DASHES = frozenset({"-", "–", "—", "--", "---", "−"})

#: Signs and words for "no data", lower-cased (DOMAIN §7 no. 17; BPS legend).
MISSING = frozenset(
    {
        *("…", "...", "..", "....", "?", "*)", "~0"),
        *("na", "n/a", "n.a", "n.a.", "n.d.", "#n/a", "#na", "null", "(null)", "none", "nan", "nil", "\\n"),
        *("tad", "t.a.d", "t.a.d.", "kosong", "(kosong)", "nihil", "tidak ada", "tidak ada data"),
        *("tdk ada", "belum ada", "belum ada data"),
    }
)
#: Those that mean "no data" in a column of codes too, where `NA` may be a code.
MISSING_CODES = frozenset({"null", "#n/a", "n/a", "…", "...", "nan", "(null)", "(kosong)"})

#: Status behind a number → what it means (DOMAIN §7 no. 18).
STATUSES = {
    "*": "sementara",
    "**": "sangat sementara",
    "***": "sangat sangat sementara",
    "r": "revisi",
    "e": "estimasi",
}

_STATUS = re.compile(r"(?P<value>.*\d)\s*(?P<mark>\*{1,3}|[re])\)?")


def is_missing(text: str) -> bool:
    """Whether `text` (a value or a shape) says that there is no value; a dash counts too."""
    return text in DASHES or text.lower() in MISSING


def is_missing_code(text: str) -> bool:
    """Whether `text` says "no data" in a column of codes."""
    return text in DASHES or text.lower() in MISSING_CODES


def split_status(text: str) -> tuple[str, str]:
    """`text` without the status mark behind its number, and the status (`''` where none)."""
    match = _STATUS.fullmatch(text)
    return (match["value"], STATUSES[match["mark"]]) if match else (text, "")
