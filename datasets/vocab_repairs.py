"""The words of repairs: what a sender may ask to be read otherwise than it is written."""

from __future__ import annotations

from enum import StrEnum


class RepairKind(StrEnum):
    """What a sender may ask to be read otherwise than it is written; the original stays as it is."""

    REPLACE = "replace"
    CELL = "cell"
    RENAME = "rename"
    DROP_COLUMN = "drop_column"
    DROP_ROWS = "drop_rows"
    EMPTY_ERRORS = "empty_errors"
    MASK = "mask"
    MASK_IN_TEXT = "mask_in_text"


MASKS = frozenset({RepairKind.MASK, RepairKind.MASK_IN_TEXT})
#: What stands in the place of a person's number, name or address; nothing of the value is kept.
MASKED = "***"
