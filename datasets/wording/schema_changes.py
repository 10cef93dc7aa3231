"""What people read for one change of a version's columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasets.vocab_hooks import SchemaChange
from datasets.wording.labels import label


def told(change: Mapping[str, Any]) -> str:
    """`terangkut_ton: satuan berubah (ton → kg)`, of a change as JSON."""
    what = label(SchemaChange, change["kind"])
    if change["kind"] not in (SchemaChange.ADDED, SchemaChange.REMOVED):
        what = f"{what} ({_shown(change['before'])} → {_shown(change['after'])})"
    return f"{change['column']}: {what}" if change["column"] else what


def _shown(value: Any) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value or "")) or "–"
