"""Datasets described for other systems: what the public may know, page by page."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone
from pytest_django import Settings

from datasets.export.described import Described
from datasets.models import Dataset, Version
from datasets.queries import described as queries
from datasets.queries.catalog import Filter, dataset_detail
from datasets.queries.described import (
    catalog_changed_at,
    catalog_shown,
    described,
    described_detail,
    feed_page,
    find_public,
)
from datasets.rules.errors import Gone, Hidden
from datasets.vocab import Access, License
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


def told(slug: str = "sampah-terangkut") -> Described:
    [found] = described([find_public(slug)])
    return found


def with_span(version: Version, minimum: str | None, maximum: str | None) -> None:
    part = version.parts.get()
    part.profile = {"bulan": {"minimum": minimum, "maximum": maximum}}
    part.save()


def test_pages_follow_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    made = [factories.published(factories.dataset(f"data-{n}")).dataset for n in range(3)]
    first = feed_page(Filter())
    assert ([d.pk for d in first.datasets], first.total, first.last) == ([d.pk for d in made[:2]], 3, 2)
    assert first.after == made[1].pk
    for second in (feed_page(Filter(), 2), feed_page(Filter(), 2, first.after)):
        assert ([d.pk for d in second.datasets], second.after) == ([made[2].pk], None)
    with pytest.raises(Hidden):
        feed_page(Filter(), 3)


def test_an_empty_catalogue_has_one_empty_page() -> None:
    page = feed_page(Filter())
    assert (page.datasets, page.total, page.last) == ([], 0, 1)
    assert catalog_changed_at() is None


def test_a_dataset_is_found_by_name_and_by_id() -> None:
    dataset = factories.published(factories.dataset()).dataset
    assert find_public(dataset.slug) == find_public(str(dataset.pk)) == dataset
    for ref in ("tidak-ada", str(uuid.uuid4()), "", "0" * 32):
        with pytest.raises(Hidden):
            find_public(ref)


def test_what_the_public_may_not_know_is_hidden() -> None:
    factories.dataset("draf")
    dataset = factories.published(factories.dataset(access=Access.CLOSED)).dataset
    for ref in ("draf", dataset.slug, str(dataset.pk)):
        with pytest.raises(Hidden):
            find_public(ref)
    Dataset.objects.update(access=Access.OPEN, withdrawn_at=timezone.now(), withdrawn_reason="Salah")
    with pytest.raises(Gone):
        find_public(dataset.slug)


def test_files_are_told_where_the_rows_are_for_everybody() -> None:
    version = factories.published(factories.dataset())
    keep_file(version)
    [file] = told().files
    assert (file.title, file.media_type, file.license[:26]) == (
        "CSV",
        "text/csv",
        "https://creativecommons.or",
    )
    Dataset.objects.update(license=License.CLOSED)
    assert told().files[0].license == ""
    Dataset.objects.update(access=Access.RESTRICTED)
    assert told().files == ()


def test_the_span_is_that_of_the_rows() -> None:
    version = factories.published(factories.dataset())
    assert (told().first_day, told().last_day) == (None, None)
    for minimum, maximum, first, last in (
        ("2025-01", "2026-10", "2025-01-01", "2026-10-31"),
        ("2026-02-03", "2026-02-04", "2026-02-03", "2026-02-04"),
        ("bukan", None, "None", "None"),
    ):
        with_span(version, minimum, maximum)
        assert (str(told().first_day), str(told().last_day)) == (first, last)


def test_it_is_issued_when_it_was_first_published() -> None:
    dataset = factories.dataset()
    first = factories.published(dataset)
    factories.published(dataset)
    assert told().issued == first.published_at
    assert described_detail(dataset_detail(None, dataset.slug)) == told()


def test_sample_data_say_so_wherever_they_are_told_of() -> None:
    factories.published(factories.dataset(is_sample=True, description_en="Waste."))
    description = dict(told().description)
    assert description["id"].startswith("Data contoh, bukan data resmi. Sampah yang")
    assert description["en"] == "Sample data, not official. Waste."


def test_of_shut_rows_no_days_are_told() -> None:
    with_span(factories.published(factories.dataset(access=Access.RESTRICTED)), "2025-01", "2026-10")
    assert (told().first_day, told().last_day) == (None, None)


def test_a_page_tells_the_same_as_a_feed() -> None:
    dataset = factories.dataset(method="Ditimbang.")
    factories.published(dataset)
    with_span(factories.published(dataset), "2025-01", "2026-10")
    assert described_detail(dataset_detail(None, dataset.slug)) == told()
    Dataset.objects.update(access=Access.RESTRICTED)
    for viewer in (None, factories.wati()):
        assert described_detail(dataset_detail(viewer, dataset.slug)) == told()


def test_of_what_the_public_does_not_know_a_page_tells_nothing() -> None:
    dataset = factories.dataset()
    wati = factories.wati()
    assert described_detail(dataset_detail(wati, dataset.slug)) is None
    factories.published(dataset)
    factories.published(dataset)
    assert described_detail(dataset_detail(wati, dataset.slug, 1)) is None
    Dataset.objects.update(access=Access.CLOSED)
    assert described_detail(dataset_detail(wati, dataset.slug)) is None


def test_the_version_before_is_the_newest_that_can_be_read() -> None:
    dataset = factories.dataset()
    for _ in range(3):
        factories.published(dataset)
    assert (told().version, told().previous[-8:]) == ("3", "/versi/2")
    Version.objects.filter(number=2).update(state="withdrawn")
    assert told().previous.endswith("/versi/1")


def test_the_catalogue_is_published_by_walidata(settings: Settings) -> None:
    assert catalog_shown(None).publisher.name == "Pemerintah Kota Ternate"
    office = factories.office("dinas-kominfo")
    office.code = settings.CITY.walidata
    office.save()
    assert catalog_shown(None).publisher.name == "Dinas Kominfo"
    assert [language for language, _text in catalog_shown(None).title] == ["id", "en"]
