"""Ids from headers: stable, safe, never two alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.intake.check_headers import RESERVED, id_of, ids_of
from datasets.vocab import FindingCode as F
from tests.datasets.intake.tables import check, table, told


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Jumlah Penduduk (jiwa)", "jumlah_penduduk_jiwa"),
        ("Laki-laki / 2023", "laki_laki_2023"),
        ("2020", "kolom_2020"),
        ("select", "select_"),
        ("Limit", "limit_"),
        ("ctid", "ctid_"),
        ("_id", "id"),
        ('nama"; DROP TABLE datasets;--', "nama_drop_table_datasets"),
        ("<script>alert(1)</script>", "script_alert_1_script"),
        ("Schüler", "schuler"),
        ("人口", ""),
        ("  ", ""),
    ],
)
def test_ids(label: str, name: str) -> None:
    assert id_of(label) == name


def test_a_second_of_the_same_is_numbered_and_an_empty_one_named_by_its_place() -> None:
    assert ids_of(["id", "id", "", "id", "id_2"]) == ["id", "id_2", "kolom_3", "id_3", "id_2_2"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=300), max_size=30))
def test_ids_are_always_safe_and_different(labels: list[str]) -> None:
    ids = ids_of(labels)
    assert len(set(ids)) == len(labels)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name) and name not in RESERVED for name in ids)


def test_duplicate_and_empty_headers_are_told_at_their_cell() -> None:
    _, findings = check(table(["Jumlah", "Jumlah", ""], [["1", "2", "3"]], header_row="4-5"))
    (twice,) = told(findings, F.HEADER_DUPLICATE)
    assert (twice.cell, twice.column, twice.suggestion) == ("B5", "Jumlah", "jumlah_2")
    (empty,) = told(findings, F.HEADER_EMPTY)
    assert (empty.cell, empty.suggestion) == ("C5", "kolom_3")


def test_an_id_that_does_not_look_like_its_header_is_told() -> None:
    _, findings = check(table(["limit", "Jumlah (ton)"], [["1", "2"]]))
    assert [(found.column, found.suggestion) for found in told(findings, F.HEADER_RENAMED)] == [
        ("limit", "limit_")
    ]
