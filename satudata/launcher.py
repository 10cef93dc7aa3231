"""`make up`: one foreground process that brings the whole portal up and keeps it up.

Servers, database, static files, then web, worker and beat; ready when all of them answer and the
samples are published. `python -m satudata.launcher`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import sys
import time
from functools import partial
from pathlib import Path
from types import ModuleType

from django.core.exceptions import ImproperlyConfigured

from satudata import embedded, env, parts
from satudata.console import complain, forwarder, say
from satudata.data_folder import DataFolder, FolderInUse, FolderUnusable, held
from satudata.identity import NoIdentity
from satudata.supervisor import PartFails, Stopped, Supervisor

BASE_DIR = Path(__file__).resolve().parent.parent
#: Seconds the portal may take until all its parts answer.
_PATIENCE = 300


class CannotStart(Exception):
    """The portal cannot start; the text is the one line that people see."""


_REASONS = (
    CannotStart,
    ImproperlyConfigured,
    FolderInUse,
    FolderUnusable,
    NoIdentity,
    PartFails,
    embedded.ServerFailed,
)


def main() -> int:
    """Run the portal until it is told to end; 0 then, 1 when it cannot run (one line says why)."""
    began = time.monotonic()
    try:
        settings = _settings()
        _check_port(settings.BIND, settings.PORT)
        folder = DataFolder(settings.DATA_DIR)
        with held(folder) as lock:
            _run(Supervisor(lock, forwarder(folder.path / "log")), settings, began)
    except Stopped:
        say("Berhenti.")
    except _REASONS as reason:
        complain(f"Tidak dapat berjalan: {reason}")
        return 1
    return 0


def _settings() -> ModuleType:
    """The portal's settings, read before anything starts. Raises ImproperlyConfigured."""
    os.environ["DATA_DIR"] = str(env.folder("DATA_DIR", BASE_DIR / "var"))
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    os.chdir(BASE_DIR)
    from satudata import settings

    return settings


def _check_port(bind: str, port: int) -> None:
    """Raises CannotStart when nobody could listen at `bind`:`port`."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise CannotStart(
                f"alamat {bind}:{port} tidak dapat dipakai ({error.strerror}). Mungkin program lain "
                f"memakainya; hentikan, atau pilih porta lain: make up PORT={port + 1}"
            ) from error


def _run(supervisor: Supervisor, settings: ModuleType, began: float) -> None:
    """Bring everything up, then watch until told to end; whatever happens, leave nothing behind."""
    supervisor.obey_signals()
    try:
        _serve_data(supervisor, DataFolder(settings.DATA_DIR))
        _prepare(supervisor)
        for name, make in parts.kept(settings).items():
            supervisor.keep(name, make)
        _await_health(supervisor, settings)
        _load_samples(supervisor, settings)
        supervisor.is_settled = True
        _tell_ready(supervisor, settings, time.monotonic() - began)
        while True:
            supervisor.turn(0.5)
    finally:
        supervisor.stop()


def _serve_data(supervisor: Supervisor, folder: DataFolder) -> None:
    """Start the embedded servers for which no address is given, and wait until they answer."""
    wanted = (
        ("postgres", "DATABASE_URL", embedded.postgres_part),
        ("redis", "REDIS_URL", embedded.redis_part),
    )
    for name, variable, make in wanted:
        if env.text(variable):
            continue
        say(f"Menjalankan {name} …")
        supervisor.keep(name, partial(make, folder))
        if not supervisor.wait(partial(embedded.is_ready, name, folder), embedded.PATIENCE):
            raise CannotStart(f"{name} tidak menjawab dalam {embedded.PATIENCE} detik.")


def _prepare(supervisor: Supervisor) -> None:
    """Tables, static files, reference data, first administrator: may ask people, so in our terminal."""
    say("Menyiapkan basis data, berkas statis dan rujukan kota …")
    if supervisor.run(parts.once("siapkan", "prepare"), in_terminal=True) != 0:
        raise CannotStart("persiapan gagal; alasannya ada di atas.")


def _await_health(supervisor: Supervisor, settings: ModuleType) -> None:
    """Raises CannotStart, with what `/healthz` says, when not all parts answer in time."""
    say("Menjalankan web, worker dan beat …")
    if not supervisor.wait(lambda: _health(settings).get("status") == "ok", _PATIENCE, pause=0.25):
        raise CannotStart(f"tidak semua bagian menjawab dalam {_PATIENCE} detik: {_health(settings)}")


def _health(settings: ModuleType) -> dict[str, str]:
    """What `/healthz` answers; {} while nobody listens."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.BIND, settings.BIND)  # noqa: S104
    asked = http.client.HTTPConnection(address, settings.PORT, timeout=5)
    with contextlib.closing(asked):
        try:
            asked.request("GET", "/healthz", headers={"Host": _allowed_host(settings.ALLOWED_HOSTS)})
            answer: dict[str, str] = json.loads(asked.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}
    return answer


def _allowed_host(allowed: list[str]) -> str:
    return next((host.lstrip(".") for host in allowed if host != "*"), "localhost")


def _load_samples(supervisor: Supervisor, settings: ModuleType) -> None:
    if not settings.SAMPLES:
        return
    say("Memuat data contoh lewat penerimaan yang sebenarnya …")
    if supervisor.run(parts.once("contoh", "load_samples")) != 0:
        raise CannotStart("data contoh tidak dapat dimuat; alasannya ada pada baris 'contoh' di atas.")


def _tell_ready(supervisor: Supervisor, settings: ModuleType, seconds: float) -> None:
    said = f"{seconds:.1f}".replace(".", ",")
    say(f"\nSiap: {settings.PUBLIC_URL}/ ({said} detik)")
    if settings.SAMPLES:
        supervisor.run(parts.once("contoh", "sample_accounts"), in_terminal=True)
    say("Hentikan dengan Ctrl-C.")


if __name__ == "__main__":
    sys.exit(main())
