"""A client of a Satu Data portal in one file, standard library only. Python 3.9 or newer.

    from satudata_client import SatuData

    portal = SatuData("https://data.kota.example")
    for row in portal.rows("sampah-terangkut", bulan__gte="2026-01"):
        print(row["kecamatan"], row["terangkut_ton"])

Reading needs no token. Whatever changes something needs one with the scope `publish` (made on the
portal's account page): SatuData(address, token=os.environ["SATUDATA_TOKEN"]).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib import error, parse, request

VERSION = "1"
#: Answers after which the same call may be made again.
_AGAIN = frozenset({423, 429, 502, 503, 504})
_BLOCK = 1 << 20
_PIECE = "application/offset+octet-stream"
_TUS = {"Tus-Resumable": "1.0.0"}
#: States in which an upload waits for a person, or is at its end.
RESTING = frozenset(
    {"needs_answer", "failed", "ready", "submitted", "returned", "pembina_review", "published", "cancelled"}
)

Row = dict[str, Any]
Upload = dict[str, Any]


class Refused(Exception):
    """The portal said no: `status`, `code` for programs, `detail` for people, `errors` field by field."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code', '')}: {problem.get('detail', '')}")
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        self.errors: list[dict[str, str]] = list(problem.get("errors", []))


class Damaged(Exception):
    """What was downloaded is not what the portal says it sent."""


