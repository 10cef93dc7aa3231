"""Selections: names and values of filters, before any SQL."""

from __future__ import annotations

import pytest

from datasets.queries.errors import BadParameter
from datasets.queries.selection import Operator, conditions_in, fields_of, only, value_in, words_in
from datasets.vocab import ColumnType
from tests import factories


@pytest.mark.django_db
def test_a_condition_names_a_column_and_reads_its_value() -> None:
    fields = {f.id: f for f in fields_of(factories.published(factories.dataset()))}
    [found] = conditions_in({"terangkut_ton__gte": "+5.0"}, fields)
    assert (found.field.id, found.operator, found.values) == ("terangkut_ton", Operator.GTE, ("+5.0",))
    with pytest.raises(BadParameter) as refused:
        conditions_in({"kolom": "1"}, fields)
    assert (refused.value.field, refused.value.code) == ("kolom", "unknown_parameter")
    assert "kode_kecamatan" in refused.value.detail


@pytest.mark.parametrize("values", [[], ["a", "b"], ["a\x00"]])
def test_a_parameter_is_given_once_and_holds_no_nul(values: list[str]) -> None:
    with pytest.raises(BadParameter):
        only("bulan", values)


def test_values_are_read_by_their_type() -> None:
    assert value_in("x", "812", ColumnType.INTEGER) == "812"
    with pytest.raises(BadParameter) as refused:
        value_in("x", "banyak", ColumnType.INTEGER)
    assert "812" in refused.value.detail


def test_twenty_words_are_enough() -> None:
    assert words_in(None) == ()
    assert len(words_in(" ".join("a" * 30))) == 20
