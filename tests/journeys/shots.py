"""Pictures of the portal (`make shots`): README's home page, an upload's way; `--all` for every page."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.portal import CHROMIUM, FLAGS, PASSWORD, ROOT, portal_env, start, wait_ready
from tests.journeys.test_looks import LOOKS, PUBLIC, STAFF
from tests.journeys.upload_shots import save_way

PICTURE = ROOT / "docs/img/beranda.png"
PICTURE_SIZE = (1280, 860)
MOST_BYTES = 300_000
FOLDER = ROOT / "var/shots"


@contextmanager
def running_portal(url: str) -> Iterator[str]:
    """The address of a portal with samples: the one at `url`, else one of our own, stopped afterwards."""
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="satudata-gambar-") as name:
        log = Path(name) / "launcher.log"
        log.touch()
        env = portal_env(Path(name) / "var", SHOW_PARTS="1")
        launcher = start(env, log)
        try:
            wait_ready(launcher, log)
            yield f"http://127.0.0.1:{env['PORT']}"
        finally:
            launcher.send_signal(signal.SIGTERM)
            launcher.wait(timeout=60)


def save_picture(browser: Browser, url: str) -> None:
    """The upper part of the home page, for README. Raises SystemExit where it is too heavy to show there."""
    width, height = PICTURE_SIZE
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    page.goto(url, wait_until="networkidle")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURE)
    if PICTURE.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{PICTURE} is heavier than {MOST_BYTES} bytes")
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")


def save_all(browser: Browser, url: str) -> None:
    """Every public and staff page, whole, narrow and wide, light and dark."""
    for who, addresses in {"": PUBLIC, **STAFF}.items():
        context = browser.new_context(base_url=url, locale="id-ID")
        if who:
            _sign_in(context, who)
        _save_pages(context, who or "publik", addresses)
        context.close()


def _sign_in(context: BrowserContext, username: str) -> None:
    page = context.new_page()
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/kerja**")
    page.close()


def _save_pages(context: BrowserContext, who: str, addresses: tuple[str, ...]) -> None:
    page = context.new_page()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for address in addresses:
            page.goto(address)
            name = address.strip("/").replace("/", "_").replace("?", "_") or "beranda"
            page.screenshot(path=FOLDER / f"{who}-{name}-{width}-{scheme}.png", full_page=True)


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="a running portal with samples; without it one is started")
    parser.add_argument("--all", action="store_true", help="every page into var/shots as well")
    parser.add_argument("--uploads", action="store_true", help="the way of an upload, into docs/img")
    chosen = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if not chromium:
        raise SystemExit("Chromium not found: install the package `chromium`, or set CHROMIUM.")
    with running_portal(chosen.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        save_picture(browser, url)
        if chosen.uploads:
            save_way(browser, url)
        if chosen.all:
            save_all(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
