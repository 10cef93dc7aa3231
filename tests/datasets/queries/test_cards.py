"""The shapes of datasets: keys of the contract, times with their offset, no person's address."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from datasets.models import Version
from datasets.queries.cards import api_url, card_of, detail_of, moment, page_url, version_card
from datasets.queries.catalog import dataset_detail
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(db: None) -> Version:
    made = factories.published(factories.dataset(contact_email="sari@ternate.test", contact_name="Sari P."))
    keep_file(made)
    return made


def test_times_have_the_citys_offset() -> None:
    assert moment(datetime(2026, 10, 31, 0, 12, tzinfo=UTC)) == "2026-10-31T09:12:00+09:00"
    assert moment(None) is None


def test_addresses_are_absolute_and_without_a_slash_at_their_end() -> None:
    assert api_url("datasets", "a") == "http://127.0.0.1:8000/api/v1/datasets/a"
    assert page_url("dataset", "a") == "http://127.0.0.1:8000/dataset/a"


def test_a_draft_has_no_version_yet() -> None:
    card = card_of(factories.dataset("draf"))
    assert (card["version"], card["row_count"], card["quality"]) == (None, None, None)


def test_nothing_internal_and_nobodys_address_is_shown(version: Version) -> None:
    shown = json.dumps(detail_of(dataset_detail(None, version.dataset.slug)))
    for word in ("sari", "p_", "table_name", "created_by", "recipe", "uploaded_by", "approved_by", "/var/"):
        assert word not in shown.lower()


def test_a_withdrawn_version_shows_why_and_no_files(version: Version) -> None:
    version.state, version.withdrawn_reason = "withdrawn", "Salah"
    card = version_card(version.dataset, version, is_rows_allowed=True)
    assert (card["withdrawn_reason"], card["distributions"]) == ("Salah", [])
