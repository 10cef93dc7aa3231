"""Reading the environment: every wrong value stops the start with one sentence that names it."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable without surrounding space; `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def whole(name: str, default: int, least: int = 0) -> int:
    """A whole number of at least `least`."""
    given = text(name)
    if not given:
        return default
    if not re.fullmatch(r"\d+", given) or int(given) < least:
        raise ImproperlyConfigured(f"{name}={given!r} harus bilangan bulat, paling kecil {least}.")
    return int(given)


def flag(name: str, default: bool) -> bool:
    """1 or 0; nothing else, so that `SAMPLES=no` is never read as yes."""
    given = text(name)
    if given not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name}={given!r} harus 0 atau 1.")
    return default if not given else given == "1"


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`."""
    given = text(name, default)
    if given not in allowed:
        raise ImproperlyConfigured(f"{name}={given!r} tidak dikenal. Pilih: {', '.join(allowed)}.")
    return given


def folder(name: str, default: Path) -> Path:
    """A folder as an absolute path; a relative one starts where the command was given."""
    return Path(text(name, str(default))).expanduser().resolve()


def several(name: str, default: list[str]) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or default


def addresses(name: str) -> frozenset[str]:
    """Addresses as `10.1.2.3`, `10.1.2.3:8080` or `[fd00::1]:443`, between commas; none by default."""
    return frozenset(_address(name, given) for given in several(name, []))


def _address(name: str, given: str) -> str:
    host, colon, port = given.rpartition(":")
    if given.endswith("]") or (given.count(":") != 1 and not given.startswith("[")):
        host, colon, port = given, "", ""
    try:
        address = ipaddress.ip_address(host.strip("[]") if colon else given.strip("[]"))
    except ValueError:
        address = None
    if address is None or (colon and not re.fullmatch(r"\d{1,5}", port)):
        raise ImproperlyConfigured(f"{name}: {given!r} harus seperti 10.1.2.3 atau 10.1.2.3:8080.")
    shown = f"[{address}]" if colon and address.version == 6 else str(address)
    return f"{shown}{colon}{port}"


def public_url(name: str, default: str) -> str:
    """The address people use, without a slash at its end."""
    given = text(name, default).rstrip("/")
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name}={given!r} harus seperti https://data.kota.go.id, tanpa jalur.")
    return given


def database(name: str, default: str) -> dict[str, object]:
    """Django's connection settings out of `postgresql://user:password@host:port/name`.

    A socket folder goes into the query: `postgresql:///name?host=/folder&user=name`.
    """
    given = text(name, default)
    parts = urlsplit(given)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} harus seperti postgresql://pengguna:sandi@host:5432/nama (hanya PostgreSQL)."
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": options.pop("password", unquote(parts.password or "")),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
    }


def redis_url(name: str, default: str) -> str:
    """`redis://host:port/0`, `rediss://…`, or `redis+socket:///path` for a socket."""
    given = text(name, default)
    if urlsplit(given).scheme not in ("redis", "rediss", "redis+socket"):
        raise ImproperlyConfigured(f"{name} harus seperti redis://host:6379/0 atau redis+socket:///jalur.")
    return given


def email(name: str) -> dict[str, object]:
    """Where mail goes, out of `smtp+tls://user:password@host:587`; {} where none is set.

    `smtp` sends in the clear, `smtp+tls` starts TLS, `smtps` is TLS from the first byte.
    """
    given = text(name)
    if not given:
        return {}
    parts = urlsplit(given)
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(f"{name} harus seperti smtp+tls://pengguna:sandi@host:587.")
    return {
        "host": parts.hostname,
        "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "starttls": parts.scheme == "smtp+tls",
        "tls": parts.scheme == "smtps",
    }
