"""Offices, with what each viewer can find of them."""

from __future__ import annotations

import pytest

from datasets.models import Organization, User
from datasets.queries.organizations import datasets_of, office_of, offices_of
from datasets.rules.errors import Hidden
from datasets.vocab import Access
from tests import factories

pytestmark = pytest.mark.django_db


def test_counts_are_of_what_the_viewer_may_know(sari: User, budi: User) -> None:
    factories.published(factories.dataset("a"))
    factories.published(factories.dataset("b", access=Access.CLOSED))
    factories.dataset("draf")
    for viewer, count in ((None, 1), (budi, 1), (sari, 2)):
        counts = {office.organization.slug: office.dataset_count for office in offices_of(viewer)}
        assert counts == {"dinas-lingkungan-hidup": count, "dinas-kesehatan": 0}
        one = office_of(viewer, "dinas-lingkungan-hidup")
        assert (one.dataset_count, datasets_of(viewer, one.organization).count()) == (count, count)


def test_a_closed_office_is_found_but_not_listed(sari: User) -> None:
    Organization.objects.update(is_active=False)
    assert offices_of(None) == []
    assert office_of(None, "dinas-lingkungan-hidup").organization.is_active is False


def test_no_such_office() -> None:
    with pytest.raises(Hidden):
        office_of(None, "tidak-ada")


def test_an_office_is_found_by_its_id_as_by_its_name() -> None:
    office = factories.office()
    assert office_of(None, str(office.pk)).organization == office_of(None, office.slug).organization == office
