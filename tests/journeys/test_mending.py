"""A file with faults is mended in the browser, cell by cell, without opening a spreadsheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewContext, SignIn
from tests.journeys.portal import PASSWORD, SLUG
from tests.journeys.test_looks import violations
from tests.journeys.test_whole_way import BAD_ROWS, send

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("portal")]


def checked(page: Page) -> None:
    """Wait until the file has been checked again."""
    page.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"))
    expect(page.locator("[data-pantau]")).to_have_count(0, timeout=60_000)


def test_cells_are_mended_with_the_keyboard_and_a_repair_is_taken_back(
    signed_in: SignIn, tmp_path: Path
) -> None:
    sari = signed_in("sari")
    bad = tmp_path / "sampah salah.csv"
    bad.write_text(BAD_ROWS, encoding="utf-8")
    send(sari, bad, "2026-11")

    tons = sari.get_by_role("textbox", name=re.compile("^E2"))
    tons.fill("1.200,5")
    tons.press("Enter")
    expect(sari.get_by_role("textbox", name=re.compile("^B3"))).to_be_focused()
    sari.get_by_role("textbox", name=re.compile("^B3")).fill("82.71.03")
    expect(sari.locator("[data-hitung]")).to_have_text("2 sel diubah")
    with sari.expect_request(lambda request: request.method == "POST") as sent:
        sari.keyboard.press("Control+Enter")
    assert (sent.value.post_data or "").count("sel=") == 2, "only what was changed is sent"
    checked(sari)
    expect(sari.get_by_role("heading", name="Perbaikan yang diterapkan")).to_be_visible()

    sari.set_viewport_size({"width": 390, "height": 844})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert sari.evaluate(wide) == 0
    assert violations(sari) == []
    sari.get_by_role("textbox", name=re.compile("^G3")).fill("5")
    sari.locator("[data-simpan]").click()
    checked(sari)
    expect(sari.get_by_role("button", name="Ajukan untuk terbit")).to_be_visible()

    sari.get_by_role("button", name=re.compile("^Batalkan: Baris 2")).click()
    checked(sari)
    expect(sari.get_by_role("textbox", name=re.compile("^E2"))).to_have_value("dua belas")
    sari.get_by_role("button", name="Batalkan", exact=True).last.click()


def test_cells_are_mended_without_javascript(new_context: NewContext, tmp_path: Path) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("sari")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    bad = tmp_path / "sampah salah lagi.csv"
    bad.write_text(BAD_ROWS, encoding="utf-8")
    page.goto(f"/kerja/unggah/{SLUG}")
    page.locator("input[type=file]").set_input_files(bad)
    page.get_by_label("Periode").fill("2026-11")
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"))
    page.wait_for_selector("form[data-sel]", timeout=60_000)
    page.get_by_role("textbox", name=re.compile("^E2")).fill("1.200,5")
    page.get_by_role("textbox", name=re.compile("^E2")).press("Enter")
    page.wait_for_selector("text=1 sel diperbaiki", timeout=60_000)
    page.wait_for_selector("text=dibaca sebagai “1.200,5”", timeout=60_000)
