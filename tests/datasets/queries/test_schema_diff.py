"""How versions' columns differ, and which older version is on its way out since when."""

from __future__ import annotations

from datasets.models import Dataset, User
from datasets.queries.schema_diff import SUNSET, deprecation_of, schema_diff
from tests import factories

FEWER = factories.WASTE_COLUMNS[:3]


def versions(of: Dataset) -> None:
    """1 and 2 alike, 3 without the last column, 4 like 3."""
    for given in (factories.WASTE_COLUMNS, factories.WASTE_COLUMNS, FEWER, FEWER):
        of.columns.all().delete()
        factories.published(of, [row[: len(given)] for row in factories.WASTE_ROWS], given)


def test_readers_of_what_broke_are_told_since_when(sari: User) -> None:
    of = factories.dataset()
    versions(of)
    first, second, third, fourth = of.versions.order_by("number")
    for old in (first, second):
        found = deprecation_of(of, old)
        assert found is not None
        assert (found.since, found.sunset, found.successor) == (
            third.published_at, third.published_at + SUNSET, 4,  # type: ignore[operator]
        )  # fmt: skip
    assert deprecation_of(of, third) is None
    assert deprecation_of(of, fourth) is None


def test_the_difference_is_told_both_ways(sari: User) -> None:
    of = factories.dataset()
    versions(of)
    second, third = of.versions.order_by("number")[1:3]
    told = schema_diff(third, second)
    assert (told["version"], told["against"], told["is_breaking"]) == (3, 2, True)
    assert [(one["column"], one["kind"]) for one in told["changes"]] == [("terangkut_ton", "removed")]
    back = schema_diff(second, third)
    assert (back["is_breaking"], back["changes"][0]["kind"]) == (False, "added")
