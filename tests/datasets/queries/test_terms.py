"""Conditions: each field over real rows, and values that mean nothing refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from datasets.models import Dataset
from datasets.queries.matching import searchable
from datasets.queries.packages import listed
from datasets.queries.tags import tags_by_name
from datasets.queries.terms import BadTerm, Both, Either, Node, Range, Term, Wild, Without, condition_of
from datasets.vocab import Access, License, Topic
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three(db: None) -> None:
    for number, (slug, office, topic) in enumerate(
        [
            ("air", "dinas-kesehatan", Topic.HEALTH),
            ("pasar_1", "dinas-perdagangan", Topic.MARKETS),
            ("sampah%", "dinas-lingkungan-hidup", Topic.WASTE),
        ]
    ):
        made = factories.dataset(slug, organization=factories.office(office), topic=topic)
        version = factories.published(made)
        if number:
            keep_file(version)
        moment = datetime(2026, 1 + number, 1, tzinfo=UTC)
        Dataset.objects.filter(pk=made.pk).update(
            created_at=moment,
            metadata_updated_at=moment,
            data_updated_at=moment,
            tags=[["air/bersih"], ["harga", "pasar"], []][number],
            license=[License.CC0, License.CC_BY_4, License.CC_BY_4][number],
        )


def found(node: Node) -> list[str]:
    condition = condition_of(node, lambda: tags_by_name(None))
    return sorted(searchable(listed(None)).filter(condition).values_list("slug", flat=True))


AIR, MARKET, WASTE = "air", "pasar_1", "sampah%"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Both(), [AIR, MARKET, WASTE]),
        (Term("name", "air"), [AIR]),
        (Term("name", "Air"), []),
        (Term("name", "*a*", (Wild.ANY, "a", Wild.ANY)), [AIR, MARKET, WASTE]),
        (Term("name", "%", ("%",)), []),
        (Term("name", "*%", (Wild.ANY, "%")), [WASTE]),
        (Term("name", "pasar?1", ("pasar", Wild.ONE, "1")), [MARKET]),
        (Term("name", "pasar_?", ("pasar_", Wild.ONE)), [MARKET]),
        (Range("name", "b", "q"), [MARKET]),
        (Range("name", "air", None, is_low_in=False), [MARKET, WASTE]),
        (Range("name", None, "air"), [AIR]),
        (Term("organization", "dinas-kesehatan"), [AIR]),
        (Without(Term("organization", "dinas-kesehatan")), [MARKET, WASTE]),
        (Term("owner_org", "bukan-id"), []),
        (Term("id", "' OR 1=1 --"), []),
        (Term("groups", "persampahan"), [WASTE]),
        (Term("groups", "pas*", ("pas", Wild.ANY)), [MARKET]),
        (Term("groups", "tidak-ada"), []),
        (Term("license_id", "cc-zero"), [AIR]),
        (Range("license_id", "cc-c", None), [AIR]),
        (Term("tags", "air bersih"), [AIR]),
        (Term("tags", "harga"), [MARKET]),
        (Term("tags", "*", (Wild.ANY,)), [AIR, MARKET]),
        (Term("tags", "tidak ada"), []),
        (Term("res_format", "CSV"), [MARKET, WASTE]),
        (Term("res_format", "csv"), [MARKET, WASTE]),
        (Term("res_format", "XLSX"), []),
        (Without(Term("res_format", "CSV")), [AIR]),
        (Term("state", "active"), [AIR, MARKET, WASTE]),
        (Term("state", "deleted"), []),
        (Term("dataset_type", "dataset"), [AIR, MARKET, WASTE]),
        (Term("capacity", "private"), []),
        (Term("title", "PASAR"), [MARKET]),
        (Term("title", "*", (Wild.ANY,)), [AIR, MARKET, WASTE]),
        (Term("title_string", "Air"), [AIR]),
        (Term("notes", "TPA"), [AIR, MARKET, WASTE]),
        (Term("text", "kesehatan"), [AIR]),
        (Term("", "kesehatan"), [AIR]),
        (Term("metadata_modified", "2026-02-01T00:00:00Z"), [MARKET]),
        (Range("metadata_modified", "2026-02-01T00:00:00Z", None), [MARKET, WASTE]),
        (Range("metadata_created", None, "2026-02-01T00:00:00Z", is_high_in=False), [AIR]),
        (Range("metadata_modified", "2026-01-15", "NOW"), [MARKET, WASTE]),
        (Either((Term("name", "air"), Term("groups", "persampahan"))), [AIR, WASTE]),
        (Either((Term("state", "deleted"), Term("name", "air"))), [AIR]),
        (Both((Term("name", "air"), Term("groups", "persampahan"))), []),
        (Without(Either((Term("name", "air"), Term("name", "pasar_1")))), [WASTE]),
    ],
)
def test_each_field_finds_its_datasets(node: Node, expected: list[str]) -> None:
    assert found(node) == expected


def test_ids_are_compared_as_text() -> None:
    air = Dataset.objects.get(slug="air")
    assert found(Term("id", str(air.pk))) == found(Term("owner_org", str(air.organization_id))) == ["air"]


def test_a_format_is_no_way_to_learn_of_shut_files() -> None:
    Dataset.objects.filter(slug=MARKET).update(access=Access.RESTRICTED)
    assert found(Term("res_format", "CSV")) == [WASTE]
    Dataset.objects.filter(slug=MARKET).update(access=Access.CLOSED)
    assert found(Both()) == [AIR, WASTE]


@pytest.mark.parametrize(
    "node",
    [
        Term("warna", "merah"),
        Range("title", "a", "b"),
        Range("", "a", "b"),
        Term("metadata_modified", "kemarin"),
        Range("metadata_modified", "x", None),
        Term("title", "?", (Wild.ONE,)),
    ],
)
def test_what_a_field_cannot_be_asked_is_refused(node: Node) -> None:
    with pytest.raises(BadTerm):
        found(node)


def test_what_all_have_in_common_counts_under_or_and_not() -> None:
    """Django forgets an empty condition there; a harvester would hear too little, or too much."""
    one, all_ = Term("name", "air"), ["air", "pasar_1", "sampah%"]
    for everything in (
        Both(),
        Term("state", "active"),
        Term("name", "*", (Wild.ANY,)),
        Range("name", None, None),
    ):
        assert found(everything) == all_
        assert found(Either((everything, one))) == all_
        assert found(Without(everything)) == []
        assert found(Both((everything, one))) == ["air"]
        assert found(Both((Without(everything), one))) == []
