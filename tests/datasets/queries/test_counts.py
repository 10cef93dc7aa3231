"""Rows are counted once for a version and a question, whatever their order."""

from __future__ import annotations

import pytest

from datasets.models import Version
from datasets.queries.counts import counted, is_counted
from datasets.queries.row_query import parse_rows_query
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return factories.published(factories.dataset())


def never() -> tuple[int, bool]:
    raise AssertionError("counted again")


def test_what_was_counted_is_not_counted_again(version: Version) -> None:
    query = parse_rows_query(version, {"kecamatan": ["Ternate Utara"]})
    assert not is_counted(query)
    assert counted(query, lambda: (2, True)) == (2, True)
    again = parse_rows_query(version, {"kecamatan": ["Ternate Utara"], "sort": ["bulan"], "limit": ["1"]})
    assert counted(again, never) == (2, True)


def test_another_question_and_another_version_are_counted_for_themselves(version: Version) -> None:
    query = parse_rows_query(version, {"kecamatan": ["Ternate Utara"]})
    counted(query, lambda: (2, True))
    other = parse_rows_query(version, {"kecamatan": ["Ternate Selatan"]})
    newer = parse_rows_query(factories.published(version.dataset), {"kecamatan": ["Ternate Utara"]})
    assert [counted(asked, lambda: (3, True)) for asked in (other, newer)] == [(3, True)] * 2


def test_a_guess_is_asked_for_anew(version: Version) -> None:
    query = parse_rows_query(version, {"kecamatan": ["Ternate Utara"]})
    assert counted(query, lambda: (1_000, False)) == (1_000, False)
    assert counted(query, lambda: (2, True)) == (2, True)
