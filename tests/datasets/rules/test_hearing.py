"""Who may hear of what: as much as a page would show, and no more."""

from __future__ import annotations

import pytest

from datasets.models import Announcement, User
from datasets.rules.hearing import may_hear
from datasets.trail import record
from datasets.vocab import Access, Role, UploadState, Verb
from tests import factories


@pytest.mark.parametrize(
    ("access", "hears"),
    [(Access.OPEN, True), (Access.RESTRICTED, True), (Access.CLOSED, False)],
)
def test_a_publication_follows_the_datasets_own_visibility(
    sari: User, budi: User, wati: User, access: Access, hears: bool
) -> None:
    version = factories.published(factories.dataset(access=access))
    record(None, Verb.PUBLISH_VERSION, version.upload, detail={"version": 1})
    told = Announcement.objects.get()
    assert (may_hear(sari, told), may_hear(wati, told), may_hear(budi, told)) == (True, True, hears)
    assert may_hear(factories.person("bima", Role.PEMBINA), told) == hears
    sari.is_active = False
    assert not may_hear(sari, told)


def test_a_file_on_its_way_is_for_who_may_follow_it(sari: User, budi: User, wati: User) -> None:
    upload = factories.upload(factories.dataset(), UploadState.RETURNED)
    record(wati, Verb.RETURN_UPLOAD, upload, note="Perbaiki.")
    told = Announcement.objects.get()
    assert (may_hear(sari, told), may_hear(wati, told), may_hear(budi, told)) == (True, True, False)
    assert not may_hear(factories.person("walikota", Role.PIMPINAN), told)
