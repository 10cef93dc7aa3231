"""A draft is given its dictionary before its first file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.describe_columns import describe_columns
from datasets.models import CodeList, Column, Dataset, Event, User
from datasets.rules.errors import Hidden, IllegalMove, Invalid
from tests import factories

COLUMNS = [
    {"name": "bulan", "label": "Bulan", "type": "month", "role": "period"},
    {"name": "kode_kecamatan", "label": "Kecamatan", "type": "code", "code_list": "kecamatan"},
]


@pytest.fixture
def bare(db: None) -> Dataset:
    CodeList.objects.create(slug="kecamatan", title="Kecamatan", version="1")
    return factories.dataset()


def test_columns_stand_in_the_order_given(
    sari: User, bare: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    describe_columns(sari, bare, COLUMNS)
    first, second = bare.columns.all()
    assert (first.name, first.role, second.name) == ("bulan", "period", "kode_kecamatan")
    assert second.code_list is not None
    assert second.code_list.slug == "kecamatan"
    assert [line.verb for line in lines(bare)] == ["edit_columns"]


def test_it_is_done_once(sari: User, bare: Dataset) -> None:
    describe_columns(sari, bare, COLUMNS)
    with pytest.raises(IllegalMove):
        describe_columns(sari, bare, COLUMNS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Bulan Ini"},
        {"name": "1a"},
        {"name": "b", "label": ""},
        {"name": "b", "code_list": "tidak-ada"},
    ],
)
def test_a_column_that_makes_no_sense_is_refused(sari: User, bare: Dataset, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        describe_columns(sari, bare, [{"label": "B", "type": "text", **wrong}])
    assert not Column.objects.exists()


def test_nobody_else_may(budi: User, bare: Dataset) -> None:
    with pytest.raises(Hidden):
        describe_columns(budi, bare, COLUMNS)
