"""A file with data of persons: told without naming anybody, masked by clicks, and published."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.portal import Portal, new_dataset
from tests.journeys.test_looks import violations
from tests.journeys.test_mending import checked
from tests.journeys.test_real_files import STANDARD, _json

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("portal")]

NIKS = ("8271996406925008", "8271991105746721", "8271991202706587")
ROWS = "".join(
    f"Contoh {at},{nik},Moya,hub. 0812-00{at}0-7341 sore,{at}00000\n" for at, nik in enumerate(NIKS, 1)
)


def shoot(page: Page, name: str) -> None:
    """Pictures for who asks for them (SHOTS=folder)."""
    if folder := os.environ.get("SHOTS"):
        for width in (390, 1280):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)


def test_columns_of_persons_are_masked_with_one_click_each_and_published_without_anybody(
    signed_in: SignIn, portal: Portal, tmp_path: Path
) -> None:
    sender, reviewer = portal.token("sari", "publish"), portal.token("wati", "review")
    slug = new_dataset(portal, sender, "Bantuan untuk penyapu jalan")
    assert portal.ask("PATCH", f"/api/v1/datasets/{slug}", *_json(STANDARD, sender)).status == 200
    sari = signed_in("sari")
    file = tmp_path / "bantuan.csv"
    file.write_text(f"nama,nik,kelurahan,catatan,jumlah\n{ROWS}", encoding="utf-8")
    sari.goto(f"/kerja/unggah/{slug}")
    sari.locator("input[type=file]").set_input_files(file)
    sari.get_by_role("button", name="Kirim dan periksa").click()
    sari.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"))
    checked(sari)
    said = sari.content()
    assert not [one for one in (*NIKS, "0812-00") if one in said]
    sari.set_viewport_size({"width": 390, "height": 844})
    assert violations(sari) == []
    shoot(sari, "blocked")
    wati = signed_in("wati")
    wati.goto(sari.url)
    expect(wati.get_by_label("Alasan kolom ini boleh terbuka")).to_have_count(3)
    wati.set_viewport_size({"width": 390, "height": 844})
    assert violations(wati) == []
    shoot(wati, "reason")
    for name in ("nama", "nik"):
        card = sari.locator(".galat > li", has=sari.locator(f"input[name=column][value={name}]"))
        card.get_by_role("button", name="Samarkan isi kolom ini").click()
        checked(sari)
    sari.get_by_role("button", name="Samarkan nomor dan surel di dalam teks").click()
    checked(sari)
    expect(sari.get_by_role("button", name="Ajukan untuk terbit")).to_be_visible()
    expect(sari.get_by_text("Isi kolom “nik” disamarkan seluruhnya")).to_be_visible()
    shoot(sari, "masked")
    upload = sari.url.rpartition("/")[2]
    assert portal.post(f"/api/v1/uploads/{upload}/submit", {}, sender).status == 200
    assert portal.post(f"/api/v1/uploads/{upload}/approve", {}, reviewer).status == 200
    portal.until_state(upload, sender, 120, lambda state: state == "published")
    rows = portal.get(f"/api/v1/datasets/{slug}/rows.csv").body.decode().splitlines()
    assert rows[1] == "***,***,Moya,hub. *** sore,100000"
    assert not [nik for nik in NIKS if nik in portal.get(f"/dataset/{slug}").body.decode()]
