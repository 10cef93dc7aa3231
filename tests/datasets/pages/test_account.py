"""The account: profile, password, forgotten password, tokens; it works, then each refusal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from datasets.models import ApiToken, Event, User
from datasets.vocab import Scope, Verb
from tests.factories import PASSWORD

NEW = "kalimat-baru-yang-panjang-26"


@pytest.fixture
def inside(client: Client, sari: User) -> Client:
    User.objects.filter(pk=sari.pk).update(email="sari@kota.example")
    client.force_login(sari)
    return client


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    given = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post("/akun/sandi", given)


def test_the_profile_names_person_role_and_office(inside: Client) -> None:
    page = inside.get("/akun").text
    assert "Produsen data" in page
    assert "Dinas Lingkungan Hidup" in page


def test_a_password_is_changed_and_other_sessions_end(inside: Client, sari: User) -> None:
    other = Client()
    other.force_login(sari)
    assert change(inside)["Location"] == "/akun"
    assert inside.get("/akun").status_code == 200
    assert other.get("/akun").status_code == 302
    sari.refresh_from_db()
    assert sari.check_password(NEW)
    assert Event.objects.filter(verb=Verb.CHANGE_PASSWORD, actor=sari).exists()


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("salah", NEW, NEW, "Kata sandi sekarang tidak cocok"),
        (PASSWORD, NEW, "lain-" + NEW, "Kedua kata sandi tidak sama"),
        (PASSWORD, "pendek", "pendek", "12"),
        (PASSWORD, "123456789012345", "123456789012345", "ringkasan-salah"),
        (PASSWORD, "", "", "Isi bagian ini"),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    inside: Client, sari: User, old: str, new: str, again: str, told: str
) -> None:
    page = change(inside, old, new, again)
    assert page.status_code == 422
    assert told in page.text
    sari.refresh_from_db()
    assert sari.check_password(PASSWORD)


def test_a_given_password_must_be_changed_first(inside: Client, sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(must_change_password=True)
    for address in ("/kerja", "/akun", "/akun/token", "/kerja/unggah"):
        assert inside.get(address)["Location"] == "/akun/sandi"
    assert inside.get("/akun/sandi").status_code == 200
    change(inside)
    assert inside.get("/kerja").status_code == 200


def ask(client: Client, address: str) -> Any:
    return client.post("/akun/sandi/lupa", {"email": address}, follow=True)


def link_in(letter: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+(/akun/sandi/baru/\S+)", letter)
    assert found
    return found.group(1)


def test_a_letter_brings_a_link_that_works_once(client: Client, inside: Client, sari: User) -> None:
    ask(Client(), "SARI@kota.example")
    [letter] = mail.outbox
    assert letter.to == ["sari@kota.example"]
    link = link_in(str(letter.body))
    visitor = Client()
    form = visitor.get(link, follow=True)
    assert "Kata sandi baru" in form.text
    address = form.redirect_chain[-1][0]
    done = visitor.post(address, {"new_password1": NEW, "new_password2": NEW})
    assert done["Location"] == "/masuk"
    sari.refresh_from_db()
    assert sari.check_password(NEW)
    assert Event.objects.filter(verb=Verb.RESET_PASSWORD, object_id=sari.pk).exists()
    assert "tidak berlaku lagi" in Client().get(link, follow=True).text


def test_known_and_unknown_addresses_answer_alike(inside: Client) -> None:
    known, unknown = ask(Client(), "sari@kota.example"), ask(Client(), "tidak-ada@kota.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.text == unknown.text
    assert len(mail.outbox) == 1


def test_letters_are_not_sent_again_and_again(inside: Client) -> None:
    for _ in range(5):
        ask(Client(), "sari@kota.example")
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_letter(inside: Client, sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(is_active=False)
    ask(Client(), "sari@kota.example")
    assert mail.outbox == []


def test_the_link_is_ours_whatever_host_was_asked(inside: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client().post("/akun/sandi/lupa", {"email": "sari@kota.example"}, headers={"Host": "evil.example"})
    assert "evil.example" not in mail.outbox[0].body
    assert link_in(str(mail.outbox[0].body))


def test_the_letter_is_plain_text_with_the_name_as_it_is(inside: Client, sari: User) -> None:
    User.objects.filter(pk=sari.pk).update(name="Sari & Kawan <b>")
    ask(Client(), "sari@kota.example")
    assert "Sari & Kawan <b>" in mail.outbox[0].body


def test_dead_mail_answers_as_usual(inside: Client, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "Periksa surel Anda" in ask(Client(), "sari@kota.example").text


def test_no_address_is_no_letter(client: Client, db: None) -> None:
    page = client.post("/akun/sandi/lupa", {"email": "bukan surel"})
    assert page.status_code == 422
    assert "Tulis alamat surel lengkap" in page.text


def make(client: Client, scope: str = Scope.PUBLISH, days: object = 30) -> Any:
    return client.post("/akun/token", {"name": "Timbangan", "scope": scope, "days": days})


def test_a_token_is_shown_once(inside: Client, sari: User) -> None:
    page = make(inside).text
    [plain] = re.findall(r'<code class="token">([^<]+)</code>', page)
    token = ApiToken.objects.get(user=sari)
    assert plain.startswith(token.prefix + ".")
    assert plain not in inside.get("/akun/token").text
    assert token.digest not in page


@pytest.mark.parametrize(
    ("scope", "days"), [(Scope.REVIEW, 30), (Scope.READ, 0), (Scope.READ, "x"), ("x", 3)]
)
def test_a_token_beyond_ones_rights_or_for_ever_is_refused(inside: Client, scope: str, days: object) -> None:
    page = make(inside, scope, days)
    assert page.status_code == 422
    assert "Timbangan" in page.text
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_by_its_person_only(inside: Client, sari: User, budi: User) -> None:
    make(inside)
    token = ApiToken.objects.get(user=sari)
    stranger = Client()
    stranger.force_login(budi)
    assert stranger.post(f"/akun/token/{token.pk}/cabut").status_code == 404
    assert "Timbangan" not in stranger.get("/akun/token").text
    assert inside.get(f"/akun/token/{token.pk}/cabut").status_code == 405
    assert inside.post(f"/akun/token/{token.pk}/cabut").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "Dicabut" in inside.get("/akun/token").text
