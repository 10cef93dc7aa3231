"""Versions: the live one, an older one, none, one withdrawn, one being built."""

from __future__ import annotations

import pytest

from datasets.models import Dataset, User, Version
from datasets.queries.versions import file_of, history, parts_of, version_of
from datasets.rules.errors import Denied, Gone, Hidden
from datasets.vocab import Access, ColumnType
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(db: None) -> Dataset:
    made = factories.dataset()
    factories.published(made)
    keep_file(factories.published(made))
    return made


def test_the_live_one_or_the_one_asked_for(dataset: Dataset) -> None:
    assert version_of(None, dataset).number == version_of(None, dataset, 2).number == 2
    assert version_of(None, dataset, 1).number == 1
    assert [version.number for version in history(dataset)] == [2, 1]


@pytest.mark.parametrize("number", [0, 3, 10**30])
def test_one_that_is_not_there(dataset: Dataset, number: int) -> None:
    with pytest.raises(Hidden):
        version_of(None, dataset, number)


def test_a_draft_has_none(db: None) -> None:
    with pytest.raises(Hidden):
        version_of(None, factories.dataset("draf"))


def test_one_withdrawn_is_gone_and_one_being_built_is_hidden(dataset: Dataset) -> None:
    Version.objects.filter(number=1).update(
        state="withdrawn", withdrawn_at=dataset.data_updated_at, withdrawn_reason="Salah"
    )
    with pytest.raises(Gone):
        version_of(None, dataset, 1)
    Version.objects.filter(number=1).update(state="building")
    with pytest.raises(Hidden):
        version_of(None, dataset, 1)


def test_parts_come_with_their_types_and_rows(dataset: Dataset) -> None:
    ((table, rows),) = parts_of(version_of(None, dataset))
    assert (table.offset, rows, table.types["terangkut_ton"]) == (0, 4, ColumnType.DECIMAL)


def test_a_file_is_for_those_who_may_read_rows(dataset: Dataset, sari: User) -> None:
    version = version_of(None, dataset)
    assert file_of(None, dataset, version, "csv").format == "csv"
    for format_ in ("json", "exe"):
        with pytest.raises(Hidden):
            file_of(None, dataset, version, format_)
    Dataset.objects.update(access=Access.RESTRICTED)
    with pytest.raises(Denied):
        file_of(None, dataset, version, "csv")
    assert file_of(sari, dataset, version, "csv")
