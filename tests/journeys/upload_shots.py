"""Pictures of an upload's way for docs (`make shots-upload`): an ugly workbook, its mending, its publication."""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.portal import PASSWORD, ROOT, SLUG, sample

FOLDER = ROOT / "docs/img"
PERIOD = "2026-11"
MOST_BYTES = 150_000
#: (width, height, colour scheme).
LOOKS = ((390, 844, "light"), (390, 844, "dark"), (1280, 900, "light"), (1280, 900, "dark"))
_QUALITY = 72
_CHECKED = 90_000  # milliseconds


def make_ugly(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """The workbook of an office: a title over merged cells, mistakes in cells, a total, a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Laporan"
    sheet.append(["LAPORAN SAMPAH TERANGKUT KOTA TERNATE"])
    sheet.append(["Bulan November 2026 (sementara)"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    for row in [*map(list, rows), *_mistakes(rows)]:
        sheet.append(row)
    sheet.append(["JUMLAH", None, None, None, 3644.2])
    sheet.append(["Sumber: timbangan TPA, diolah"])
    book.save(path)


def _mistakes(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows as they really come: a word for a number, an unknown code, one name in three spellings, dashes."""
    _header, first, second, third, *_ = (list(row) for row in rows)
    return [
        [first[0], first[1], "P. ternate", "dua belas", 12.5, "-", 4],
        [second[0], "82.71.99", "Ternate Slatan", "1.630,4", "1.422,1", "-", 419],
        [third[0], third[1], " kota  ternate UTARA", 1004.4, 895.8, 73.9, -5],
    ]


def rows_of(path: Path) -> list[list[Any]]:
    """Header and rows of a sample workbook."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    found = [list(row) for row in sheet.iter_rows(values_only=True)]
    return found[next(n for n, row in enumerate(found) if row[-1] is not None) :]


def send(page: Page, file: Path) -> str:
    """Send a file through the form; the address of its page once it has been checked."""
    page.goto(f"/kerja/unggah/{SLUG}")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Periode").fill(PERIOD)
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/kerja/unggahan/[0-9a-f-]{36}$"))
    expect(page.locator("[data-pantau]")).to_have_count(0, timeout=_CHECKED)
    return page.url


def decide(page: Page, address: str, button: str) -> None:
    """Press a button of the decision bar of an upload."""
    page.goto(address)
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def save(page: Page, address: str, name: str, heading: str) -> None:
    """One scene in every look, scrolled to its heading. Raises SystemExit where a file is too heavy."""
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address)
        page.locator(heading).first.evaluate(
            "e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 24)"
        )
        taken = page.context.new_cdp_session(page).send(
            "Page.captureScreenshot", {"format": "webp", "quality": _QUALITY}
        )
        target = FOLDER / f"unggah-{name}-{width}-{scheme}.webp"
        target.write_bytes(base64.b64decode(taken["data"]))
        if target.stat().st_size > MOST_BYTES:
            raise SystemExit(f"{target} is heavier than {MOST_BYTES} bytes")
        sys.stdout.write(f"{target.relative_to(ROOT)}\n")


def save_way(browser: Browser, url: str) -> None:
    """The way of one file, from its findings to its publication, into `docs/img`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="satudata-gambar-") as folder:
        good = sample(Path(folder), PERIOD)
        ugly = Path(folder) / "Laporan sampah Nov 2026 (revisi).xlsx"
        make_ugly(ugly, rows_of(good))
        sari, wati, bima = (_signed_in(browser, url, name) for name in ("sari", "wati", "bima"))
        _save_ugly(sari, ugly)
        _save_good(sari, (wati, bima), good)


def _save_ugly(sari: Page, ugly: Path) -> None:
    address = send(sari, ugly)
    save(sari, address, "temuan", "h1")
    save(sari, address, "pertanyaan", "#h-tanya")
    save(sari, address, "perbaikan", "h2:has-text('Perbaiki di tempat')")


def _save_good(sari: Page, deciders: tuple[Page, ...], good: Path) -> None:
    address = send(sari, good)
    save(sari, address, "selisih", "#h-bila")
    decide(sari, address, "Ajukan untuk terbit")
    for person in deciders:
        decide(person, address, "Setujui dan terbitkan")
    sari.goto(address)
    expect(sari.get_by_text("Yang berubah").first).to_be_visible(timeout=_CHECKED)
    save(sari, address, "terbit", "h1")


def _signed_in(browser: Browser, url: str, username: str) -> Page:
    context: BrowserContext = browser.new_context(base_url=url, locale="id-ID")
    page = context.new_page()
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/kerja**")
    return page
