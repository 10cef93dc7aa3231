"""One change of a column in words."""

from __future__ import annotations

from datasets.wording.schema_changes import told


def test_changes_are_told() -> None:
    change = {"column": "ton", "kind": "unit_changed", "before": "ton", "after": "kg"}
    assert told(change) == "ton: satuan berubah (ton → kg)"
    assert told(change | {"kind": "removed", "before": "decimal", "after": None}) == "ton: kolom hilang"
    key = {"column": "", "kind": "key_changed", "before": ["bulan", "kode"], "after": []}
    assert told(key) == "kunci baris berubah (bulan, kode → –)"
