"""What waits for whom, as querysets: each role's share, and whose turn an upload is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from datasets.models import User
from datasets.queries.desk import desk_of, register, review_queue, to_upload
from datasets.rules.access import visible_datasets
from datasets.vocab import Role, UploadState
from tests import factories

MINE = (UploadState.RETURNED, UploadState.NEEDS_ANSWER, UploadState.FAILED, UploadState.READY)
MACHINE = (UploadState.RECEIVED, UploadState.CHECKING)
OTHERS = (UploadState.SUBMITTED, UploadState.PEMBINA_REVIEW, UploadState.APPROVED)


@pytest.mark.parametrize("state", list(UploadState))
def test_each_state_is_somebodys_turn_or_nobodys(sari: User, state: UploadState) -> None:
    upload = factories.upload(factories.dataset(), state)
    desk = desk_of(sari)
    assert (upload in desk.to_mend) == (state in MINE)
    assert (upload in desk.in_check) == (state in MACHINE)
    assert (upload in desk.with_others) == (state in OTHERS)


def test_a_newer_file_of_the_same_period_takes_the_turn(sari: User) -> None:
    draft, earlier = factories.dataset(), timezone.now() - timedelta(days=1)
    old = factories.upload(draft, UploadState.FAILED, received_at=earlier, period="2026-10")
    other = factories.upload(draft, UploadState.FAILED, received_at=earlier, period="2026-09")
    new = factories.upload(draft, UploadState.READY, period="2026-10")
    assert desk_of(sari).to_mend == [other, new]
    new.state = UploadState.CANCELLED
    new.save()
    assert set(desk_of(sari).to_mend) == {old, other}


def test_each_sees_the_own_offices_share(sari: User, budi: User, wati: User) -> None:
    draft = factories.dataset()
    upload = factories.upload(draft, UploadState.SUBMITTED)
    assert desk_of(sari).with_others == [upload]
    assert desk_of(sari).drafts == [draft]
    assert not any(vars(desk_of(budi)).values())
    assert desk_of(wati).to_review == [upload]
    assert desk_of(wati).with_others == []


def test_the_queue_of_the_pembina_holds_what_walidata_passed_on(wati: User) -> None:
    bima = factories.person("bima", Role.PEMBINA)
    draft = factories.dataset()
    factories.upload(draft, UploadState.SUBMITTED)
    passed_on = factories.upload(draft, UploadState.PEMBINA_REVIEW)
    assert list(review_queue(bima)) == [passed_on]
    assert passed_on not in review_queue(wati)


def test_a_release_is_late_from_the_day_after(sari: User) -> None:
    today = timezone.localdate()
    late = factories.dataset("telat", next_release=today - timedelta(days=1))
    factories.dataset("hari-ini", next_release=today)
    factories.dataset("tanpa-jadwal")
    assert desk_of(sari).late == [late]


def test_what_was_published_within_a_month_is_shown(sari: User) -> None:
    fresh, old = factories.dataset("baru"), factories.dataset("lama")
    factories.published(fresh)
    version = factories.published(old)
    version.published_at = timezone.now() - timedelta(days=31)
    version.save()
    assert desk_of(sari).published == [fresh]


def test_the_register_opens_with_drafts_and_carries_the_newest_upload(sari: User) -> None:
    live, draft = factories.dataset("a-terbit", title="A terbit"), factories.dataset("z-draf", title="Z draf")
    factories.published(live)
    factories.upload(draft, UploadState.FAILED, received_at=timezone.now() - timedelta(days=1))
    newest = factories.upload(draft, UploadState.READY)
    first, second = register(sari)
    assert (first, second) == (draft, live)
    carried = vars(first)
    assert (carried["last_upload_id"], carried["last_upload_state"]) == (newest.pk, UploadState.READY)


def test_the_register_is_searched_by_title_and_office(wati: User) -> None:
    draft = factories.dataset()
    assert list(register(wati, "sampah")) == [draft]
    assert list(register(wati, "lingkungan")) == [draft]
    assert list(register(wati, "100%")) == []


def test_files_are_sent_for_own_datasets_that_were_not_withdrawn(sari: User, wati: User) -> None:
    draft = factories.dataset()
    factories.dataset("ditarik", withdrawn_at=timezone.now())
    assert list(to_upload(sari)) == [draft]
    assert list(to_upload(wati)) == []
    assert visible_datasets(sari).count() == 2
