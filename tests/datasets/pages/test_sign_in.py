"""Signing in and out: it works, then each refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from datasets.models import Event, User
from datasets.vocab import Verb
from tests.factories import PASSWORD

MASUK = "/masuk"


def try_in(client: Client, name: str = "sari", password: str = PASSWORD, next: str = "") -> Any:
    return client.post(MASUK, {"username": name, "password": password, "next": next})


def test_the_page_asks_for_name_and_password(client: Client, db: None) -> None:
    page = client.get(MASUK)
    assert page.status_code == 200
    assert 'name="username"' in page.text
    assert 'autocomplete="current-password"' in page.text
    assert "no-store" in page["Cache-Control"]


def test_a_right_answer_opens_the_desk_and_leaves_a_line(client: Client, sari: User) -> None:
    answer = try_in(client)
    assert (answer.status_code, answer["Location"]) == (302, reverse("kerja"))
    assert client.get("/kerja").status_code == 200
    event = Event.objects.get(verb=Verb.SIGN_IN)
    assert (event.actor, event.object_id) == (sari, sari.pk)


def test_the_session_key_changes_at_sign_in(client: Client, sari: User) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key
    try_in(client)
    assert client.session.session_key not in (None, before)


def test_who_is_in_already_goes_on(client: Client, sari: User) -> None:
    client.force_login(sari)
    assert client.get(MASUK)["Location"] == reverse("kerja")


def test_next_leads_to_a_page_of_ours(client: Client, sari: User) -> None:
    assert try_in(client, next="/kerja/daftar-data?q=a")["Location"] == "/kerja/daftar-data?q=a"


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "///x", "\\\\x"],
)
def test_next_never_leads_elsewhere(client: Client, sari: User, elsewhere: str) -> None:
    assert try_in(client, next=elsewhere)["Location"] == reverse("kerja")
    assert "evil" not in Client().get(MASUK, {"next": elsewhere}).text


@pytest.mark.parametrize(
    ("name", "password"), [("sari", "salah"), ("entah", PASSWORD), ("sari", PASSWORD + " ")]
)
def test_unknown_name_and_wrong_password_answer_alike(
    client: Client, sari: User, name: str, password: str
) -> None:
    page = try_in(client, name, password)
    assert page.status_code == 200
    assert "Nama pengguna atau kata sandi tidak cocok" in page.text
    assert "_auth_user_id" not in client.session


def test_a_closed_account_answers_as_an_unknown_one(client: Client, sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(is_active=False)
    assert "Nama pengguna atau kata sandi tidak cocok" in try_in(client).text


def test_a_failed_try_leaves_a_line_without_what_was_typed(client: Client, sari: User) -> None:
    try_in(client, "sari", "salah")
    try_in(client, "bukan-siapa-siapa", "salah")
    known, unknown = Event.objects.filter(verb=Verb.SIGN_IN_FAILED).order_by("at")
    assert (known.actor, known.object_id) == (None, sari.pk)
    assert (unknown.object_id, unknown.detail, unknown.note) == (None, {}, "")


@pytest.mark.parametrize("name", ["sari", "tidak-ada"])
def test_too_many_tries_lock_the_door_with_a_time(client: Client, sari: User, name: str) -> None:
    for _ in range(5):
        last = try_in(client, name, "salah")
    assert last.status_code == 429
    assert last["Retry-After"] == "900"
    assert "Terlalu banyak percobaan masuk" in last.text
    assert "WIT" in last.text
    assert try_in(client, name, PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


def test_a_right_answer_forgets_earlier_mistakes(client: Client, sari: User) -> None:
    for _ in range(4):
        try_in(client, "sari", "salah")
    assert try_in(client).status_code == 302
    client.post("/keluar")
    for _ in range(4):
        assert try_in(client, "sari", "salah").status_code == 200


def test_signing_out_ends_the_session_and_leaves_a_line(client: Client, sari: User) -> None:
    client.force_login(sari)
    assert client.post("/keluar")["Location"] == reverse("beranda")
    assert "_auth_user_id" not in client.session
    assert Event.objects.filter(verb=Verb.SIGN_OUT, actor=sari).exists()


def test_signing_out_takes_a_post_with_its_token(client: Client, sari: User) -> None:
    client.force_login(sari)
    assert client.get("/keluar").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sari)
    assert strict.post("/keluar").status_code == 403


def test_signing_in_takes_the_forms_token(sari: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(MASUK, {"username": "sari", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("typed", ["\x00", "a" * 5000, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_odd_names_are_answered_as_text(client: Client, db: None, typed: str) -> None:
    page = try_in(client, typed, "x")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "address", ["/kerja", "/kerja/daftar-data", "/kerja/tinjau", "/kerja/unggah", "/akun", "/akun/token"]
)
def test_nobody_is_sent_to_sign_in_and_back(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/masuk?next={address}"
