"""Refusals: a code for machines, a sentence for people, and what a page or the API needs to answer."""

from __future__ import annotations

import pytest
from django.utils import timezone

from datasets.rules import errors
from datasets.vocab import FindingCode, UploadState


def every_refusal() -> list[errors.Refused]:
    fault = errors.Fault("title", "required", "Isi judulnya.")
    return [
        errors.Denied(),
        errors.Hidden(),
        errors.Gone("Salah hitung.", timezone.now(), "Sampah"),
        errors.IllegalMove(UploadState.READY, "approve"),
        errors.NotReady(["unit"]),
        errors.Invalid(fault),
        errors.PeriodWrong("period_unknown", "Periode ini tidak dikenali."),
        errors.EmptyFile(),
        errors.NotATable(FindingCode.IS_PDF, "PDF"),
    ]


@pytest.mark.parametrize("refusal", every_refusal(), ids=lambda refusal: type(refusal).__name__)
def test_each_refusal_has_a_code_and_a_sentence(refusal: errors.Refused) -> None:
    assert refusal.code.replace("_", "").isalnum()
    assert refusal.message.endswith(".")
    assert str(refusal) == refusal.message


def test_a_withdrawal_tells_reason_moment_and_title() -> None:
    now = timezone.now()
    gone = errors.Gone("Salah hitung.", now, "Sampah")
    assert (gone.reason, gone.at, gone.title) == ("Salah hitung.", now, "Sampah")


def test_several_faults_are_told_at_once() -> None:
    first = errors.Fault("title", "required", "Isi judulnya.")
    second = errors.Fault("topic", "invalid", "Pilih topiknya.")
    refusal = errors.Invalid(first, second)
    assert refusal.faults == (first, second)
    assert refusal.message == "Isi judulnya. Pilih topiknya."


def test_a_wrong_period_is_a_fault_of_its_field() -> None:
    refusal = errors.PeriodWrong("period_unknown", "Tidak dikenali.")
    assert refusal.faults == (errors.Fault("period", "period_unknown", "Tidak dikenali."),)


def test_what_is_no_table_says_what_it_is_and_how_to_mend_it() -> None:
    refusal = errors.NotATable(FindingCode.IS_IMAGE, "JPEG")
    assert "JPEG" in refusal.message
    assert "XLSX" in refusal.message


def test_the_store_s_refusals_are_worded_too() -> None:
    assert "200 MB" in str(errors.TOO_LARGE) % {"limit": 200}
    assert "tidak ada yang hilang" in str(errors.DISK_FULL)
