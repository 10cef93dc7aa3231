"""The administrator's pages about accounts: they work, then each refusal."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from datasets.models import User
from datasets.vocab import Role
from tests import factories

LIST = "/kerja/pengguna"
NEW_PASSWORD = "perahu-kora-kora-26"


@pytest.fixture
def admin(db: None) -> User:
    made = factories.person("admin", Role.ADMIN)
    User.objects.filter(pk=made.pk).update(email="admin@kota.example")
    return made


@pytest.fixture
def inside(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def given(**changes: Any) -> dict[str, Any]:
    base = {
        "name": "Dewi Lestari",
        "username": "dewi",
        "email": "dewi@kota.example",
        "role": Role.PRODUSEN,
        "organization": factories.office().pk,
    }
    return base | changes


def page_of(account: User, deed: str = "") -> str:
    return f"{LIST}/{account.pk}{deed}"


def test_the_list_tells_who_where_and_since_when(inside: Client, sari: User, wati: User) -> None:
    User.objects.filter(pk=sari.pk).update(email="sari@kota.example", last_login=timezone.now())
    User.objects.filter(pk=wati.pk).update(is_active=False)
    text = inside.get(LIST).text
    for told in ("3 akun", "Produsen data", "Dinas Lingkungan Hidup", "Terakhir masuk", "Aktif", "Ditutup"):
        assert told in text
    assert page_of(sari) in text


def test_the_list_is_searched_by_name(inside: Client, sari: User, budi: User) -> None:
    text = inside.get(LIST, {"q": "sar\x00i"}).text
    assert page_of(sari) in text
    assert page_of(budi) not in text
    assert "Tidak ada nama yang cocok" in inside.get(LIST, {"q": "tidak-ada"}).text


def test_the_list_costs_the_same_however_long(
    inside: Client, sari: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        inside.get(LIST)
    for number in range(60):
        factories.person(f"orang-{number}", Role.PRODUSEN, "dinas-kesehatan")
    with django_assert_num_queries(4):
        assert "Halaman 1 dari 2" in inside.get(LIST).text
    with django_assert_num_queries(4):
        inside.get(page_of(sari))


def test_somebody_is_invited_and_comes_in(inside: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = inside.post(f"{LIST}/baru", given(), follow=True)
    made = User.objects.get(username="dewi")
    assert answer.redirect_chain == [(page_of(made), 302)]
    assert "Undangan dikirim ke dewi@kota.example" in answer.text
    assert "Diundang" in answer.text
    [letter] = mail.outbox
    found = re.search(r"(/akun/sandi/baru/\S+)", str(letter.body))
    assert found
    visitor = Client()
    form = visitor.get(found.group(1), follow=True).redirect_chain[-1][0]
    weak = visitor.post(form, {"new_password1": "pendek", "new_password2": "pendek"})
    assert "12" in weak.text
    alike = visitor.post(form, {"new_password1": "dewi@kota.example", "new_password2": "dewi@kota.example"})
    assert alike.status_code == 200
    made.refresh_from_db()
    assert not made.has_usable_password()
    visitor.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert visitor.post("/masuk", {"username": "dewi", "password": NEW_PASSWORD})["Location"] == "/kerja"
    assert visitor.get("/kerja").status_code == 200
    assert "tidak berlaku lagi" in Client().get(found.group(1), follow=True).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"username": ""}, "Isi bagian ini"),
        ({"username": "dua kata"}, "tanpa spasi"),
        ({"username": "Admin"}, "sudah dipakai"),
        ({"email": "x"}, "Tulis alamat surel lengkap"),
        ({"email": "ADMIN@kota.example"}, "sudah dipakai akun lain"),
        ({"role": "raja"}, "ringkasan-salah"),
        ({"organization": ""}, "Pilih OPD-nya"),
        ({"role": Role.WALIDATA}, "Kosongkan OPD-nya"),
        ({"organization": uuid.uuid4()}, "Pilih OPD dari daftar"),
    ],
)
def test_what_will_not_do_is_told_beside_its_field(
    inside: Client, changes: dict[str, Any], told: str
) -> None:
    page = inside.post(f"{LIST}/baru", given(**changes))
    assert page.status_code == 422
    assert told in page.text
    assert User.objects.count() == 1
    assert mail.outbox == []


def test_an_account_is_changed(inside: Client, sari: User) -> None:
    sent = given(name="Sari Dewi", role=Role.WALIDATA, organization="")
    assert inside.post(page_of(sari), sent)["Location"] == page_of(sari)
    sari.refresh_from_db()
    assert (sari.name, sari.role, sari.organization, sari.username) == ("Sari Dewi", "walidata", None, "sari")
    page = inside.post(page_of(sari), given(role=Role.PRODUSEN, organization=""))
    assert page.status_code == 422
    assert "Pilih OPD-nya" in page.text


def test_an_administrator_cannot_leave_the_portal_without_one(inside: Client, admin: User) -> None:
    text = inside.get(page_of(admin)).text
    assert "Ini akun Anda" in text
    assert page_of(admin, "/tutup") not in text
    page = inside.post(page_of(admin), given(role=Role.WALIDATA, organization=""))
    assert page.status_code == 422
    assert "administrator terakhir" in page.text
    refused = inside.post(page_of(admin, "/tutup"), {"sure": "on"})
    assert refused.status_code == 403
    assert "administrator terakhir" in refused.text
    assert inside.get(LIST).status_code == 200


def test_an_account_is_closed_and_reopened_when_meant(
    inside: Client, sari: User, django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.filter(pk=sari.pk).update(email="sari@kota.example")
    theirs = Client()
    theirs.force_login(sari)
    unsure = inside.post(page_of(sari, "/tutup"))
    assert unsure.status_code == 422
    assert "Centang dahulu" in unsure.text
    assert theirs.get("/kerja").status_code == 200
    assert inside.post(page_of(sari, "/tutup"), {"sure": "on"})["Location"] == LIST
    assert theirs.get("/kerja")["Location"].startswith("/masuk")
    assert "Buka kembali akun" in inside.get(page_of(sari)).text
    assert inside.post(page_of(sari, "/buka")).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert inside.post(page_of(sari, "/buka"), {"sure": "on"})["Location"] == page_of(sari)
    assert [letter.to for letter in mail.outbox] == [["sari@kota.example"]]
    assert theirs.get("/kerja").status_code == 302


def test_a_closed_account_without_an_address_gets_one_first(inside: Client, sari: User) -> None:
    inside.post(page_of(sari, "/tutup"), {"sure": "on"})
    refused = inside.post(page_of(sari, "/buka"), {"sure": "on"})
    assert refused.status_code == 409
    assert "Tulis alamat surel" in refused.text
    assert inside.post(page_of(sari), given(email="sari@kota.example")).status_code == 302
    assert inside.post(page_of(sari, "/buka"), {"sure": "on"}).status_code == 302
    sari.refresh_from_db()
    assert sari.is_active


def test_an_invitation_is_sent_again(
    inside: Client, sari: User, django_capture_on_commit_callbacks: Any
) -> None:
    assert inside.post(page_of(sari, "/undang")).status_code == 409
    sari.email = "sari@kota.example"
    sari.set_unusable_password()
    sari.save()
    assert "Kirim undangan lagi" in inside.get(page_of(sari)).text
    with django_capture_on_commit_callbacks(execute=True):
        inside.post(page_of(sari, "/undang"))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_the_pages_are_the_administrators_alone(admin: User, role: Role) -> None:
    of = "dinas-kesehatan" if role in (Role.PRODUSEN, Role.WALIDATA_PENDUKUNG) else ""
    other = Client()
    other.force_login(factories.person("lain", role, of))
    for address in (LIST, f"{LIST}/baru", page_of(admin), f"{LIST}/{uuid.uuid4()}"):
        page = other.get(address)
        assert page.status_code == 403
        assert "admin@kota.example" not in page.text
    assert other.post(f"{LIST}/baru", given()).status_code == 403
    for deed in ("", "/undang", "/tutup", "/buka"):
        assert other.post(page_of(admin, deed), {"sure": "on"}).status_code == 403
    assert LIST not in other.get("/kerja").text
    assert not User.objects.filter(username="dewi").exists()


def test_nobody_is_asked_to_sign_in(client: Client, admin: User) -> None:
    for address in (LIST, f"{LIST}/baru", page_of(admin)):
        assert client.get(address)["Location"] == f"/masuk?next={address}"
    assert client.post(page_of(admin, "/tutup"), {"sure": "on"})["Location"].startswith("/masuk")


def test_unknown_accounts_and_wrong_methods(inside: Client, sari: User) -> None:
    assert inside.get(f"{LIST}/{uuid.uuid4()}").status_code == 404
    assert inside.get(f"{LIST}/sari").status_code == 404
    for deed in ("/undang", "/tutup", "/buka"):
        assert inside.get(page_of(sari, deed)).status_code == 405
    assert inside.post(LIST).status_code == 405


def test_the_desk_and_the_menu_of_the_administrator_lead_here(inside: Client) -> None:
    text = inside.get("/kerja").text
    assert "Kelola pengguna" in text
    assert text.count(f'href="{LIST}"') == 2
