"""One-click repairs by form, without JavaScript: it works, then each refusal."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from datasets.models import FaultyRow, Finding, Upload, User
from datasets.rules.repairs import key_of
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


ROWS = {"labels": ["Kelurahan", "Jumlah"], "letters": ["A", "B"]}


@pytest.fixture
def faulty(upload: Upload) -> Upload:
    Upload.objects.filter(pk=upload.pk).update(table=TABLE | ROWS)
    for position, value in enumerate(("Gamalamo", "<b>?</b>")):
        FaultyRow.objects.create(upload=upload, position=position, row=4 + position, cells=[value, "7"])
    return upload


def cell(row: int, old: str, **more: str) -> str:
    return json.dumps({"row": row, "column": "Kelurahan", "old": old, **more})


def test_rows_are_mended_in_place_and_only_changed_cells_become_repairs(
    inside: Client, faulty: Upload
) -> None:
    for page in (inside.get(address(faulty)), inside.get(address(faulty, "/baris"))):
        text = page.content.decode()
        assert 'value="Gamalamo"' in text
        assert "<b>?</b>" not in text
        assert "Simpan perbaikan" in text
    given = {"sel": [cell(4, "Gamalamo"), cell(5, "<b>?</b>")], "new": ["Gamalamo", " Sasa "]}
    answer = inside.post(address(faulty, "/baris"), given, follow=True)
    faulty.refresh_from_db()
    mended = {"kind": "cell", "row": 5, "column": "Kelurahan", "old": "<b>?</b>", "new": "Sasa"}
    assert (faulty.state, faulty.recipe["repairs"]) == (UploadState.CHECKING, [mended])
    assert "1 sel diperbaiki" in answer.content.decode()
    listed = inside.get(address(faulty)).content.decode()
    assert "Baris 5, kolom “Kelurahan”: “&lt;b&gt;?&lt;/b&gt;” dibaca sebagai “Sasa”" in listed


def test_a_tapped_proposal_is_applied_with_what_else_was_typed(inside: Client, faulty: Upload) -> None:
    given = {
        "sel": [cell(4, "Gamalamo"), cell(5, "<b>?</b>")],
        "new": ["Gamalamo", "Sasa"],
        "usul": cell(4, "Gamalamo", new="Gamalama"),
    }
    inside.post(address(faulty, "/baris"), given)
    faulty.refresh_from_db()
    assert [one["new"] for one in faulty.recipe["repairs"]] == ["Sasa", "Gamalama"]


def test_two_people_at_once_lose_nothing_unsaid(inside: Client, faulty: Upload) -> None:
    given = {"sel": [cell(4, "Gamalamo"), cell(99, "x")], "new": ["Sasa", "y"]}
    Upload.objects.filter(pk=faulty.pk).update(state=UploadState.CHECKING)
    busy = inside.post(address(faulty, "/baris"), given)
    theirs = {"kind": "cell", "row": 4, "column": "Kelurahan", "old": "Gamalamo", "new": "Jati"}
    Upload.objects.filter(pk=faulty.pk).update(state=UploadState.FAILED, recipe={"repairs": [theirs]})
    overtaken = inside.post(address(faulty, "/baris"), {"sel": [cell(4, "Gamalamo")], "new": ["Sasa"]})
    for answer in (busy, overtaken):
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Yang Anda ketik masih ada" in text
        assert 'value="Sasa"' in text
    assert "Baris 99, kolom “Kelurahan”: y" in busy.content.decode()
    assert "sudah diperbaiki menjadi “Jati”" in overtaken.content.decode()
    faulty.refresh_from_db()
    assert faulty.recipe["repairs"] == [theirs]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"sel": "bukan json", "new": "x"},
        {"sel": "[1]", "new": "x"},
        {"sel": json.dumps({"row": "4", "column": "Kelurahan", "old": "a"}), "new": "x"},
        {"sel": json.dumps({"row": 4, "column": "Lain", "old": "a"}), "new": "x"},
        {"sel": json.dumps({"row": 4, "column": "Kelurahan", "old": "a"}), "new": "x" * 301},
        {"usul": "{"},
    ],
)
def test_what_is_no_repair_of_a_cell_is_refused(
    inside: Client, faulty: Upload, given: dict[str, str]
) -> None:
    assert inside.post(address(faulty, "/baris"), given).status_code == 400
    faulty.refresh_from_db()
    assert (faulty.state, faulty.recipe) == (UploadState.FAILED, {})


def test_the_rows_are_for_who_may_mend_them(
    inside: Client, faulty: Upload, budi: User, wati: User, client: Client
) -> None:
    other, reviewer = Client(), Client()
    other.force_login(budi)
    reviewer.force_login(wati)
    for method in ("get", "post"):
        assert getattr(other, method)(address(faulty, "/baris")).status_code == 404
        assert getattr(reviewer, method)(address(faulty, "/baris")).status_code == 403
        assert getattr(Client(), method)(address(faulty, "/baris")).status_code == 302
    Upload.objects.filter(pk=faulty.pk).update(state=UploadState.SUBMITTED)
    away = inside.get(address(faulty, "/baris"))
    assert (away.status_code, away["Location"]) == (302, address(faulty))


def test_a_repair_that_found_nothing_says_so_in_the_list(inside: Client, upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(recipe={"repairs": [ONE]})
    Finding.objects.create(
        upload=upload, position=9, code=FindingCode.REPAIR_UNNEEDED, severity=Severity.FIXED,
        column="Kelurahan", value="Gamalamo", params={"repair": "replace"},
    )  # fmt: skip
    assert "Tidak diperlukan lagi." in inside.get(address(upload)).content.decode()


def test_small_counts_are_left_empty_with_one_click(inside: Client, upload: Upload) -> None:
    for at, value in enumerate(("3", "1"), 10):
        Finding.objects.create(
            upload=upload, position=at, code=FindingCode.SMALL_COUNT, severity=Severity.WARNING,
            column="Kelurahan", row=at, cell=f"A{at}", value=value,
        )  # fmt: skip
    assert "Kosongkan semua nilai di bawah 5" in inside.get(address(upload)).content.decode()
    given = {
        "kind": "replace",
        "column": "Kelurahan",
        "old": ["3", "1"],
        "new": ["", ""],
        "empty": ["0", "1"],
    }
    inside.post(address(upload, "/perbaiki"), given)
    upload.refresh_from_db()
    assert [(one["old"], one["new"]) for one in upload.recipe["repairs"]] == [("3", ""), ("1", "")]


def test_a_personal_column_is_masked_by_the_form_and_no_other_office_may(
    inside: Client, upload: Upload, budi: User
) -> None:
    Finding.objects.create(
        upload=upload, position=20, code=FindingCode.PERSONAL_COLUMN, severity=Severity.ERROR,
        column="Kelurahan", params={"kind": "phone", "inside": True},
    )  # fmt: skip
    page = inside.get(address(upload)).content.decode()
    assert [f'value="{kind}"' in page for kind in ("mask", "mask_in_text", "drop_column")] == [True] * 3
    stranger = Client()
    stranger.force_login(budi)
    asked = {"kind": "mask", "column": "Kelurahan"}
    assert stranger.post(address(upload, "/perbaiki"), asked).status_code == 404
    inside.post(address(upload, "/perbaiki"), asked)
    upload.refresh_from_db()
    assert upload.recipe["repairs"] == [asked]
