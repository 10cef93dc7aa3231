"""Columns are added behind those that are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from datasets.actions.add_columns import add_columns
from datasets.models import Dataset, Event, User
from datasets.rules.errors import Denied, Gone, Hidden, Invalid
from datasets.vocab import ColumnType, Role, Verb
from tests import factories

AGE = {"name": "umur", "label": "Umur", "type": "integer"}


def test_they_come_last_and_the_trail_says_so(
    sari: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    before = list(dataset.columns.values_list("name", flat=True))
    add_columns(sari, dataset, [AGE, {"name": "ket", "label": "Ket", "type": "text"}])
    assert list(dataset.columns.order_by("position").values_list("name", flat=True)) == [
        *before,
        "umur",
        "ket",
    ]
    assert dataset.columns.get(name="umur").type == ColumnType.INTEGER
    (line,) = lines(dataset)
    assert (line.verb, line.detail) == (Verb.EDIT_COLUMNS, {"columns": {"umur": ["name"], "ket": ["name"]}})


@pytest.mark.parametrize(
    "given",
    [
        {"name": "bulan", "label": "Lain", "type": "text"},
        {"name": "lain", "label": "BULAN", "type": "text"},
        {"name": "Umur", "label": "Umur", "type": "integer"},
        {"name": "umur", "label": "Umur", "type": "usia"},
        {"name": "", "label": "Umur", "type": "text"},
    ],
)
def test_what_is_taken_or_no_column_is_refused_whole(
    sari: User, dataset: Dataset, given: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        add_columns(sari, dataset, [AGE | {"name": "baik", "label": "Baik"}, given])
    assert dataset.columns.count() == 4
    assert not Event.objects.exists()


def test_two_of_one_name_are_refused(sari: User, dataset: Dataset) -> None:
    with pytest.raises(Invalid):
        add_columns(sari, dataset, [AGE, AGE | {"label": "Usia"}])


def test_only_who_may_edit_the_dataset_may_add(budi: User, dataset: Dataset) -> None:
    support = factories.person("joko", Role.WALIDATA_PENDUKUNG, dataset.organization.slug)
    for actor, error in ((budi, Hidden), (support, Denied)):
        with pytest.raises(error):
            add_columns(actor, dataset, [AGE])


def test_a_withdrawn_dataset_is_gone(wati: User, dataset: Dataset) -> None:
    factories.published(dataset)
    Dataset.objects.update(withdrawn_at=timezone.now())
    with pytest.raises(Gone):
        add_columns(wati, dataset, [AGE])
