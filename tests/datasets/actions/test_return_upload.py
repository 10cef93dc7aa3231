"""A reviewer sends a file back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from datasets.actions.return_upload import return_upload
from datasets.models import Dataset, Event, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.vocab import Role, UploadState
from tests import factories


def test_it_goes_back_with_a_note_and_comments_by_field(
    wati: User, dataset: Dataset, lines: Callable[[Any], list[Event]]
) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    return_upload(wati, upload, "Satuan belum jelas.", {"unit": "Ton atau kilogram?"})
    upload.refresh_from_db()
    assert upload.state == UploadState.RETURNED
    (line,) = lines(upload)
    assert (line.from_state, line.to_state, line.note) == ("submitted", "returned", "Satuan belum jelas.")
    assert line.detail == {"fields": {"unit": "Ton atau kilogram?"}}


def test_support_of_the_office_may_precheck_and_pembina_what_lies_with_them(dataset: Dataset) -> None:
    joko = factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup")
    bima = factories.person("bima", Role.PEMBINA)
    submitted = factories.upload(dataset, UploadState.SUBMITTED)
    review = factories.upload(dataset, UploadState.PEMBINA_REVIEW)
    assert return_upload(joko, submitted, "Judul kolom salah.").state == UploadState.RETURNED
    assert return_upload(bima, review, "Konsep belum baku.").state == UploadState.RETURNED


def test_without_a_note_nothing_goes_back(wati: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    with pytest.raises(Invalid):
        return_upload(wati, upload, "  ")
    upload.refresh_from_db()
    assert upload.state == UploadState.SUBMITTED


def test_what_does_not_wait_for_a_decision_cannot_go_back(wati: User, dataset: Dataset) -> None:
    for state in (UploadState.READY, UploadState.APPROVED, UploadState.PUBLISHED, UploadState.RETURNED):
        with pytest.raises(IllegalMove):
            return_upload(wati, factories.upload(dataset, state), "Salah.")


def test_nobody_else_may(sari: User, budi: User, dataset: Dataset) -> None:
    upload = factories.upload(dataset, UploadState.SUBMITTED)
    with pytest.raises(Denied):
        return_upload(sari, upload, "Salah.")
    with pytest.raises(Hidden):
        return_upload(budi, upload, "Salah.")
