"""Pages for search engines: what is public, with the moment it last changed."""

from __future__ import annotations

import pytest

from datasets.models import Dataset
from datasets.queries import sitemap
from datasets.queries.sitemap import dataset_files, dataset_pages, other_pages
from datasets.rules.errors import Hidden
from datasets.vocab import Access
from tests import factories

pytestmark = pytest.mark.django_db


def test_pages_are_split_by_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PER_FILE", 2)
    for number in range(3):
        factories.published(factories.dataset(f"data-{number}"))
    assert [page.path for page in dataset_pages(1)] == ["dataset/data-0", "dataset/data-1"]
    assert [page.path for page in dataset_pages(2)] == ["dataset/data-2"]
    files = dataset_files()
    assert [file.number for file in files] == [1, 2]
    assert files[1].changed_at == dataset_pages(2)[0].changed_at
    for number in (3, 0, -1):
        with pytest.raises(Hidden):
            dataset_pages(number)


def test_an_office_is_as_new_as_its_newest_dataset() -> None:
    factories.published(factories.dataset("lama"))
    newest = factories.published(factories.dataset("baru")).published_at
    pages = {page.path: page.changed_at for page in other_pages()}
    assert pages["opd/dinas-lingkungan-hidup"] == pages["topik/persampahan"] == pages[""] == newest
    assert pages["pengembang"] is None


def test_what_nobody_may_know_makes_nothing_newer() -> None:
    factories.published(factories.dataset(access=Access.CLOSED))
    pages = {page.path: page.changed_at for page in other_pages()}
    assert "topik/persampahan" not in pages
    assert pages["opd/dinas-lingkungan-hidup"] is None
    assert dataset_files() == []
    Dataset.objects.update(access=Access.RESTRICTED)
    assert len(dataset_pages(1)) == 1
