"""Who gets the marked workbook, and what becomes of the child that makes it."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from datasets import store
from datasets.models import Finding, Upload, User
from datasets.queries import annotated
from datasets.queries.annotated import annotated_file
from datasets.queries.errors import TooSlow
from datasets.rules.errors import Hidden, IllegalMove
from datasets.vocab import FindingCode, Role, Severity, UploadState
from tests import factories

pytestmark = pytest.mark.django_db


def sent(state: UploadState = UploadState.FAILED, content: bytes = b"Kelurahan,Ton\nSasa,lima\n") -> Upload:
    stored = store.save([content])
    upload = factories.upload(factories.dataset(), state, sha256=stored.sha256, filename="../aneh 1.csv")
    Finding.objects.create(
        upload=upload,
        position=0,
        code=FindingCode.WRONG_TYPE,
        severity=Severity.ERROR,
        row=2,
        column="Ton",
        cell="B2",
        value="lima",
        params={"kind": "decimal"},
    )
    return upload


def test_its_office_and_walidata_get_it_with_the_findings_in_words(sari: User, wati: User) -> None:
    upload = sent()
    for person in (sari, wati):
        file = annotated_file(person, upload.pk)
        book = load_workbook(io.BytesIO(file.content))
        assert "lima" in book["Data"]["B2"].comment.text
        assert book["Temuan"]["A5"].value == "Harus diperbaiki"
        assert file.filename == "aneh 1-temuan.xlsx"


def test_nobody_else_gets_it(budi: User) -> None:
    upload = sent(UploadState.PEMBINA_REVIEW)
    for person in (budi, None, factories.person("pembina", Role.PEMBINA)):
        with pytest.raises(Hidden):
            annotated_file(person, upload.pk)


def test_there_is_none_before_checking_or_without_the_original(sari: User) -> None:
    with pytest.raises(IllegalMove):
        annotated_file(sari, sent(UploadState.CHECKING).pk)
    with pytest.raises(Hidden):
        annotated_file(sari, factories.upload(factories.dataset("lain"), UploadState.FAILED).pk)


def test_a_child_that_dies_or_is_late_is_no_crash(sari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = sent()
    monkeypatch.setattr(annotated, "CHILD", "datasets.intake.tidak_ada")
    with pytest.raises(TooSlow):
        annotated_file(sari, upload.pk)
    monkeypatch.setattr(annotated, "CHILD", "datasets.intake.annotate")
    monkeypatch.setattr(annotated, "_SECONDS", 0.01)
    with pytest.raises(TooSlow):
        annotated_file(sari, upload.pk)


def test_one_waits_for_the_other_but_not_for_ever(sari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = sent()
    monkeypatch.setattr(annotated, "_PATIENCE", 0.01)
    with annotated._turn, pytest.raises(TooSlow):
        annotated_file(sari, upload.pk)
    assert annotated_file(sari, upload.pk).content[:2] == b"PK"
