"""The words of rows that are sent by themselves, without a file."""

from __future__ import annotations

from enum import StrEnum


class RowChangeKind(StrEnum):
    """What becomes of the rows whose key is sent: set (made, where there are none) or taken out."""

    UPSERT = "upsert"
    DELETE = "delete"


class RowsFormat(StrEnum):
    """How rows are written that a system sends."""

    JSON = "application/json"
    NDJSON = "application/x-ndjson"
    CSV = "text/csv"
