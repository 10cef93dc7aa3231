"""Values for a row's fields, held to the model."""

from __future__ import annotations

from datetime import date

import pytest

from datasets.actions.fields import clean_fields
from datasets.models import Dataset
from datasets.rules.errors import Invalid

ALLOWED = (
    "title",
    "topic",
    "tags",
    "next_release",
    "release_day",
    "is_sensitive",
    "description",
    "priority_years",
)


def test_values_become_the_models_own_types() -> None:
    given = {
        "title": "  Sampah\nkota ",
        "tags": ["TPA", "TPA ", "sampah"],
        "next_release": "2026-12-05",
        "release_day": "5",
        "is_sensitive": True,
        "priority_years": [2027, 2026, 2027],
    }
    assert clean_fields(Dataset(), given, ALLOWED) == {
        "title": "Sampah kota",
        "tags": ["TPA", "sampah"],
        "next_release": date(2026, 12, 5),
        "release_day": 5,
        "is_sensitive": True,
        "priority_years": [2026, 2027],
    }


def test_every_fault_is_named() -> None:
    given = {
        "title": "",
        "topic": "cuaca",
        "tags": "TPA",
        "next_release": "5 Desember",
        "description": 5,
        "organization": "lain",
        "release_day": -1,
    }
    with pytest.raises(Invalid) as refusal:
        clean_fields(Dataset(), given, ALLOWED)
    assert {fault.field for fault in refusal.value.faults} == set(given)
    assert all(fault.message for fault in refusal.value.faults)


@pytest.mark.parametrize(
    "given",
    [
        {"title": "a" * 201},
        {"description": "a" * 20_001},
        {"tags": [1]},
        {"priority_years": [{}]},
        {"tags": [""]},
        {"title": None},
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        clean_fields(Dataset(), given, ALLOWED)
