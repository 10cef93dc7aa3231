"""Packages: found by id and by name, with their files, and never a query more for more of them."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from datasets.models import Dataset, User
from datasets.queries.packages import listed, package_names, package_of, packages_in
from datasets.rules.errors import Gone, Hidden
from datasets.vocab import Access
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def waste(db: None) -> Dataset:
    made = factories.dataset()
    keep_file(factories.published(made))
    return made


def test_a_package_is_found_by_id_and_by_name(waste: Dataset) -> None:
    by_name, by_id = package_of(None, "sampah-terangkut"), package_of(None, str(waste.pk))
    assert by_name.dataset == by_id.dataset == waste
    assert [file.format for file in by_name.files] == ["csv"]
    assert by_name.definitions["bulan"] == "Isi kolom ini."


def test_modified_is_the_last_change_of_either_kind(waste: Dataset) -> None:
    assert package_of(None, waste.slug).modified == waste.data_updated_at
    waste.metadata_updated_at = timezone.now() + timedelta(seconds=1)
    waste.save()
    assert package_of(None, waste.slug).modified == waste.metadata_updated_at


def test_rows_that_are_shut_leave_no_file_and_no_extent(waste: Dataset, budi: User, sari: User) -> None:
    waste.access = Access.RESTRICTED
    waste.save()
    assert package_of(None, waste.slug).files == package_of(budi, waste.slug).files == []
    assert package_of(None, waste.slug).extent is None
    assert len(package_of(sari, waste.slug).files) == 1


def test_what_is_not_public_is_not_there(waste: Dataset) -> None:
    factories.dataset("draf")
    closed = factories.dataset("tertutup", access=Access.CLOSED)
    factories.published(closed)
    for key in ("draf", "tertutup", str(closed.pk), str(uuid.uuid4()), "", "a" * 32):
        with pytest.raises(Hidden):
            package_of(None, key)
    assert package_names(None) == ["sampah-terangkut"]


def test_what_was_withdrawn_says_so(waste: Dataset) -> None:
    waste.live_version, waste.withdrawn_at, waste.withdrawn_reason = None, timezone.now(), "Salah hitung."
    waste.save()
    with pytest.raises(Gone):
        package_of(None, waste.slug)


def test_names_come_in_order_and_in_pieces(waste: Dataset) -> None:
    for slug in ("c", "a", "b"):
        factories.published(factories.dataset(slug))
    assert package_names(None) == ["a", "b", "c", "sampah-terangkut"]
    assert package_names(None, 2, 1) == ["b", "c"]
    assert package_names(None, 0) == []


def test_many_packages_cost_no_query_more(waste: Dataset) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            packages_in(listed(None).order_by("pk"))
        return len(caught)

    one = queries()
    for number in range(4):
        keep_file(factories.published(factories.dataset(f"lain-{number}")))
    assert (one, queries()) == (5, 5)


def test_the_extent_is_that_of_its_period(waste: Dataset) -> None:
    version = waste.live_version
    assert version is not None
    version.parts.update(period="2026-10")
    extent = package_of(None, waste.slug).extent
    assert extent is not None
    assert (extent.first, extent.last) == (date(2026, 10, 1), date(2026, 10, 31))
