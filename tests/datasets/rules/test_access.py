"""The one visibility rule. The whole table role × act × state × access is in `tests/matrix`."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from datasets.models import Dataset, User
from datasets.rules.access import (
    Act,
    check_rows,
    demand,
    find_dataset,
    find_upload,
    is_draft,
    is_public,
    is_wider,
    may,
    may_download_original,
    may_read_rows,
    published_datasets,
    readable_datasets,
    visible_datasets,
    visible_uploads,
)
from datasets.rules.errors import Denied, Gone, Hidden
from datasets.vocab import Access, Role, UploadState
from tests import factories


def live(slug: str, access: Access = Access.OPEN) -> Dataset:
    dataset = factories.dataset(slug, access=access)
    factories.published(dataset)
    return dataset


def withdrawn(slug: str, access: Access = Access.OPEN) -> Dataset:
    return factories.dataset(
        slug, access=access, withdrawn_at=datetime(2026, 11, 1, tzinfo=UTC), withdrawn_reason="Salah hitung."
    )


def slugs(datasets: Any) -> list[str]:
    return sorted(dataset.slug for dataset in datasets)


@pytest.fixture
def city(db: None) -> None:
    live("terbuka")
    live("terbatas", Access.RESTRICTED)
    live("tertutup", Access.CLOSED)
    factories.dataset("draf")
    withdrawn("ditarik")


@pytest.mark.usefixtures("city")
class TestLists:
    def test_the_public_sees_what_is_published(self) -> None:
        assert slugs(published_datasets(None)) == ["terbatas", "terbuka"]
        assert slugs(published_datasets(AnonymousUser())) == ["terbatas", "terbuka"]
        assert slugs(visible_datasets(None)) == ["ditarik", "terbatas", "terbuka"]

    def test_the_public_reads_rows_of_open_ones_only(self) -> None:
        assert slugs(readable_datasets(None)) == ["terbuka"]

    def test_the_own_office_knows_everything_of_its_own(self, sari: User) -> None:
        assert slugs(visible_datasets(sari)) == sorted(["terbuka", "terbatas", "tertutup", "draf", "ditarik"])
        assert slugs(published_datasets(sari)) == ["terbatas", "terbuka", "tertutup"]
        assert slugs(readable_datasets(sari)) == sorted(["terbuka", "terbatas", "tertutup", "draf"])

    def test_another_office_sees_what_the_public_sees(self, budi: User) -> None:
        assert slugs(visible_datasets(budi)) == slugs(visible_datasets(None))
        assert slugs(readable_datasets(budi)) == ["terbuka"]

    def test_walidata_knows_all(self, wati: User) -> None:
        assert visible_datasets(wati).count() == 5

    @pytest.mark.parametrize("role", [Role.PEMBINA, Role.PIMPINAN])
    def test_pembina_and_pimpinan_read_restricted_but_never_closed(self, role: Role) -> None:
        person = factories.person("seseorang", role)
        assert slugs(readable_datasets(person)) == ["terbatas", "terbuka"]
        assert slugs(published_datasets(person)) == ["terbatas", "terbuka"]

    def test_an_account_that_was_closed_sees_what_the_public_sees(self, wati: User) -> None:
        wati.is_active = False
        assert slugs(visible_datasets(wati)) == slugs(visible_datasets(None))
        assert not may(wati, Act.APPROVE)

    def test_lists_compose_and_cost_one_query(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            found = list(published_datasets(None).filter(title__startswith="Ter"))
            assert [dataset.live_version and dataset.live_version.number for dataset in found] == [1, 1]
            assert {dataset.organization.slug for dataset in found} == {"dinas-lingkungan-hidup"}


@pytest.mark.usefixtures("city")
class TestOneDataset:
    def test_what_may_not_be_known_is_not_found(self, budi: User) -> None:
        for slug in ("draf", "tertutup", "tidak-ada"):
            with pytest.raises(Hidden):
                find_dataset(budi, slug)

    def test_what_was_withdrawn_says_so_to_everybody(self, sari: User, wati: User) -> None:
        for viewer in (None, sari, wati):
            with pytest.raises(Gone, match="Ditarik") as gone:
                find_dataset(viewer, "ditarik")
            assert gone.value.reason == "Salah hitung."

    def test_a_closed_one_that_was_withdrawn_stays_unknown(self, sari: User) -> None:
        withdrawn("rahasia", Access.CLOSED)
        with pytest.raises(Hidden):
            find_dataset(None, "rahasia")
        with pytest.raises(Gone):
            find_dataset(sari, "rahasia")

    def test_rows_are_denied_hidden_or_gone(self, budi: User, sari: User) -> None:
        by_slug = {dataset.slug: dataset for dataset in Dataset.objects.all()}
        check_rows(None, by_slug["terbuka"])
        check_rows(sari, by_slug["tertutup"])
        with pytest.raises(Denied):
            check_rows(budi, by_slug["terbatas"])
        with pytest.raises(Hidden):
            check_rows(budi, by_slug["tertutup"])
        with pytest.raises(Gone):
            check_rows(sari, by_slug["ditarik"])

    def test_drafts_are_read_by_their_people_only(self, sari: User, budi: User, wati: User) -> None:
        draft = Dataset.objects.get(slug="draf")
        assert is_draft(draft)
        assert may_read_rows(sari, draft)
        assert may_read_rows(wati, draft)
        assert not may_read_rows(budi, draft)
        assert not may_read_rows(None, draft)


class TestUploads:
    def test_the_own_office_and_walidata_follow_it(self, sari: User, budi: User, wati: User) -> None:
        upload = factories.upload(factories.dataset())
        colleague = factories.person("santi", Role.PRODUSEN, "dinas-lingkungan-hidup")
        for viewer in (sari, colleague, wati):
            assert find_upload(viewer, upload.pk) == upload
        for stranger in (budi, None, factories.person("admin", Role.ADMIN)):
            with pytest.raises(Hidden):
                find_upload(stranger, upload.pk)

    def test_an_id_that_is_none_is_not_found(self, sari: User) -> None:
        for wrong in (uuid.uuid4(), "bukan-id"):
            with pytest.raises(Hidden):
                find_upload(sari, wrong)

    def test_pembina_sees_what_lies_with_them(self, sari: User) -> None:
        bima = factories.person("bima", Role.PEMBINA)
        dataset = factories.dataset()
        factories.upload(dataset, UploadState.SUBMITTED)
        review = factories.upload(dataset, UploadState.PEMBINA_REVIEW)
        assert list(visible_uploads(bima)) == [review]
        Dataset.objects.update(access=Access.CLOSED)
        assert not visible_uploads(bima).exists()

    def test_the_original_is_for_its_office_and_walidata(self, sari: User, budi: User, wati: User) -> None:
        upload = factories.upload(live("terbuka"), UploadState.PUBLISHED)
        assert may_download_original(sari, upload)
        assert may_download_original(wati, upload)
        others = (budi, None, factories.person("bima", Role.PEMBINA), factories.person("wk", Role.PIMPINAN))
        assert not any(may_download_original(viewer, upload) for viewer in others)


class TestDemand:
    def test_a_right_that_is_theirs_passes(self, sari: User) -> None:
        demand(sari, Act.UPLOAD, factories.dataset())

    def test_what_may_be_known_is_denied(self, budi: User) -> None:
        with pytest.raises(Denied):
            demand(budi, Act.UPLOAD, live("terbuka"))

    def test_what_may_not_be_known_is_hidden(self, budi: User) -> None:
        draft = factories.dataset()
        with pytest.raises(Hidden):
            demand(budi, Act.UPLOAD, draft)
        with pytest.raises(Hidden):
            demand(budi, Act.CANCEL, factories.upload(draft))

    def test_who_sent_it_never_approves_it_whatever_they_became(self, wati: User) -> None:
        upload = factories.upload(factories.dataset(), UploadState.SUBMITTED, uploaded_by=wati)
        with pytest.raises(Denied) as refusal:
            demand(wati, Act.APPROVE, upload)
        assert refusal.value.code == "own_upload"

    def test_an_office_registers_for_itself_only(self, sari: User, budi: User) -> None:
        office = factories.office()
        assert may(sari, Act.CREATE_DATASET, office)
        assert not may(budi, Act.CREATE_DATASET, office)


def test_open_is_wider_than_restricted_is_wider_than_closed() -> None:
    assert is_wider(Access.OPEN, Access.RESTRICTED)
    assert is_wider(Access.RESTRICTED, Access.CLOSED)
    assert not is_wider(Access.CLOSED, Access.CLOSED)
    assert not is_wider(Access.CLOSED, Access.OPEN)


@pytest.mark.django_db
def test_a_dataset_is_found_by_its_id_as_by_its_name() -> None:
    open_data = live("terbuka")
    assert find_dataset(None, str(open_data.pk)) == open_data
    assert find_dataset(None, str(open_data.pk).upper()) == open_data
    with pytest.raises(Hidden):
        find_dataset(None, open_data.pk.hex)


@pytest.mark.django_db
@pytest.mark.parametrize("access", list(Access))
def test_public_of_one_dataset_is_what_the_lists_show_nobody(access: Access) -> None:
    factories.dataset("draf", access=access)
    factories.published(factories.dataset("hidup", access=access))
    gone = factories.published(factories.dataset("ditarik", access=access)).dataset
    gone.withdrawn_at = datetime.now(UTC)
    gone.save()
    everything = list(Dataset.objects.all())
    assert {d.slug for d in everything if is_public(d)} == {d.slug for d in published_datasets(None)}
    read = readable_datasets(None)
    assert {d.slug for d in everything if is_public(d, rows=True)} == {d.slug for d in read}
