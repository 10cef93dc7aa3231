"""Walidata lets a personal column be open, with a reason that is kept; everybody else may not."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.actions.end_override import end_override
from datasets.actions.override_personal import override_personal
from datasets.models import Dataset, PersonalOverride, Upload, User
from datasets.rules.errors import Denied, Hidden, Invalid
from datasets.vocab import FindingCode as F
from datasets.vocab import Role, Severity, UploadState, Verb
from tests import factories
from tests.datasets.actions.test_repair_upload import again, codes, with_officers

REASON = "NIK petugas tercantum dalam SK 12/2026 yang terbuka."


def test_the_reason_opens_the_column_and_stays_in_the_trail(
    wati: User, dataset: Dataset, lines: Any, asked: Any
) -> None:
    upload = with_officers(dataset)
    assert upload.state == UploadState.FAILED
    with asked() as jobs:
        given = override_personal(wati, upload, "Petugas", f"  {REASON} ")
    assert (given.column, given.kinds, given.reason, given.given_by) == ("petugas", ["nik"], REASON, wati)
    assert len(jobs) == 1
    told = lines(dataset)[-1]
    assert (told.verb, told.note, told.actor, told.detail["kinds"]) == (
        Verb.OVERRIDE_PERSONAL, REASON, wati, ["nik"],
    )  # fmt: skip
    assert lines(upload)[-1].note == REASON
    upload = again(upload)
    assert upload.state == UploadState.READY
    assert upload.findings.get(code=F.PERSONAL_COLUMN).severity == Severity.WARNING


def test_it_holds_for_the_next_file_until_the_kind_changes_or_it_is_taken_back(
    wati: User, dataset: Dataset, lines: Any
) -> None:
    override_personal(wati, with_officers(dataset), "Petugas", REASON)
    PersonalOverride.objects.update(kinds=["nip"])
    dataset.columns.filter(name="petugas").delete()
    assert with_officers(dataset).state == UploadState.FAILED
    end_override(wati, dataset, "petugas")
    assert not dataset.personal_overrides.exists()
    assert (lines(dataset)[-1].verb, lines(dataset)[-1].note) == (Verb.END_OVERRIDE, REASON)
    with pytest.raises(Invalid):
        end_override(wati, dataset, "petugas")


def test_a_reason_given_again_replaces_the_one_before_and_both_stay_in_the_trail(
    wati: User, dataset: Dataset, lines: Any
) -> None:
    upload = with_officers(dataset)
    override_personal(wati, upload, "Petugas", REASON)
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.SUBMITTED)
    override_personal(wati, upload, "Petugas", REASON + " Diperpanjang 2027.")
    assert PersonalOverride.objects.get().reason.endswith("2027.")
    assert [one.note for one in lines(dataset) if one.verb == Verb.OVERRIDE_PERSONAL] == [
        REASON,
        REASON + " Diperpanjang 2027.",
    ]
    upload.refresh_from_db()
    assert upload.state == UploadState.SUBMITTED


@pytest.mark.parametrize(("column", "reason"), [
    ("Petugas", "perlu"), ("Petugas", " " * 40), ("Petugas", "x" * 2001), ("Kecamatan", REASON), ("Lain", REASON),
])  # fmt: skip
def test_no_reason_or_no_such_column_changes_nothing(
    wati: User, dataset: Dataset, column: str, reason: str
) -> None:
    upload = with_officers(dataset)
    with pytest.raises(Invalid):
        override_personal(wati, upload, column, reason)
    upload.refresh_from_db()
    assert (upload.state, PersonalOverride.objects.exists()) == (UploadState.FAILED, False)
    assert codes(upload) == {F.PERSONAL_COLUMN}


def test_nobody_else_may_give_or_end_one(sari: User, budi: User, wati: User, dataset: Dataset) -> None:
    upload = with_officers(dataset)
    support = factories.person("joko", Role.WALIDATA_PENDUKUNG, dataset.organization.slug)
    for actor in (sari, support, budi, *(factories.person(f"p-{role}", role) for role in _CITY)):
        with pytest.raises((Hidden, Denied)):
            override_personal(actor, upload, "Petugas", REASON)
    override_personal(wati, upload, "Petugas", REASON)
    for actor in (sari, support, budi):
        with pytest.raises((Hidden, Denied)):
            end_override(actor, dataset, "petugas")


_CITY = (Role.PEMBINA, Role.PIMPINAN, Role.SEKRETARIAT, Role.ADMIN)
