"""Every page in a real browser: accessible, not wider than a phone, light enough for a slow link."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import NewContext, SignIn
from tests.journeys.portal import ROOT, SLUG, Portal

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("portal")]

PUBLIC = (
    "/",
    "/dataset",
    "/dataset?q=tidakadayangbegini",
    f"/dataset/{SLUG}",
    f"/dataset/{SLUG}/versi/1",
    "/opd",
    "/opd/dinas-lingkungan-hidup",
    "/topik/persampahan",
    "/jadwal",
    "/kinerja",
    "/kinerja/dinas-lingkungan-hidup",
    "/kinerja/dinas-lingkungan-hidup/IKU-DLH-01",
    "/pengembang",
    "/masuk",
    "/akun/sandi/lupa",
    "/parts",
    "/tidak-ada",
)
STAFF = {
    "sari": ("/kerja", "/kerja/daftar-data", "/kerja/unggah", f"/kerja/unggah/{SLUG}", f"/kerja/dataset/{SLUG}",
             f"/kerja/dataset/{SLUG}/kolom", "/kerja/dataset/baru", "/akun", "/akun/sandi", "/akun/token",
             "/akun/webhook"),
    "wati": ("/kerja", "/kerja/tinjau", f"/kerja/dataset/{SLUG}", "/kerja/panen"),
    "walikota": ("/kinerja",),
    "admin": ("/kerja", "/kerja/pengguna", "/kerja/pengguna?q=tidakada", "/kerja/pengguna/baru"),
}  # fmt: skip
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
BUDGET_BYTES = 60_000
BUDGET_REQUESTS = 6


def violations(page: Page) -> list[str]:
    """What axe finds, best practices included, as `rule: element`."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("async () => await axe.run()")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


def look(page: Page, address: str) -> list[str]:
    """Everything wrong with how a page looks."""
    page.goto(address)
    wrong = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"{wide} px wider than the screen")
    return [f"{address} {one}" for one in wrong]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_public_pages_are_accessible_and_fit(new_context: NewContext, width: int, scheme: str) -> None:
    context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    assert [wrong for address in PUBLIC for wrong in look(page, address)] == []


@pytest.mark.parametrize("username", sorted(STAFF))
def test_staff_pages_are_accessible_and_fit(signed_in: SignIn, username: str) -> None:
    page = signed_in(username)
    wrong = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        wrong += [f"{width} {scheme} {one}" for address in STAFF[username] for one in look(page, address)]
    assert wrong == []


def test_scripts_obey_the_content_security_policy(new_context: NewContext) -> None:
    page = new_context().new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    for address in ("/", "/dataset", f"/dataset/{SLUG}", "/kinerja", "/masuk"):
        page.goto(address)
    assert refused == []


@pytest.mark.parametrize("address", ["/", "/dataset", f"/dataset/{SLUG}", "/kinerja"])
def test_a_cold_page_is_lighter_than_a_photo(new_context: NewContext, address: str) -> None:
    context = new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert sum(sizes) <= BUDGET_BYTES, (len(sizes), sum(sizes))
    assert len(sizes) <= BUDGET_REQUESTS or address != "/"


def test_reading_and_downloading_need_no_script(new_context: NewContext, tmp_path: Path) -> None:
    page = new_context(java_script_enabled=False, accept_downloads=True).new_page()
    page.goto("/")
    page.get_by_role("searchbox").first.fill("sampah")
    page.get_by_role("button", name="Cari").first.click()
    page.get_by_role("link", name="Sampah terangkut menurut kecamatan").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").first.click()
    target = tmp_path / "unduhan.csv"
    waiting.value.save_as(target)
    assert waiting.value.suggested_filename.startswith("data-contoh")
    assert len(target.read_text(encoding="utf-8").splitlines()) > 100


def test_the_api_says_what_the_page_says(portal: Portal) -> None:
    listed = portal.get("/api/v1/datasets?limit=50").json
    page = portal.get("/dataset").body.decode()
    assert listed["count"] >= 10
    missing = [found["title"] for found in listed["results"] if html.escape(found["title"]) not in page]
    assert missing == []
