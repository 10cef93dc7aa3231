"""Contracts for consumers by API: asked for, warned before approval, the old version marked; refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from datasets.actions.submit_upload import submit_upload
from datasets.models import Announcement, Consumer, Dataset, Delivery, User
from datasets.outbox.deliver import deliver
from datasets.outbox.spread import spread
from datasets.vocab import Access, Scope, UploadState
from tests import factories
from tests.api.conftest import AsPerson
from tests.receiver import Server, plain, serving

SLUG = "/api/v1/datasets/sampah-terangkut"
GONE = {"column": "kecamatan", "kind": "removed", "before": "text", "after": None, "is_breaking": True}
EMAIL = "gudang@kota.example"


@pytest.fixture
def live(sari: User) -> Dataset:
    of = factories.dataset()
    factories.published(of)
    return of


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Server]:
    settings.OUTGOING_ALLOW = frozenset({"127.0.0.1"})
    with serving(plain(b"ok")) as server:
        yield server


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def test_who_reads_a_column_is_warned_before_anyone_approves(
    as_person: AsPerson, sari: User, budi: User, live: Dataset, receiver: Server
) -> None:
    client = as_person(budi, Scope.PUBLISH)
    hook = post(client, "/api/v1/webhooks", url=receiver.url).json()["id"]
    made = post(client, f"{SLUG}/consumers", name="Peta", columns=["kecamatan"], email=EMAIL, webhook=hook)
    assert (made.status_code, made.json()["columns"]) == (201, ["kecamatan"])
    post(client, f"{SLUG}/consumers", name="Timbangan", columns=["terangkut_ton"], email=EMAIL)
    upload = factories.upload(live, UploadState.READY, difference={"against": 1, "schema": [GONE]})
    seen = as_person(sari).get(f"/api/v1/uploads/{upload.pk}").json()["breaking"]
    assert seen == {"changes": [GONE], "consumers": 1}
    submit_upload(sari, upload, "Kolomnya tidak dipakai lagi.")
    spread(Announcement.objects.get().pk)
    for delivery in Delivery.objects.all():
        deliver(delivery.pk)
    (asked,) = receiver.asked
    told = json.loads(asked.body)
    assert (told["type"], told["data"]["consumer"]) == ("schema.breaking", "Peta")
    assert told["data"]["changes"] == [GONE]
    assert "tidak dipakai" not in asked.body.decode()
    (letter,) = mail.outbox
    assert (letter.to, "Sampah terangkut" in letter.subject) == ([EMAIL], True)
    assert "kecamatan: kolom hilang" in letter.body
    assert "rows?version=1" in letter.body


def test_nobody_is_warned_of_what_breaks_nobody(sari: User, live: Dataset) -> None:
    added = GONE | {"kind": "added", "is_breaking": False}
    for difference in ({}, {"against": 1, "schema": [added]}):
        submit_upload(sari, factories.upload(live, UploadState.READY, difference=difference))
    assert not Announcement.objects.exists()


def test_who_may_not_read_any_more_is_not_warned(
    as_person: AsPerson, sari: User, budi: User, live: Dataset
) -> None:
    post(as_person(budi, Scope.PUBLISH), f"{SLUG}/consumers", name="Peta", email=EMAIL)
    Dataset.objects.update(access=Access.CLOSED)
    submit_upload(sari, factories.upload(live, difference={"against": 1, "schema": [GONE]}))
    spread(Announcement.objects.get().pk)
    assert not Delivery.objects.exists()


def test_the_old_version_stays_and_says_that_it_is_old(nobody: Client, live: Dataset) -> None:
    live.columns.all().delete()
    rows = [row[:3] for row in factories.WASTE_ROWS]
    factories.published(live, rows, factories.WASTE_COLUMNS[:3])
    for path in ("rows?version=1", "rows.csv?version=1", "rows.ndjson?version=1"):
        answer = nobody.get(f"{SLUG}/{path}")
        assert answer.status_code == 200
        assert answer["Deprecation"].startswith("@1")
        assert answer["Sunset"].endswith(" GMT")
        assert 'rel="successor-version"' in answer["Link"]
        assert "/versions/2/schema-diff?against=1>" in answer["Link"]
    assert "terangkut_ton" in nobody.get(f"{SLUG}/rows?version=1").json()["rows"][0]
    for path in ("rows", "rows?version=2", "rows.csv"):
        assert not nobody.get(f"{SLUG}/{path}").has_header("Deprecation")


def test_the_difference_of_columns_is_public_and_strict(nobody: Client, live: Dataset) -> None:
    factories.published(live)
    answer = nobody.get(f"{SLUG}/versions/2/schema-diff")
    assert answer.json() == {"version": 2, "against": 1, "is_breaking": False, "changes": []}
    assert nobody.get(f"{SLUG}/versions/1/schema-diff").json()["against"] == 1
    for path, status in {
        "2/schema-diff?against=x": 400, "2/schema-diff?against=-1": 400, "2/schema-diff?lain=1": 400,
        "2/schema-diff?against=9": 404, "9/schema-diff": 404, "2/schema-diff?against=0": 404,
    }.items():  # fmt: skip
        assert nobody.get(f"{SLUG}/versions/{path}").status_code == status, path


@pytest.mark.parametrize(
    "body",
    [
        {}, {"name": "Peta"}, {"name": "Peta", "email": "x"}, {"name": "Peta", "email": EMAIL, "columns": "a"},
        {"name": "Peta", "email": EMAIL, "columns": ["tidak_ada"]}, {"name": "Peta", "webhook": "x"},
        {"name": "Peta", "email": EMAIL, "columns": [1]}, {"name": "Peta", "email": EMAIL, "lain": 1},
    ],
)  # fmt: skip
def test_what_is_not_right_is_refused(
    as_person: AsPerson, budi: User, live: Dataset, body: dict[str, Any]
) -> None:
    assert post(as_person(budi, Scope.PUBLISH), f"{SLUG}/consumers", **body).status_code == 400
    assert not Consumer.objects.exists()


def test_others_neither_see_nor_remove_it(
    as_person: AsPerson, sari: User, budi: User, live: Dataset, client: Client
) -> None:
    made = post(as_person(sari, Scope.PUBLISH), f"{SLUG}/consumers", name="Peta", email=EMAIL).json()["id"]
    stranger = as_person(budi, Scope.PUBLISH)
    assert stranger.get(f"{SLUG}/consumers").json()["count"] == 0
    assert stranger.delete(f"{SLUG}/consumers/{made}").status_code == 404
    assert client.get(f"{SLUG}/consumers").status_code == 401
    assert as_person(sari, Scope.PUBLISH).delete(f"{SLUG}/consumers/{made}").json()["count"] == 0
