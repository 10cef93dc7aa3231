"""The whole portal as `make up` runs it, once for all journeys, and a real browser to walk in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.portal import CHROMIUM, FLAGS, PASSWORD, Portal, portal_env, start, wait_ready


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The sample city, running: web, worker, beat, PostgreSQL, Redis."""
    folder = tmp_path_factory.mktemp("portal")
    log = folder / "launcher.log"
    log.touch()
    env = portal_env(folder / "var", SWEEP_SECONDS="3", LEASE_SECONDS="15", SHOW_PARTS="1")
    launcher = start(env, log)
    try:
        wait_ready(launcher, log)
        yield Portal(f"http://127.0.0.1:{env['PORT']}", folder / "var", env, launcher)
    finally:
        launcher.send_signal(signal.SIGTERM)
        try:
            launcher.wait(timeout=40)
        except subprocess.TimeoutExpired:
            launcher.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, for one file of journeys.

    Not for the session: while Playwright is open an event loop runs in this thread, and tests of
    coroutines that follow in the same process could not start one of their own.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "Chromium tidak ditemukan: pasang paket `chromium`."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, portal: Portal) -> Iterator[NewContext]:
    """Makes browser contexts (people), closed after the test."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=portal.url, locale="id-ID", **options)
        context.set_default_timeout(20_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


SignIn = Callable[[str], Page]


@pytest.fixture
def signed_in(new_context: NewContext) -> SignIn:
    """A page of a person who has signed in through the form."""

    def enter(username: str) -> Page:
        page = new_context().new_page()
        page.goto("/masuk")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url("**/kerja**")
        return page

    return enter
