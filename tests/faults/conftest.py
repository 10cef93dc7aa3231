"""One portal for all faults: no samples, short leases, a sweeper that comes every two seconds."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Iterator

import pytest

from satudata.embedded import addresses
from tests.faults.rig import LEASE, SWEEP, Rig, Watch, people_of
from tests.journeys.portal import Portal, portal_env, start, wait_ready


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The portal to break, with its people and a watch over stuck work."""
    folder = tmp_path_factory.mktemp("rusak")
    log = folder / "launcher.log"
    log.touch()
    env = portal_env(
        folder / "var",
        SAMPLES="0",
        ADMIN_EMAIL="a@kota.example",
        ADMIN_PASSWORD="rahasia-panjang-26",
        LEASE_SECONDS=str(LEASE),
        SWEEP_SECONDS=str(SWEEP),
        API_PER_MINUTE="0",
        API_TOKEN_PER_MINUTE="0",
    )
    launcher = start(env, log)
    try:
        wait_ready(launcher, log)
        portal = Portal(f"http://127.0.0.1:{env['PORT']}", folder / "var", env, launcher)
        watch = Watch(addresses(portal.data_dir).database_url)
        threading.Thread(target=watch.run, daemon=True, name="watch").start()
        rig = Rig(portal, people_of(portal), watch)
        watch.is_served = rig.children
        yield rig
        watch.end()
    finally:
        launcher.send_signal(signal.SIGTERM)
        try:
            launcher.wait(timeout=40)
        except subprocess.TimeoutExpired:
            launcher.kill()
