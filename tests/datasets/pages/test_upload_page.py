"""Each button that a finding has on its upload's page: it is there, it is taken, it is recorded."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from datasets.models import Event, Finding, Upload, User
from datasets.queries.offers import OFFERED
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity, UploadState, Verb
from tests import factories

pytestmark = pytest.mark.django_db

TABLE = {
    "header_row": "1",
    "rows": 9,
    "columns": [{"id": "ton", "label": "Ton"}, {"id": "kolom_4", "label": ""}],
    "labels": ["Ton", ""],
}
#: What intake tells beside the column `Ton`, where an offer needs to know it.
BESIDE: dict[F, dict[str, Any]] = {
    F.KEY_DUPLICATE: {"params": {"first_row": 2, "same_row": 2}},
    F.COLUMN_RENAMED: {"suggestion": "Berat"},
    F.HEADER_EMPTY: {"column": "", "suggestion": "kolom_4"},
    F.HEADER_DUPLICATE: {"suggestion": "ton"},
    F.COLUMN_NEW: {"column": "Petugas", "params": {"name": "petugas", "type": "text", "role": "dimension"}},
    F.COLUMN_RETYPED: {"params": {"name": "terangkut_ton", "kind": "decimal", "becomes": "text"}},
    F.PERIOD_FILED: {"column": "", "params": {"period": "2024", "number": 3}},
}
#: The steps that two findings are answered with, and where they lead; all others lead to a new check.
STEPS = {F.PERIOD_FILED: UploadState.SUBMITTED, F.PERIOD_PENDING: UploadState.CANCELLED}


@pytest.fixture
def inside(client: Client, sari: User) -> Client:
    client.force_login(sari)
    return client


def told(code: F, state: UploadState) -> Upload:
    dataset = factories.dataset()
    factories.columns(dataset)
    upload = factories.upload(dataset, state, table=TABLE, counts={"errors": 1})
    given: dict[str, Any] = {"column": "Ton", "row": 4, "value": "lima"} | BESIDE.get(code, {})
    severity = Severity.WARNING if state is UploadState.READY else Severity.ERROR
    Finding.objects.create(upload=upload, position=0, code=code, severity=severity, **given)
    if code is F.COLUMN_MISSING:
        Finding.objects.create(
            upload=upload, position=1, code=F.COLUMN_NEW, severity=Severity.WARNING, column="Tonase"
        )
    return upload


def first_form(page: str) -> tuple[str, dict[str, Any]]:
    """Where the form of the first finding leads, and what its first button sends."""
    card = re.search(r'<ul class="galat g">(.*?)</section>', page, re.S)
    assert card is not None
    form = re.search(r"<form.*?</form>", card[1], re.S)
    assert form is not None, card[1]
    button = re.search(r"<button[^>]*>", form[0])
    assert button is not None
    before = form[0][: button.end()]
    address = re.findall(r'(?:form)?action="([^"]+)"', before)[-1]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<(?:input|button)[^>]*>", before):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and "checkbox" not in tag:
            fields.setdefault(name[1], []).append(html.unescape(value[1]))
    if fields.get("new") == [""] and "empty" not in fields:
        fields["new"] = ["5"]  # what a person would type
    return address, fields


@pytest.mark.parametrize("code", sorted(OFFERED))
def test_the_first_button_of_each_finding_is_taken(inside: Client, code: F) -> None:
    state = UploadState.READY if code in STEPS else UploadState.FAILED
    upload = told(code, state)
    page = inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    answer = inside.post(*first_form(page))
    upload.refresh_from_db()
    assert answer.status_code == 302, answer.content.decode()
    assert upload.state == STEPS.get(code, UploadState.CHECKING)
    is_asked, is_followed = code in (F.TOTAL_ROW, F.TOTAL_COLUMN), code in (F.COLUMN_NEW, F.COLUMN_RETYPED)
    assert ("repairs" in upload.recipe) is (code not in STEPS and not is_asked and not is_followed)
    assert Event.objects.filter(verb=Verb.EDIT_COLUMNS).exists() is is_followed
    assert upload.recipe.get("keep_totals", False) is is_asked


def test_a_step_that_cannot_be_taken_now_has_no_button(inside: Client) -> None:
    upload = told(F.PERIOD_FILED, UploadState.FAILED)
    page = inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    assert "batalkan kiriman ini" in page
    assert "menggantikan versi 3" not in page


@pytest.mark.parametrize("token", ["", "x", "7", '"x"', "[7]", '{"kind": "drop_rows"}', "[{}]"])
def test_a_button_that_was_tampered_with_is_refused(inside: Client, token: str) -> None:
    upload = told(F.ROW_DUPLICATE, UploadState.FAILED)
    for address, name in (("perbaiki", "repairs"), ("jawab", "answer"), ("kamus", "follow")):
        answer = inside.post(f"/kerja/unggahan/{upload.pk}/{address}", {name: token})
        assert answer.status_code == 400, (address, token)
    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED


def test_answers_that_hold_are_listed_and_asked_again(inside: Client) -> None:
    upload = told(F.TOTAL_ROW, UploadState.READY)
    recipe = {"dash_means": {"ton": "zero"}, "header_rows": [4, 5], "keep_totals": True}
    Upload.objects.update(recipe=recipe)
    page = inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    for words in ("Tanda “-” di kolom “Ton”: nol (0)", "Baris judul kolom: 4-5", "Baris jumlah ikut"):
        assert words in page
    given = {"name": "dash_means", "column": "ton"}
    assert inside.post(f"/kerja/unggahan/{upload.pk}/jawab/ulang", given).status_code == 302
    upload.refresh_from_db()
    assert (upload.state, upload.recipe) == (UploadState.CHECKING, recipe | {"dash_means": {}})


def test_an_answer_that_is_none_is_not_forgotten(inside: Client) -> None:
    upload = told(F.TOTAL_ROW, UploadState.READY)
    for given in ({}, {"name": "dash_means", "column": "a\0"}):
        assert inside.post(f"/kerja/unggahan/{upload.pk}/jawab/ulang", given).status_code == 400


def of_persons(*told: tuple[F, str, dict[str, Any]]) -> Upload:
    """A file with personal data in these columns."""
    columns = [{"id": column.lower(), "label": column} for _, column, _ in told]
    upload = factories.upload(factories.dataset(), UploadState.FAILED, table={"columns": columns})
    for position, (code, column, params) in enumerate(told):
        Finding.objects.create(
            upload=upload, position=position, code=code, severity=Severity.ERROR, column=column, params=params
        )
    return upload


def test_all_personal_columns_are_masked_with_one_click_each_a_repair_of_its_own(inside: Client) -> None:
    upload = of_persons(
        (F.PERSONAL_COLUMN, "NIK", {"kind": "nik"}),
        (F.PERSONAL_IN_TEXT, "Ket", {"kind": "phone"}),
        (F.PERSONAL_COLUMN, "Kontak", {"kind": "phone", "inside": True}),
        (F.PERSONAL_COLUMN, "KK", {"kind": "kk", "is_key": True}),
    )
    page = inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    assert "Samarkan semua data pribadi (3 kolom)" in page
    token = re.search(r'name="repairs" value="([^"]+)">Samarkan semua', page)
    assert token is not None
    inside.post(f"/kerja/unggahan/{upload.pk}/perbaiki", {"repairs": html.unescape(token[1])})
    upload.refresh_from_db()
    assert upload.recipe["repairs"] == [
        {"kind": "mask", "column": "NIK"},
        {"kind": "mask_in_text", "column": "Ket"},
        {"kind": "mask_in_text", "column": "Kontak"},
    ]
    Upload.objects.update(state=UploadState.FAILED)
    page = inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    assert page.count("/perbaiki/batal") == 3


def test_one_personal_column_needs_no_button_for_all(inside: Client) -> None:
    upload = of_persons((F.PERSONAL_COLUMN, "NIK", {"kind": "nik"}))
    assert "Samarkan semua" not in inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()


def test_a_personal_key_is_released_and_masked_from_the_page(inside: Client) -> None:
    upload = of_persons((F.PERSONAL_COLUMN, "NIK", {"kind": "nik", "is_key": True}))
    upload.dataset.columns.create(position=0, name="nik", label="NIK", type="code", is_key=True)
    page = inside.get(f"/kerja/unggahan/{upload.pk}").content.decode()
    assert "Lepaskan dari kunci dan samarkan" in page
    refused = inside.post(f"/kerja/unggahan/{upload.pk}/perbaiki", {"kind": "mask", "column": "NIK"})
    assert refused.status_code == 400
    assert "adalah kunci" in refused.content.decode()
    given = {"kind": "mask", "column": "NIK"}
    assert inside.post(f"/kerja/unggahan/{upload.pk}/lepas-kunci", given).status_code == 302
    upload.refresh_from_db()
    assert upload.recipe["repairs"] == [given]
    assert not upload.dataset.columns.get().is_key
