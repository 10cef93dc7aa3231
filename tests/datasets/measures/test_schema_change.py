"""How columns differ, and which differences break a reader."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.measures.schema_change import is_broken, schema_changes, touches
from datasets.vocab_hooks import SchemaChange as S


def column(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"id": name, "label": name.title(), "type": kind, "role": "dimension", "unit": ""} | more


OLD = [
    column("bulan", "month", key=True),
    column("ton", "integer", unit="ton"),
    column("kode", codes="wilayah"),
]


def test_the_same_columns_in_another_order_differ_in_nothing() -> None:
    assert schema_changes(OLD, list(reversed(OLD))) == []
    assert not is_broken(OLD, OLD)


@pytest.mark.parametrize(
    ("new", "kind", "name", "breaks"),
    [
        ([*OLD, column("baru")], S.ADDED, "baru", False),
        (OLD[:2], S.REMOVED, "kode", True),
        ([OLD[0], column("ton", "decimal", unit="ton"), OLD[2]], S.RETYPED, "ton", True),
        ([OLD[0], column("ton", "integer", unit="kg"), OLD[2]], S.UNIT_CHANGED, "ton", True),
        ([*OLD[:2], column("kode", codes="opd")], S.CODES_CHANGED, "kode", True),
        ([*OLD[:2], column("kode")], S.CODES_CHANGED, "kode", True),
        ([OLD[0] | {"label": "Bulan laporan"}, *OLD[1:]], S.RELABELLED, "bulan", False),
        ([column("bulan", "month"), *OLD[1:]], S.KEY_CHANGED, "", True),
        ([*OLD[:2], OLD[2] | {"key": True}], S.KEY_CHANGED, "", True),
    ],
)
def test_each_kind_of_change(new: list[dict[str, Any]], kind: S, name: str, breaks: bool) -> None:
    (change,) = schema_changes(OLD, new)
    assert (change.kind, change.column, change.is_breaking) == (kind, name, breaks)
    assert is_broken(OLD, new) == breaks


def test_what_was_not_promised_before_breaks_nobody() -> None:
    before = [column("bulan"), column("ton")]
    after = [column("bulan", key=True), column("ton", unit="ton", codes="satuan")]
    assert {change.kind for change in schema_changes(before, after)} == {
        S.KEY_CHANGED, S.UNIT_CHANGED, S.CODES_CHANGED,
    }  # fmt: skip
    assert not is_broken(before, after)


def test_a_change_concerns_who_reads_the_column_and_the_key_everybody() -> None:
    gone, key = {"column": "ton"}, {"column": ""}
    assert touches(gone, ["ton", "bulan"])
    assert touches(gone, [])
    assert not touches(gone, ["bulan"])
    assert touches(key, ["bulan"])
