"""A line that breaks at 70 %, a browser that is closed: the same file goes on where it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.line import Line
from tests.faults.rig import Rig
from tests.journeys.conftest import browser as browser
from tests.journeys.portal import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("portal-faults")]

Enter = Callable[..., Page]
#: What a browser sends beside the file: heads of requests, cookies, the sign-in.
BESIDE = 60_000


@pytest.fixture
def line(rig: Rig) -> Iterator[Line]:
    made = Line(urlsplit(rig.portal.url).port or 0)
    yield made
    made.close()


@pytest.fixture
def enter(rig: Rig, browser: Browser, line: Line, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """Opens Sari's upload form, each time in a browser that remembers nothing."""
    slug = rig.dataset(f"Lanjut {request.node.name}")
    contexts = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(locale="id-ID", **options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{line.url}/masuk?next=/kerja/unggah/{slug}")
        page.get_by_label("Nama pengguna").fill("sari")
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(f"{line.url}/kerja/unggah/{slug}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "timbangan.csv"
    rows = (f"2026-11;82.71.0{n % 8 + 1};Kecamatan {n};{n},5;{n},1;0,5;{n}\n" for n in range(160_000))
    path.write_text(
        "bulan;kode kecamatan;kecamatan;timbulan (ton);terangkut (ton);terpilah (ton);ritase\n"
        + "".join(rows)
    )
    return path


def test_after_a_cut_and_in_a_new_browser_only_the_rest_is_sent(enter: Enter, line: Line, file: Path) -> None:
    size = file.stat().st_size
    page = enter()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Catatan").fill("Dari Batang Dua")
    line.cut_after(size * 7 // 10)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()
    expect(page.get_by_role("button", name="Jeda")).to_be_visible()
    page.context.close()

    line.mend()
    page = enter()
    entry = page.locator("[data-kunci]")
    expect(entry).to_contain_text(re.compile(r"(69|70)% terkirim"))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(re.compile(r"Melanjutkan dari (69|70)%"))).to_be_visible()
    expect(page.get_by_label("Catatan")).to_have_value("Dari Batang Dua")
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"), timeout=60_000)
    assert size * 29 // 100 < line.sent < size * 31 // 100 + BESIDE
    kept = page.context.request.get(f"{page.url}/asli")
    assert kept.body() == file.read_bytes()


def test_a_line_that_comes_back_is_used_without_a_click(enter: Enter, line: Line, file: Path) -> None:
    page = enter()
    page.locator("input[type=file]").set_input_files(file)
    line.cut_after(1_000_000)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()
    line.mend()
    page.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"), timeout=60_000)
    assert line.sent < file.stat().st_size - 900_000 + BESIDE


def test_an_unfinished_file_can_be_given_up_without_javascript(enter: Enter, line: Line, file: Path) -> None:
    page = enter()
    page.locator("input[type=file]").set_input_files(file)
    line.cut_after(1_500_000)
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()
    page.context.close()
    line.mend()
    page = enter(java_script_enabled=False)
    page.get_by_role("button", name="Buang timbangan.csv").click()
    expect(page.get_by_text("sudah dibuang")).to_be_visible()
    expect(page.locator("[data-kunci]")).to_have_count(0)
