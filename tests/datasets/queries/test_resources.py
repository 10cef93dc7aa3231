"""Resources: one id a dataset and format for ever, and the same rule for who may have them."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from datasets.identifiers import resource_id
from datasets.models import Dataset, User
from datasets.queries.resources import resource_of
from datasets.rules.errors import Denied, Gone, Hidden
from datasets.vocab import Access, Format
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def waste(db: None) -> Dataset:
    made = factories.dataset()
    keep_file(factories.published(made))
    return made


def test_the_id_outlives_versions(waste: Dataset) -> None:
    key = str(resource_id(waste.pk, Format.CSV))
    first = resource_of(None, key)
    keep_file(factories.published(waste), b"lain\n")
    second = resource_of(None, key)
    assert (first.version.number, second.version.number) == (1, 2)
    assert first.file.sha256 != second.file.sha256
    assert second.dataset == waste


def test_one_that_came_later_is_found(waste: Dataset) -> None:
    resource_of(None, str(resource_id(waste.pk, Format.CSV)))
    later = factories.dataset("pasar")
    keep_file(factories.published(later))
    assert resource_of(None, str(resource_id(later.pk, Format.CSV))).dataset == later


def test_an_unknown_id_or_format_is_hidden(waste: Dataset) -> None:
    for key in ("", "bukan-id", str(uuid.uuid4()), str(resource_id(waste.pk, Format.PARQUET))):
        with pytest.raises(Hidden):
            resource_of(None, key)


def test_who_may_not_read_rows_has_no_resource(waste: Dataset, budi: User, sari: User) -> None:
    key = str(resource_id(waste.pk, Format.CSV))
    Dataset.objects.update(access=Access.RESTRICTED)
    for viewer in (None, budi):
        with pytest.raises(Denied):
            resource_of(viewer, key)
    assert resource_of(sari, key).dataset == waste
    Dataset.objects.update(access=Access.CLOSED)
    for viewer in (None, budi):
        with pytest.raises(Hidden):
            resource_of(viewer, key)


def test_a_draft_has_none_and_a_withdrawn_one_says_so(waste: Dataset, sari: User) -> None:
    key = str(resource_id(waste.pk, Format.CSV))
    Dataset.objects.update(live_version=None)
    with pytest.raises(Hidden):
        resource_of(sari, key)
    Dataset.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="Keliru.")
    with pytest.raises(Gone):
        resource_of(None, key)
