"""The page of webhooks: made, tried, switched, removed; then each refusal."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from datasets.models import Delivery, User, Webhook

URL = "https://sistem.kota.example/webhook"


@pytest.fixture
def inside(client: Client, sari: User) -> Client:
    client.force_login(sari)
    return client


def make(client: Client, url: str = URL, events: tuple[str, ...] = ("dataset.published",)) -> str:
    return client.post("/akun/webhook", {"name": "Sistem timbangan", "url": url, "events": events}).text


def test_it_is_made_its_secret_shown_once_and_tried(inside: Client) -> None:
    page = make(inside)
    [secret] = re.findall(r'<code class="token">(whsec_[^<]+)</code>', page)
    again = inside.get("/akun/webhook").text
    assert secret not in again
    assert "Sistem timbangan" in again
    assert "Belum ada kiriman" in again
    one = Webhook.objects.get()
    assert inside.post(f"/akun/webhook/{one.pk}/coba")["Location"] == "/akun/webhook"
    assert Delivery.objects.get().kind == "ping"
    assert "menunggu dikirim" in inside.get("/akun/webhook").text


def test_it_is_switched_and_removed(inside: Client) -> None:
    make(inside)
    one = Webhook.objects.get()
    inside.post(f"/akun/webhook/{one.pk}/saklar")
    one.refresh_from_db()
    assert not one.is_active
    assert "Hidupkan dahulu" in inside.post(f"/akun/webhook/{one.pk}/coba", follow=True).text
    inside.post(f"/akun/webhook/{one.pk}/hapus")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "url", ["", "http://127.0.0.1/", "http://169.254.169.254/", "sistem", "http://a.example:22/"]
)
def test_an_address_that_will_not_do_is_told(inside: Client, url: str) -> None:
    assert "ringkasan-salah" in make(inside, url)
    assert "ringkasan-salah" in make(inside, events=())
    assert not Webhook.objects.exists()


def test_others_neither_see_nor_touch_it(inside: Client, budi: User) -> None:
    make(inside)
    one = Webhook.objects.get()
    stranger = Client()
    assert stranger.get("/akun/webhook").status_code == 302
    stranger.force_login(budi)
    assert "Sistem timbangan" not in stranger.get("/akun/webhook").text
    for step in ("coba", "saklar", "hapus"):
        assert stranger.post(f"/akun/webhook/{one.pk}/{step}").status_code == 404
        assert inside.get(f"/akun/webhook/{one.pk}/{step}").status_code == 405
    assert Webhook.objects.get().is_active
