"""The rules between columns are set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from datasets.actions.edit_row_rules import MOST_RULES, edit_row_rules
from datasets.intake.job import dictionary_of
from datasets.intake.schema import RowRule as Shape
from datasets.models import Dataset, Event, RowRule, User
from datasets.rules.errors import Denied, Gone, Hidden, Invalid
from datasets.vocab import ColumnRole as R
from datasets.vocab import ColumnType as T
from datasets.vocab import RowRuleKind, Verb
from tests import factories

KINDS = [
    ("mulai", T.DATE, R.PERIOD),
    ("selesai", T.DATE, R.DIMENSION),
    ("aktif", T.BOOLEAN, R.DIMENSION),
    ("pria", T.INTEGER, R.MEASURE),
    ("wanita", T.INTEGER, R.MEASURE),
    ("jumlah", T.DECIMAL, R.MEASURE),
    ("nama", T.TEXT, R.NOTE),
]
ORDER = {"kind": "order", "columns": ["mulai"], "target": "selesai"}
SUM = {"kind": "sum", "columns": ["pria", "wanita"], "target": "jumlah", "tolerance": "0.5"}
WITH = {"kind": "required_with", "columns": ["selesai"], "target": "aktif", "values": ["Tidak"]}


@pytest.fixture
def dataset(db: None) -> Dataset:
    """A draft of Sari's office whose columns hang together."""
    made = factories.dataset()
    factories.columns(made, KINDS)
    return made


def test_the_rules_become_part_of_the_dictionary(
    sari: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    edit_row_rules(sari, dataset, [ORDER, SUM, WITH])
    dictionary = dictionary_of(dataset)
    assert dictionary is not None
    assert dictionary.rules == (
        Shape(RowRuleKind.ORDER, ("mulai",), "selesai"),
        Shape(RowRuleKind.SUM, ("pria", "wanita"), "jumlah", "0.5"),
        Shape(RowRuleKind.REQUIRED_WITH, ("selesai",), "aktif", values=("false",)),
    )
    [line] = lines(dataset)
    assert (line.verb, len(line.detail["after"]), line.detail["before"]) == (Verb.EDIT_RULES, 3, [])


def test_the_list_given_replaces_the_one_before(sari: User, dataset: Dataset) -> None:
    edit_row_rules(sari, dataset, [ORDER, SUM])
    edit_row_rules(sari, dataset, [SUM])
    assert [rule.kind for rule in dataset.row_rules.all()] == ["sum"]
    edit_row_rules(sari, dataset, [])
    assert not RowRule.objects.exists()


def test_where_nothing_differs_nothing_happens(sari: User, dataset: Dataset) -> None:
    edit_row_rules(sari, dataset, [ORDER])
    edit_row_rules(sari, dataset, [ORDER | {"tolerance": "3", "values": ["x"]}])
    assert Event.objects.filter(verb=Verb.EDIT_RULES).count() == 1


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ({}, {"kind", "columns", "target"}),
        (ORDER | {"kind": "lebih"}, {"kind"}),
        (ORDER | {"lain": 1}, {"lain"}),
        (ORDER | {"columns": "mulai"}, {"columns"}),
        (ORDER | {"columns": ["awal"]}, {"columns"}),
        (ORDER | {"target": "akhir"}, {"target"}),
        (ORDER | {"columns": ["mulai", "aktif"]}, {"columns"}),
        (ORDER | {"target": "mulai"}, {"target"}),
        (ORDER | {"target": "jumlah"}, {"target"}),
        (ORDER | {"columns": ["nama"], "target": "aktif"}, {"target"}),
        (SUM | {"columns": ["pria"]}, {"columns"}),
        (SUM | {"columns": ["pria", "nama"]}, {"columns"}),
        (SUM | {"target": "nama"}, {"target"}),
        (SUM | {"tolerance": "-1"}, {"tolerance"}),
        (SUM | {"tolerance": "sedikit"}, {"tolerance"}),
    ],
)
def test_what_makes_no_sense_is_named_and_nothing_is_kept(
    sari: User, dataset: Dataset, rule: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as caught:
        edit_row_rules(sari, dataset, [SUM, rule])
    assert {fault.field for fault in caught.value.faults} == {f"rules.1.{name}" for name in fields}
    assert not RowRule.objects.exists()


def test_there_are_not_more_than_people_keep_in_mind(sari: User, dataset: Dataset) -> None:
    with pytest.raises(Invalid, match="40"):
        edit_row_rules(sari, dataset, [SUM] * (MOST_RULES + 1))


def test_who_may_edit_the_dataset_may_set_its_rules(budi: User, wati: User, dataset: Dataset) -> None:
    edit_row_rules(wati, dataset, [SUM])
    with pytest.raises(Hidden):
        edit_row_rules(budi, dataset, [])
    factories.published(dataset, [], KINDS)
    with pytest.raises(Denied):
        edit_row_rules(budi, dataset, [])
    assert dataset.row_rules.count() == 1


def test_a_withdrawn_dataset_is_left_as_it_was(sari: User, dataset: Dataset) -> None:
    Dataset.objects.filter(pk=dataset.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="salah")
    with pytest.raises(Gone):
        edit_row_rules(sari, dataset, [SUM])
