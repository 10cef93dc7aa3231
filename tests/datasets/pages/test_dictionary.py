"""The data dictionary's page: it works, then each refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import CodeList, Dataset, Event, User
from datasets.queries.table_schema import schema_of
from datasets.vocab import ColumnRole, ColumnType, Role, RowRuleKind, UploadState, Verb
from tests import factories

ORDER = {"kind": "order", "columns": ["bulan"], "target": "sampai"}


@pytest.fixture
def draft(sari: User) -> Dataset:
    return factories.dataset()


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def dictionary(dataset: Dataset, **changes: Any) -> dict[str, Any]:
    """What the browser sends when the column dictionary is saved."""
    given: dict[str, Any] = {}
    for column in dataset.columns.all():
        for name in ("label", "definition", "unit", "type", "role"):
            given[f"{column.name}-{name}"] = getattr(column, name)
    for place, rule in enumerate(dataset.row_rules.all()):
        shown = {"kind": rule.kind, "columns": rule.columns, "target": rule.target}
        given |= {f"aturan-{place}-{name}": value for name, value in shown.items()}
    return given | changes


def test_the_column_dictionary_is_saved(sari: User, draft: Dataset) -> None:
    factories.columns(draft)
    changes = {
        "bulan-is_key": "on",
        "bulan-is_required": "on",
        "kecamatan-label": "Nama kecamatan",
        "terangkut_ton-definition": "Ditimbang di TPA.",
        "terangkut_ton-type": ColumnType.INTEGER,
    }
    assert "terangkut_ton-definition" in inside(sari).get(f"/kerja/dataset/{draft.slug}/kolom").text
    answer = inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **changes))
    assert answer.status_code == 302
    columns = {column.name: column for column in draft.columns.all()}
    assert (columns["bulan"].is_key, columns["bulan"].is_required) == (True, True)
    assert columns["kecamatan"].label == "Nama kecamatan"
    assert columns["terangkut_ton"].type == ColumnType.INTEGER


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kecamatan-label": ""}, "Isi bagian ini"),
        ({"kecamatan-label": "Bulan"}, "dipakai dua kali"),
        ({"kecamatan-type": "peta"}, "salah"),
    ],
)
def test_a_faulty_column_changes_nothing(
    sari: User, draft: Dataset, changes: dict[str, str], told: str
) -> None:
    factories.columns(draft)
    page = inside(sari).post(
        f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **changes, **{"bulan-unit": "ketikan saya"})
    )
    assert page.status_code == 400
    assert told in page.text
    assert "ketikan saya" in page.text
    assert draft.columns.get(name="bulan").unit == ""


def test_a_type_stays_once_rows_were_loaded(sari: User, draft: Dataset) -> None:
    factories.columns(draft)
    factories.upload(draft, UploadState.READY)
    change = {"terangkut_ton-type": ColumnType.TEXT}
    page = inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **change))
    assert page.status_code == 400
    assert "Ada berkas yang sudah dimuat" in page.text


def test_the_workbook_to_fill_in_is_offered_and_only_to_whom_the_dataset_is_known(
    sari: User, budi: User, client: Client, draft: Dataset
) -> None:
    factories.columns(draft)
    address = f"/kerja/dataset/{draft.slug}/templat.xlsx"
    assert address in inside(sari).get(f"/kerja/dataset/{draft.slug}/kolom").text
    assert inside(sari).get(address).content[:2] == b"PK"
    assert inside(budi).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert inside(sari).post(address).status_code == 405


def test_every_rule_of_a_column_is_set(sari: User, draft: Dataset) -> None:
    factories.columns(draft)
    CodeList.objects.create(slug="kecamatan", title="Kecamatan", version="1")
    changes = {
        "terangkut_ton-minimum": "0.5",
        "terangkut_ton-maximum": "100",
        "terangkut_ton-decimals": "2",
        "kode_kecamatan-code_list": "kecamatan",
        "kode_kecamatan-pattern": "82.*",
        "kecamatan-allowed": "Moti\r\n Ternate, Selatan \r\n\r\n",
        "kecamatan-aliases": "Nama Kec.\nKec",
        "kecamatan-personal_data": "name_address",
    }
    answer = inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **changes))
    assert answer.status_code == 302
    columns = {column.name: column for column in draft.columns.select_related("code_list")}
    tons, code, name = columns["terangkut_ton"], columns["kode_kecamatan"], columns["kecamatan"]
    assert (str(tons.minimum), str(tons.maximum), tons.decimals) == ("0.50000000", "100.00000000", 2)
    assert (code.code_list and code.code_list.slug, code.pattern) == ("kecamatan", "82.*")
    assert (name.allowed, name.aliases) == (["Moti", "Ternate, Selatan"], ["Nama Kec.", "Kec"])
    assert name.personal_data == "name_address"
    assert Event.objects.filter(verb=Verb.EDIT_COLUMNS).count() == 1
    shown = inside(sari).get(f"/kerja/dataset/{draft.slug}/kolom").text
    assert 'value="0.5"' in shown
    again = dictionary(draft, **changes)
    assert inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", again).status_code == 302
    assert Event.objects.filter(verb=Verb.EDIT_COLUMNS).count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"terangkut_ton-minimum": "nol"}, "titik desimal"),
        ({"terangkut_ton-minimum": "5", "terangkut_ton-maximum": "4"}, "lebih kecil"),
        ({"kecamatan-pattern": "("}, "tidak dapat dibaca"),
        ({"kecamatan-pattern": "(?=x)y"}, "tidak didukung"),
        ({"kode_kecamatan-code_list": "tidak-ada"}, "salah"),
        ({"aturan-0-kind": "order", "aturan-0-columns": ["bulan"]}, "wajib diisi"),
        (
            {"aturan-0-kind": "sum", "aturan-0-columns": ["bulan"], "aturan-0-target": "terangkut_ton"},
            "bilangan",
        ),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field(
    sari: User, draft: Dataset, changes: dict[str, Any], told: str
) -> None:
    factories.columns(draft)
    page = inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **changes))
    assert page.status_code == 400
    assert told in page.text
    assert not Event.objects.exists()


def test_rules_between_columns_are_added_and_removed(sari: User, draft: Dataset) -> None:
    factories.columns(draft, [*factories.WASTE_COLUMNS, ("sampai", ColumnType.MONTH, ColumnRole.DIMENSION)])
    address = f"/kerja/dataset/{draft.slug}/kolom"
    given = {f"aturan-0-{name}": value for name, value in ORDER.items()}
    assert inside(sari).post(address, dictionary(draft, **given)).status_code == 302
    assert [rule.kind for rule in draft.row_rules.all()] == [RowRuleKind.ORDER]
    assert "bulan → sampai" in inside(sari).get(address).text
    gone = dictionary(draft, **{"aturan-0-remove": "on", "aturan-1-kind": ""})
    assert inside(sari).post(address, gone).status_code == 302
    assert not draft.row_rules.exists()


def test_trying_counts_the_live_rows_and_saves_nothing(sari: User, draft: Dataset) -> None:
    factories.published(draft)
    changes = {"terangkut_ton-minimum": "700", "terangkut_ton-is_required": "on", "coba": "1"}
    page = inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **changes))
    assert page.status_code == 200
    assert "2 baris melanggar" in page.text
    assert "Dicoba pada 4 baris" in page.text
    assert draft.columns.get(name="terangkut_ton").minimum is None
    assert not Event.objects.exists()


def test_a_changed_rule_leaves_what_is_published_as_it_is(sari: User, draft: Dataset) -> None:
    version = factories.published(draft)
    before = (version.columns, version.parts.get().columns)
    changes = {"terangkut_ton-minimum": "700", "terangkut_ton-unit": "kg"}
    assert (
        inside(sari).post(f"/kerja/dataset/{draft.slug}/kolom", dictionary(draft, **changes)).status_code
        == 302
    )
    version.refresh_from_db()
    assert (version.columns, version.parts.get().columns) == before


def sent_schema(user: User, dataset: Dataset, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("skema.json", content, "application/json")
    return inside(user).post(f"/kerja/dataset/{dataset.slug}/skema", {"schema": file, **more})


def test_a_schema_is_applied_and_what_found_no_place_is_told(sari: User, draft: Dataset) -> None:
    factories.columns(draft)
    schema = schema_of(draft) | {"foreignKeys": []}
    schema["fields"][3]["constraints"] = {"maximum": 9}
    page = sent_schema(sari, draft, json.dumps(schema).encode())
    assert page.status_code == 200
    assert "foreignKeys" in page.text
    assert draft.columns.get(name="terangkut_ton").maximum == 9


def test_new_columns_of_a_schema_are_told_and_added_when_ticked(sari: User, draft: Dataset) -> None:
    factories.columns(draft)
    content = b'{"fields": [{"name": "umur", "type": "integer"}]}'
    assert "“umur” belum ada di kamus" in sent_schema(sari, draft, content).text
    assert "belum ada di kamus dan" not in sent_schema(sari, draft, content, is_adding="on").text
    assert draft.columns.get(name="umur").type == ColumnType.INTEGER


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b"[" * 100_000, b" " * 1_100_000])
def test_a_malformed_schema_changes_nothing(sari: User, draft: Dataset, content: bytes) -> None:
    factories.columns(draft)
    assert sent_schema(sari, draft, content).status_code == 400
    assert not Event.objects.exists()


def test_an_undescribed_draft_may_begin_with_a_schema(sari: User, draft: Dataset) -> None:
    address = f"/kerja/dataset/{draft.slug}/kolom"
    assert "berkas pertama" in inside(sari).get(address).text
    assert sent_schema(sari, draft, b'{"fields": [{"name": "tahun", "type": "year"}]}').status_code == 200
    assert draft.columns.get().type == ColumnType.YEAR


def test_others_are_refused(budi: User, wati: User, client: Client, draft: Dataset) -> None:
    factories.columns(draft)
    address = f"/kerja/dataset/{draft.slug}/kolom"
    assert client.get(address).status_code == 302
    assert inside(budi).get(address).status_code == 404
    assert inside(factories.person("pim", Role.PIMPINAN)).get(address).status_code == 404
    assert inside(wati).get(address).status_code == 200
    factories.published(draft)
    assert inside(budi).get(address).status_code == 403
    assert inside(budi).post(address, dictionary(draft)).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wati)
    assert strict.post(address).status_code == 403


def test_markup_in_what_was_typed_is_text(sari: User, draft: Dataset) -> None:
    payload = '"><script>alert(1)</script>'
    factories.columns(draft)
    draft.columns.update(label=payload, definition=payload, allowed=[payload], pattern=payload)
    assert "<script>alert" not in inside(sari).get(f"/kerja/dataset/{draft.slug}/kolom").text
