"""One-click repairs by form, without JavaScript: it works, then each refusal."""

from __future__ import annotations

import pytest
from django.test import Client

from datasets.actions.repairs import key_of
from datasets.models import Finding, Upload, User
from datasets.vocab import FindingCode, Severity, UploadState
from tests import factories

TABLE = {"format": "csv", "header_row": "1", "rows": 9, "columns": [{"id": "kel", "label": "Kelurahan"}]}
ONE = {"kind": "replace", "column": "Kelurahan", "old": "Gamalamo", "new": "Gamalama"}


@pytest.fixture
def inside(client: Client, sari: User) -> Client:
    client.force_login(sari)
    return client


@pytest.fixture
def upload(sari: User) -> Upload:
    made = factories.upload(factories.dataset(), UploadState.FAILED, table=TABLE, counts={"errors": 2})
    for position, value in enumerate(("Gamalamo", "<b>?</b>")):
        Finding.objects.create(
            upload=made,
            position=position,
            code=FindingCode.CODE_UNKNOWN,
            severity=Severity.ERROR,
            column="Kelurahan",
            row=4 + position,
            cell=f"A{4 + position}",
            value=value,
            params={"near": [["Gamalama", "Gamalama"]]} if position == 0 else {},
        )
    return made


def address(upload: Upload, more: str = "") -> str:
    return f"/kerja/unggahan/{upload.pk}{more}"


def test_the_page_offers_and_the_form_applies(inside: Client, upload: Upload) -> None:
    page = inside.get(address(upload)).content.decode()
    assert "Terapkan ke 1 sel" in page
    assert 'value="Gamalama"' in page
    assert "<b>?</b>" not in page
    given = {
        "kind": "replace",
        "column": "Kelurahan",
        "old": ["Gamalamo", "<b>?</b>"],
        "new": ["Gamalama", ""],
    }
    answer = inside.post(address(upload, "/perbaiki"), given, follow=True)
    upload.refresh_from_db()
    assert (upload.state, upload.recipe["repairs"]) == (UploadState.CHECKING, [ONE])
    assert "Perbaikan diterapkan" in answer.content.decode()


def test_a_value_may_be_ticked_as_no_data(inside: Client, upload: Upload) -> None:
    given = {
        "kind": "replace", "column": "Kelurahan",
        "old": ["Gamalamo", "<b>?</b>"], "new": ["Gamalama", ""], "empty": ["1"],
    }  # fmt: skip
    inside.post(address(upload, "/perbaiki"), given)
    upload.refresh_from_db()
    assert [repair["new"] for repair in upload.recipe["repairs"]] == ["Gamalama", ""]


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "drop_rows", "row": ["4", "x", "9"]},
        {"kind": "rename", "column": "Kelurahan", "new": "Kel"},
        {"kind": "drop_column", "column": "Kelurahan"},
    ],
)
def test_the_other_kinds_apply_too(inside: Client, upload: Upload, given: dict[str, object]) -> None:
    inside.post(address(upload, "/perbaiki"), given)
    upload.refresh_from_db()
    assert upload.recipe["repairs"][0]["kind"] == given["kind"]


def test_what_was_applied_is_listed_and_taken_back(inside: Client, upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.READY, recipe={"repairs": [ONE]})
    page = inside.get(address(upload)).content.decode()
    assert "Perbaikan yang diterapkan" in page
    assert "“Gamalamo” di kolom “Kelurahan” dibaca sebagai “Gamalama”" in page
    inside.post(address(upload, "/perbaiki/batal"), {"key": key_of(ONE)})
    upload.refresh_from_db()
    assert (upload.state, upload.recipe["repairs"]) == (UploadState.CHECKING, [])


def test_refusals_are_said_on_the_page_and_nothing_changes(inside: Client, upload: Upload) -> None:
    wrong = inside.post(address(upload, "/perbaiki"), {"kind": "drop_column", "column": "Lain"})
    assert wrong.status_code == 400
    assert "tidak punya kolom “Lain”" in wrong.content.decode()
    assert inside.post(address(upload, "/perbaiki"), {"kind": "x"}).status_code == 400
    assert inside.post(address(upload, "/perbaiki/batal"), {"key": "x"}).status_code == 400
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.SUBMITTED)
    assert inside.post(address(upload, "/perbaiki"), {**ONE}).status_code == 409
    assert inside.get(address(upload, "/perbaiki")).status_code == 405


def test_another_office_sees_nothing_to_repair(upload: Upload, budi: User) -> None:
    client = Client()
    client.force_login(budi)
    assert client.post(address(upload, "/perbaiki"), ONE).status_code == 404
