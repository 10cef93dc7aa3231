"""How a version is cited, with an address that stays."""

from __future__ import annotations

import pytest

from datasets.queries.citation import citation_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_version_is_cited_with_office_year_number_and_lasting_address() -> None:
    dataset = factories.dataset()
    cited = citation_of(dataset, factories.published(dataset))
    assert cited is not None
    assert cited.text.startswith(
        f"Dinas Lingkungan Hidup ({cited.published_at.year}). Sampah terangkut, versi 1."
    )
    assert cited.text.endswith(cited.url)
    assert cited.url.endswith("/dataset/sampah-terangkut/versi/1")


def test_nothing_published_is_nothing_to_cite() -> None:
    assert citation_of(factories.dataset(), None) is None
