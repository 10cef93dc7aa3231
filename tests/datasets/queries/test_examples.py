"""The dataset that the guide shows, and what can be asked of its columns."""

from __future__ import annotations

import pytest

from datasets.queries.examples import example_for
from datasets.vocab import Access, ColumnRole, ColumnType
from tests import factories

pytestmark = pytest.mark.django_db


def test_its_own_columns_and_a_value_that_is_there() -> None:
    dataset = factories.dataset()
    factories.published(dataset)
    dataset.columns.filter(name="bulan").update(is_key=True)
    found = example_for(None)
    assert found is not None
    assert (found.dataset, found.choice, found.value) == (dataset, "kode_kecamatan", "82.71.02")
    assert (found.measure, found.period, found.key) == ("terangkut_ton", "bulan", ("bulan",))


def test_the_one_named_if_its_rows_may_be_read_else_the_latest() -> None:
    factories.published(factories.dataset("lama"))
    factories.published(factories.dataset("baru"))
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    named = [example_for(None, slug) for slug in ("lama", "baru", "tertutup", "tidak-ada", "")]
    assert [one.dataset.slug for one in named if one] == ["lama", "baru", "baru", "baru", "baru"]


def test_a_dataset_of_numbers_alone_and_none_at_all() -> None:
    assert example_for(None) is None
    given = (("jumlah", ColumnType.INTEGER, ColumnRole.MEASURE),)
    factories.published(factories.dataset(), rows=[(1,)], given=given)
    found = example_for(None)
    assert found is not None
    assert (found.choice, found.period, found.measure) == ("", "", "jumlah")