@dataclass(frozen=True)
class Reply:
    """One answer: status, headers (names in lower case), and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class SatuData:
    """One portal. `tries` is how often a call is made that the network or a busy portal cut short."""

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        language: str = "id",
        tries: int = 6,
        timeout: float = 60,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self.base = address.rstrip("/") + "/api/v1/"
        if not self.base.startswith(("https://", "http://")):
            raise ValueError("the address begins with https:// or http://")
        self._headers = {"Accept-Language": language, "User-Agent": f"satudata-client/{VERSION}"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._tries, self._timeout, self._pause = tries, timeout, pause

    # Reading

    def datasets(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Every dataset found, page by page: `q`, `organization`, `topic`, `updated_since` …"""
        return self._listed("datasets", {"limit": 100, **filters})

    def dataset(self, slug: str) -> dict[str, Any]:
        """One dataset: columns, metadata, files."""
        found: dict[str, Any] = self.call("GET", f"datasets/{slug}").json()
        return found

    def rows(self, slug: str, **filters: Any) -> Iterator[Row]:
        """Every row that matches, however many: `column="x"`, `column__gte=5`, `select="a,b"`, `sort="-a"`.

        All pages are of one version, also where a new one is published meanwhile.
        """
        return self._listed(f"datasets/{slug}/rows", {"limit": 10_000, **filters}, name="rows")

    def aggregate(self, slug: str, **question: Any) -> list[Row]:
        """Groups: `group_by="tahun"`, `measure="sum:jumlah"`, and the filters of `rows`."""
        answer = self.call("GET", f"datasets/{slug}/aggregate", query=question).json()
        groups: list[Row] = answer["groups"]
        return groups

    def download(self, slug: str, to: str | os.PathLike[str], file_format: str = "csv") -> Path:
        """The whole live version as a file, checked by its SHA-256. What a cut left is gone on with.

        Raises Damaged; then nothing stands at `to`.
        """
        files = self.dataset(slug)["distributions"]
        file = next((one for one in files if one["format"] == file_format), None)
        if file is None:
            raise Refused(404, {"code": "not_found", "detail": f"no {file_format} of {slug}"})
        target = Path(to)
        part = target.with_name(f"{target.name}.{file['sha256'][:12]}.part")
        for _ in range(self._tries):
            if self._fetch(file["url"], part) >= file["bytes"]:
                break
        if _sha256(part) != file["sha256"]:
            part.unlink()
            raise Damaged(f"{file['url']} came damaged")
        part.replace(target)
        return target

    # Publishing

    def upload(self, slug: str, file: str | os.PathLike[str], *, period: str = "", note: str = "") -> Upload:
        """Send a file in pieces that survive a cut; the upload that the portal made of it."""
        path = Path(file)
        size = path.stat().st_size
        given = {"filename": path.name, "period": period, "note": note}
        told = ",".join(f"{name} {_base64(value)}" for name, value in given.items() if value)
        headers = {**_TUS, "Upload-Length": str(size), "Upload-Metadata": told, **_once()}
        session = self.call("POST", f"datasets/{slug}/upload-sessions", headers=headers).json()
        where = f"upload-sessions/{session['id']}"
        for _ in range(self._tries):
            if self._send_rest(where, path, size):
                break
        upload: Upload = self.call("GET", where).json()["upload"]
        return upload

    def upsert(
        self, slug: str, rows: Iterable[Mapping[str, Any]], *, period: str = "", note: str = ""
    ) -> list[Upload]:
        """Set rows by their key in a new version; the uploads made of them (one a period)."""
        return self._rows(f"datasets/{slug}/rows", rows, period, note)

    def delete_rows(
        self, slug: str, keys: Iterable[Mapping[str, Any]], *, period: str = "", note: str = ""
    ) -> list[Upload]:
        """Take out the rows with these keys in a new version; the uploads made of it."""
        return self._rows(f"datasets/{slug}/rows/delete", keys, period, note)

    def watch(self, upload_id: str) -> Iterator[Upload]:
        """The upload each time it changed, until it waits for a person or is at its end."""
        headers: dict[str, str] = {}
        while True:
            reply = self.call("GET", f"uploads/{upload_id}", headers=headers)
            if reply.status == 200:
                upload = reply.json()
                yield upload
                if upload["state"] in RESTING:
                    return
            headers = {"If-None-Match": reply.headers.get("etag", "")}
            self._pause(_seconds(reply.headers.get("retry-after"), 2))

    def findings(self, upload_id: str, severity: str = "") -> Iterator[dict[str, Any]]:
        """What checking found, with the cell and how it is mended."""
        asked = {"severity": severity} if severity else {}
        return self._listed(f"uploads/{upload_id}/findings", {"limit": 1000, **asked})

    def submit(self, upload_id: str, note: str = "") -> Upload:
        """Ask walidata to publish it."""
        upload: Upload = self.call("POST", f"uploads/{upload_id}/submit", {"note": note}).json()
        return upload

    # Underneath

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One call of any address of the API; `path` is below /api/v1/ or whole. JSON bodies are written.

        Made again after a cut or a "not now" as long as the portal asks (`Retry-After`), unless it might
        be done twice. Raises Refused.
        """
        address = self._address(path, query)
        sent = {**self._headers, **(headers or {})}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        is_safe = method != "POST" or "Idempotency-Key" in sent
        for left in reversed(range(self._tries)):
            wait = 1.0
            try:
                return self._once(method, address, data, sent)
            except Refused as refusal:
                if not left or refusal.status not in _AGAIN:
                    raise
                wait = getattr(refusal, "wait", 1.0)
            except (OSError, HTTPException):
                if not left or not is_safe:
                    raise
            self._pause(wait * (self._tries - left if wait == 1.0 else 1))
        raise AssertionError("unreachable")

    def _once(self, method: str, address: str, data: bytes | None, headers: Mapping[str, str]) -> Reply:
        asked = request.Request(address, data, dict(headers), method=method)  # noqa: S310
        try:
            with request.urlopen(asked, timeout=self._timeout) as answer:  # noqa: S310
                return Reply(answer.status, _lower(answer.headers), answer.read())
        except error.HTTPError as refused:
            with refused:
                reply = Reply(refused.code, _lower(refused.headers), refused.read())
            if reply.status == 304:
                return reply
            refusal = Refused(reply.status, _problem(reply))
            refusal.wait = _seconds(reply.headers.get("retry-after"), 1)  # type: ignore[attr-defined]
            raise refusal from None

    def _listed(self, path: str, query: Mapping[str, Any], name: str = "results") -> Iterator[Any]:
        page = self.call("GET", path, query=query).json()
        while True:
            yield from page[name]
            if not page["next"]:
                return
            page = self.call("GET", page["next"]).json()

    def _rows(self, path: str, rows: Iterable[Mapping[str, Any]], period: str, note: str) -> list[Upload]:
        lines = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
        headers = {"Content-Type": "application/x-ndjson", **_once()}
        query = {"period": period or None, "note": note or None}
        uploads: list[Upload] = self.call("POST", path, lines, query=query, headers=headers).json()["results"]
        return uploads

    def _address(self, path: str, query: Mapping[str, Any] | None = None) -> str:
        """An address of this portal, also where it calls itself otherwise: the token goes nowhere else."""
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        found, own = parse.urlsplit(parse.urljoin(self.base, path)), parse.urlsplit(self.base)
        text = "&".join(part for part in (found.query, parse.urlencode(asked)) if part)
        return parse.urlunsplit((own.scheme, own.netloc, found.path, text, ""))

    def _fetch(self, address: str, part: Path) -> int:
        """Add to `part` what is still missing; how many bytes it has then."""
        there = part.stat().st_size if part.exists() else 0
        headers = {**self._headers, **({"Range": f"bytes={there}-"} if there else {})}
        asked = request.Request(self._address(address), headers=headers)  # noqa: S310
        try:
            with request.urlopen(asked, timeout=self._timeout) as answer:  # noqa: S310
                _write(answer, part, is_rest=answer.status == 206)
        except error.HTTPError as refused:
            if refused.code != 416 and refused.code not in _AGAIN:
                raise Refused(refused.code, {"detail": refused.reason}) from None
            self._pause(_seconds(refused.headers.get("Retry-After"), 1))
        except (OSError, HTTPException):
            self._pause(1)
        return part.stat().st_size if part.exists() else 0

    def _send_rest(self, where: str, path: Path, size: int) -> bool:
        """Send what the portal has not got yet; whether it has all."""
        offset = int(self.call("HEAD", where, headers=_TUS).headers["upload-offset"])
        with path.open("rb") as file:
            file.seek(offset)
            while offset < size:
                block = file.read(4 * _BLOCK)
                headers = {
                    **_TUS,
                    "Upload-Offset": str(offset),
                    "Content-Type": "application/offset+octet-stream",
                }
                try:
                    reply = self.call("PATCH", where, block, headers=headers)
                except Refused as refusal:
                    if refusal.code != "offset_mismatch":
                        raise
                    return False
                offset = int(reply.headers["upload-offset"])
        return True


def _write(answer: Any, part: Path, *, is_rest: bool) -> None:
    with part.open("ab" if is_rest else "wb") as file:
        while block := answer.read(_BLOCK):
            file.write(block)


def _once() -> dict[str, str]:
    """A key of its own for this call: sent again, it is not done again."""
    return {"Idempotency-Key": str(uuid.uuid4())}


def _base64(value: str) -> str:
    return base64.b64encode(value.encode()).decode()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    if path.exists():
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _seconds(told: str | None, otherwise: float) -> float:
    """`Retry-After` in seconds, a minute at most at a time."""
    return min(float(told), 60.0) if told and told.isdigit() else otherwise


def _problem(reply: Reply) -> dict[str, Any]:
    try:
        found = reply.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"detail": reply.body[:200].decode(errors="replace")}
