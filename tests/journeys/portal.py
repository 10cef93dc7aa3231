"""The running portal as the journeys see it: started by its launcher, asked over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLUG = "sampah-terangkut"
START_SECONDS = 420
PASSWORD = "satudata-contoh"


@dataclass(frozen=True)
class Answer:
    """What an address answered: status, headers (lower-case), body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, its data folder, the launcher's process."""

    url: str
    data_dir: Path
    env: dict[str, str]
    launcher: subprocess.Popen[bytes]

    def get(self, path: str, **headers: str) -> Answer:
        """GET an address, without following redirects being needed anywhere."""
        return self.ask("GET", path, None, headers)

    def post(self, path: str, body: Any, token: str = "", **headers: str) -> Answer:
        """POST JSON, with a token where one is given."""
        given = {"Content-Type": "application/json", **headers}
        if token:
            given["Authorization"] = f"Bearer {token}"
        return self.ask("POST", path, json.dumps(body).encode(), given)

    def send_file(self, path: str, file: Path, token: str, **fields: str) -> Answer:
        """POST a file as multipart/form-data."""
        boundary = "batas-uji-satu-data"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n")
        body = b"".join(parts) + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Authorization": f"Bearer {token}",
        }
        return self.ask("POST", path, body, headers)

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """One request; refusals are answers too."""
        address = path if path.startswith("http") else self.url + path
        request = urllib.request.Request(address, data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return Answer(reply.status, _lower(reply.headers), reply.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, _lower(error.headers), error.read())

    def manage(self, *words: str) -> str:
        """Run a management command beside the portal; its output."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True)
        return done.stdout

    def token(self, user: str, scope: str) -> str:
        """A fresh API token of a sample account."""
        return self.manage("create_token", user, "--scope", scope).split()[-1]

    def settled(self, upload: str, token: str, seconds: float = 90) -> dict[str, Any]:
        """The upload once it is neither received nor being checked."""
        return self.until_state(upload, token, seconds, lambda s: s not in ("received", "checking"))

    def until_state(
        self, upload: str, token: str, seconds: float, reached: Callable[[str], bool]
    ) -> dict[str, Any]:
        """The upload once `reached(state)`; fails when that takes longer than `seconds`."""
        deadline = time.monotonic() + seconds
        while True:
            seen = self.get(f"/api/v1/uploads/{upload}", Authorization=f"Bearer {token}").json
            if reached(seen["state"]):
                return dict(seen)
            assert time.monotonic() < deadline, f"still {seen['state']} after {seconds} s: {seen}"
            time.sleep(0.3)


def _lower(headers: Any) -> dict[str, str]:
    return {key.lower(): value for key, value in headers.items()}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def portal_env(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a portal of its own: nothing of the tests' databases."""
    kept = {key: value for key, value in os.environ.items() if key not in _OURS}
    given = {"DATA_DIR": str(data_dir), "PORT": str(free_port()), "SAMPLES": "1", "MIN_FREE_BYTES": "0"}
    given["OUTGOING_ALLOW"] = "127.0.0.1"  # where the tests' receivers of webhooks listen
    return kept | given | more


_OURS = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "SAMPLE_PASSWORD", "SECRET_KEY")


def start(env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start the launcher; its output goes to `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "satudata.launcher"],
            cwd=ROOT,
            env=env,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_ready(launcher: subprocess.Popen[bytes], log: Path, seconds: float = START_SECONDS) -> None:
    """Wait for the line that says the portal is ready."""
    deadline = time.monotonic() + seconds
    while "Siap: http" not in log.read_text(errors="replace"):
        assert launcher.poll() is None, log.read_text(errors="replace")[-4000:]
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-4000:]
        time.sleep(0.5)


def new_dataset(portal: Portal, token: str, title: str) -> str:
    """A described dataset of Sari's office; its slug."""
    body = {
        "title": title,
        "description": "Dibuat oleh uji coba, untuk memeriksa hari yang buruk.",
        "organization": "dinas-lingkungan-hidup",
        "topic": "persampahan",
        "frequency": "annual",
        "accumulation": "whole",
    }
    made = portal.post("/api/v1/datasets", body, token)
    assert made.status == 201, made.body
    return str(made.json["slug"])


def sample(folder: Path, period: str, slug: str = SLUG) -> Path:
    """A sample file of one period, as an office would send it."""
    program = (
        "import sys; from datasets.city import load_city, read_dataset_descriptions as read\n"
        "from dataclasses import replace; from datasets.city.samples import sample_files\n"
        "city = load_city(); slug, period, out = sys.argv[1:]\n"
        "found = next(d for d in read(city) if d.slug == slug)\n"
        "plan = replace(found.plan, first=period, last=period)\n"
        "file = next(iter(sample_files(city, replace(found, plan=plan))))\n"
        "path = __import__('pathlib').Path(out) / file.filename; path.write_bytes(file.content); print(path)"
    )
    command = [sys.executable, "-c", program, slug, period, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def pids_of(portal: Portal, marks: tuple[str, ...]) -> list[int]:
    """Processes of this portal (known by its data folder) whose command has one of `marks`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if os.fsencode(portal.data_dir) in environ and any(mark in command for mark in marks):
            found.append(int(folder.name))
    return found
