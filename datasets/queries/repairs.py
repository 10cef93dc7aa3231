"""What was repaired already in an upload, and whether each repair found its place."""

from __future__ import annotations

from typing import Any

from datasets.models import Upload
from datasets.rules.repairs import Subject, held_repairs, key_of, subject_of
from datasets.vocab import FindingCode as F
from datasets.vocab_repairs import MASKED, MASKS


def repairs_of(upload: Upload) -> list[dict[str, Any]]:
    """The repairs that hold, in order: each as asked, with its `key`, and whether it found its place."""
    unneeded, held = unneeded_in(upload), held_repairs(upload)
    masked = {repair["column"] for repair in held if repair["kind"] in MASKS}
    return [
        {"key": key_of(repair), "is_needed": subject_of(repair) not in unneeded, **_shown(repair, masked)}
        for repair in held
    ]


def _shown(repair: dict[str, Any], masked: set[str]) -> dict[str, Any]:
    """The repair as it may be told: what stood in a column that is masked is told nobody."""
    if repair.get("column") not in masked:
        return repair
    return repair | {name: MASKED for name in ("old", "new") if repair.get(name)}


def unneeded_in(upload: Upload) -> set[Subject]:
    """What repairs of the last check found nothing to do, as `subject_of`. One query where any hold."""
    if not held_repairs(upload):
        return set()
    found = upload.findings.filter(code=F.REPAIR_UNNEEDED)
    told = found.values_list("params__repair", "column", "row", "value")
    return {(kind, column, row or 0, value) for kind, column, row, value in told}
