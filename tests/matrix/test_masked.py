"""Of a masked dataset the original stays with its OPD and walidata: every role, door and kind of token."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from psycopg2 import sql

from datasets import store
from datasets.actions.approve_upload import approve_upload
from datasets.actions.make_token import make_token
from datasets.actions.repair_upload import repair_upload
from datasets.actions.submit_upload import submit_upload
from datasets.export.sql import table_of
from datasets.intake.publish import publish
from datasets.intake.run import process
from datasets.models import Event, FaultyRow, Finding, Summary, Upload, User
from datasets.rules.errors import Denied
from datasets.vocab import Scope, UploadState
from tests import factories
from tests.matrix.test_matrix import people

NIKS = ("8271996406925008", "8271991105746721", "8271991202706587")
PHONE, NAME = "0812-0035-7341", "Tiruan Sembilan"
FILE = "nama,nik,kelurahan,catatan,jumlah\n" + "".join(
    f"{NAME} {at},{nik},Moya,hub. {PHONE} sore,{at}00\n" for at, nik in enumerate(NIKS, 1)
)
SECRETS = (*NIKS, PHONE, NAME)
MASKS = [
    {"kind": "mask", "column": "nama"},
    {"kind": "mask", "column": "nik"},
    {"kind": "mask_in_text", "column": "catatan"},
]

#: Where the sender's bytes, or what is made of them, are given out: by page and by API.
ORIGINALS = (
    "/kerja/unggahan/{id}/asli",
    "/kerja/unggahan/{id}/temuan.xlsx",
    "/api/v1/uploads/{id}/annotated.xlsx",
)
#: What else is said of an upload, to whoever may follow it.
SAID = (
    "/kerja/unggahan/{id}",
    "/kerja/unggahan/{id}/baris",
    "/kerja/unggahan/{id}/pantau",
    "/api/v1/uploads/{id}",
    "/api/v1/uploads/{id}/findings",
    "/api/v1/uploads/{id}/repairs",
    "/api/v1/uploads/{id}/overrides",
)
#: What the public sees of the dataset; its streams are tried in `journeys/test_masking`.
PUBLIC = (
    *("/", "/dataset", "/dataset/{slug}", "/opd/dinas-lingkungan-hidup", "/api/v1/datasets", "/api/v1/stats"),
    *("/api/v1/datasets/{slug}", "/api/v1/datasets/{slug}/rows", "/api/v1/datasets/{slug}/versions"),
    "/api/v1/datasets/{slug}/versions/1",
)
#: Who may have the original (CONTRACT, Access).
HOLDERS = {"producer", "support", "walidata"}


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return people()


@pytest.fixture
def blocked(who: dict[str, Any]) -> Upload:
    dataset = factories.dataset()
    stored = store.save([FILE.encode()])
    upload = factories.upload(
        dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes, uploaded_by=who["producer"]
    )
    return _checked(upload)


def _checked(upload: Upload) -> Upload:
    process(upload.pk)
    return Upload.objects.select_related("dataset").get(pk=upload.pk)


def masked(blocked: Upload, who: dict[str, Any]) -> Upload:
    repair_upload(who["producer"], blocked, MASKS)
    upload = _checked(blocked)
    assert upload.state == UploadState.READY
    return upload


def with_pembina(upload: Upload, who: dict[str, Any]) -> Upload:
    upload.dataset.priority_years = [2025, 2026, 2027]
    upload.dataset.save()
    submit_upload(who["producer"], upload)
    approve_upload(who["walidata"], upload)
    return Upload.objects.select_related("dataset").get(pk=upload.pk)


def doors_of(name: str, person: Any) -> list[tuple[str, Client]]:
    """Every way in that this person has: nobody, a session, tokens of each scope they may have."""
    if name == "nobody":
        return [("nobody", Client())]
    session = Client()
    session.force_login(person)
    return [(f"{name} session", session), *_tokens(name, person)]


def _tokens(name: str, person: User) -> list[tuple[str, Client]]:
    made = []
    for scope in Scope:
        try:
            _, plain = make_token(person, scope, 1)
        except Denied:
            continue
        made.append((f"{name} {scope}", Client(headers={"Authorization": f"Bearer {plain}"})))
    return made


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("state", ["failed", "pembina_review", "published"])
def test_the_original_is_given_to_its_opd_and_walidata_only(
    who: dict[str, Any], blocked: Upload, settings: Any, state: str
) -> None:
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0
    upload = blocked
    if state != "failed":
        upload = masked(blocked, who)
    if state == "pembina_review":
        upload = with_pembina(upload, who)
    if state == "published":
        upload = _published(upload, who)
    assert upload.state == state
    for name, person in who.items():
        for door, client in doors_of(name, person):
            # one marked workbook is one child process: who may have it is tried in one state
            for address in ORIGINALS if state == "failed" or name not in HOLDERS else ORIGINALS[:1]:
                _try_original(client, address.format(id=upload.pk), door, name in HOLDERS)


def _try_original(client: Client, address: str, door: str, is_holder: bool) -> None:
    answer = client.get(address)
    is_page, has_session = address.startswith("/kerja"), door.endswith("session")
    if is_holder and (has_session or not is_page):
        assert answer.status_code == 200, (door, address)
        body_of(answer)
        return
    assert answer.status_code in ((302, 404) if is_page else (404,)), (door, address, answer.status_code)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/masuk"), (door, address)
    assert not [one for one in SECRETS if one.encode() in body_of(answer)]


def _published(upload: Upload, who: dict[str, Any]) -> Upload:
    submit_upload(who["producer"], upload)
    approve_upload(who["walidata"], upload)
    publish(upload.pk)
    return Upload.objects.select_related("dataset").get(pk=upload.pk)


@pytest.mark.parametrize("is_masked", [False, True])
def test_what_is_said_of_an_upload_names_nobody_to_anybody(
    who: dict[str, Any], blocked: Upload, settings: Any, is_masked: bool
) -> None:
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0
    upload = with_pembina(masked(blocked, who), who) if is_masked else blocked
    read = set()
    for name, person in who.items():
        for (door, client), address in itertools.product(doors_of(name, person), SAID):
            answer = client.get(address.format(id=upload.pk))
            text = body_of(answer).decode()
            assert not [one for one in SECRETS if one in text], (door, address)
            read |= {name} if answer.status_code == 200 else set()
    assert read == HOLDERS | ({"pembina"} if is_masked else set())


def test_the_public_and_everybody_else_find_nobody_in_what_is_published(
    who: dict[str, Any], blocked: Upload, settings: Any
) -> None:
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0
    upload = _published(masked(blocked, who), who)
    assert upload.state == UploadState.PUBLISHED
    client = Client()
    for address in PUBLIC:
        answer = client.get(address.format(slug=upload.dataset.slug))
        assert answer.status_code == 200, address
        assert not [one for one in SECRETS if one in body_of(answer).decode()], address
    rows = client.get(f"/api/v1/datasets/{upload.dataset.slug}/rows").json()["rows"]
    assert {(row["nama"], row["nik"], row["catatan"]) for row in rows} == {("***", "***", "hub. *** sore")}


def test_nothing_but_the_original_keeps_a_person_in_database_or_store(
    who: dict[str, Any], blocked: Upload, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    upload = _published(masked(blocked, who), who)
    told = [Finding, FaultyRow, Summary, Event, Upload]
    texts = [str(list(model._default_manager.values())) for model in told]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {}").format(table_of(upload.part.table_name)))
        texts.append(str(cursor.fetchall()))
        cursor.execute("SELECT columns::text FROM datasets_part")
        texts.append(str(cursor.fetchall()))
    texts += [record.getMessage() for record in caplog.records]
    assert not [one for one in SECRETS for text in texts if one in text]
    files = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    holding = {path.name for path in files if re.search("|".join(NIKS).encode(), path.read_bytes())}
    assert holding == {store.path_of(upload.sha256).name}


def test_a_repair_of_a_masked_column_is_listed_without_its_text(who: dict[str, Any], blocked: Upload) -> None:
    mended = {"kind": "replace", "column": "nik", "old": NIKS[0], "new": NIKS[1]}
    repair_upload(who["producer"], blocked, [mended, *MASKS])
    upload = with_pembina(_checked(blocked), who)
    client = Client()
    client.force_login(who["pembina"])
    for address in SAID:
        text = body_of(client.get(address.format(id=upload.pk))).decode()
        assert not [one for one in SECRETS if one in text], address
