"""As whom PostgreSQL runs: it refuses root, and needs a user with a name.

Where the kernel allows it, root (or a number without a name) is mapped to `nobody` in a user
namespace: no account is made, no folder opened. Elsewhere root lends it a system account.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_NOBODY = "65534"
#: System accounts that may own a cluster where user namespaces are barred.
_ACCOUNTS = ("satudata", "postgres", "nobody")


class NoIdentity(Exception):
    """PostgreSQL can run as nobody here; the text says what to do."""


@dataclass(frozen=True)
class Identity:
    """What comes before the command, or which numeric user and group run it."""

    prefix: tuple[str, ...] = ()
    user: int | None = None
    group: int | None = None


def server_identity(programs: Sequence[str], data_dir: Path) -> Identity:
    """As whom to run `programs` over `data_dir`. Raises NoIdentity."""
    is_root = os.geteuid() == 0
    if not is_root and _has_name():
        return Identity()
    unshare = shutil.which("unshare")
    prefix = (unshare or "", "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}")
    if unshare and _works([*prefix, "true"], Identity()):
        return Identity(prefix)
    return _lent_account(programs, data_dir, is_root)


def give_to(identity: Identity, *folders: Path) -> None:
    """Make `identity` the owner of `folders`, where it is an account of its own."""
    if identity.user is None or identity.group is None:
        return
    for folder in folders:
        if folder.stat().st_uid != identity.user:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, identity.user, identity.group, follow_symlinks=False)


def _lent_account(programs: Sequence[str], data_dir: Path, is_root: bool) -> Identity:
    for name in _ACCOUNTS if is_root else ():
        identity = _account(name)
        reachable = [["test", "-x", path] for path in (*programs, str(data_dir.parent))]
        if identity and all(_works(question, identity) for question in reachable):
            return identity
    raise NoIdentity(
        "PostgreSQL tidak mau berjalan sebagai root, dan di sini tidak ada pengguna lain yang dapat "
        f"membaca {programs[0]} dan {data_dir}. Jalankan sebagai pengguna biasa, atau isi DATABASE_URL."
    )


def _account(name: str) -> Identity | None:
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    return Identity(user=found.pw_uid, group=found.pw_gid)


def _works(argv: Sequence[str], identity: Identity) -> bool:
    groups: list[int] | None = None if identity.user is None else []
    done = subprocess.run(
        list(argv), capture_output=True, user=identity.user, group=identity.group, extra_groups=groups
    )
    return done.returncode == 0


def _has_name() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True
