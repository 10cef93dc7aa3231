"""`versions` and their files: history, ranges, headers, access."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.test import Client

from datasets.models import Dataset, User, Version
from datasets.vocab import Access, Format, Scope
from tests import factories
from tests.api.conftest import AsPerson, keep_file

BASE = "/api/v1/datasets/sampah-terangkut/versions"
CONTENT = b"Bulan,Ton\n2026-10,5\n"


@pytest.fixture
def version(db: None) -> Version:
    made = factories.published(factories.dataset())
    keep_file(made, CONTENT)
    return made


def test_the_history_is_newest_first(nobody: Client, version: Version) -> None:
    factories.published(version.dataset)
    answer = nobody.get(BASE).json()
    assert [(v["number"], v["state"]) for v in answer["results"]] == [(2, "published"), (1, "superseded")]
    assert answer["results"][1]["distributions"][0]["format"] == "csv"


def test_one_version_has_its_columns(nobody: Client, version: Version) -> None:
    answer = nobody.get(f"{BASE}/1").json()
    assert (answer["number"], answer["row_count"], len(answer["columns"])) == (1, 4, 4)
    assert nobody.get(f"{BASE}/2").status_code == 404
    assert nobody.get(f"{BASE}/99999999999999999999").status_code == 404


def test_a_version_being_built_is_not_there(nobody: Client, version: Version) -> None:
    Version.objects.create(
        dataset=version.dataset,
        number=2,
        upload=factories.upload(version.dataset),
        columns=[],
        row_count=0,
        approved_by=factories.wati(),
    )
    assert nobody.get(f"{BASE}/2").status_code == 404
    assert nobody.get(BASE).json()["count"] == 1


def test_a_file_comes_whole_with_its_checksum_as_etag(nobody: Client, version: Version) -> None:
    file = version.distributions.get()
    answer = nobody.get(f"{BASE}/1/files/csv")
    assert answer.getvalue() == CONTENT
    assert answer["ETag"] == f'"{file.sha256}"'
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="sampah-terangkut_v1.csv"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Accept-Ranges"] == "bytes"
    assert nobody.get(f"{BASE}/1/files/csv", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_head_tells_the_size_without_the_bytes(nobody: Client, version: Version) -> None:
    answer = nobody.head(f"{BASE}/1/files/csv")
    assert (answer.getvalue(), answer["Content-Length"]) == (b"", str(len(CONTENT)))


@pytest.mark.parametrize(
    ("asked", "expected", "described"),
    [
        ("bytes=0-4", b"Bulan", "bytes 0-4/20"),
        ("bytes=10-", b"2026-10,5\n", "bytes 10-19/20"),
        ("bytes=-3", b",5\n", "bytes 17-19/20"),
        ("bytes=15-999", b"10,5\n"[-5:], "bytes 15-19/20"),
    ],
)
def test_a_range_continues_a_broken_download(
    nobody: Client, version: Version, asked: str, expected: bytes, described: str
) -> None:
    answer = nobody.get(f"{BASE}/1/files/csv", headers={"Range": asked})
    assert (answer.status_code, answer.getvalue(), answer["Content-Range"]) == (206, expected, described)


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "bytes=٠-٤", f"bytes={'9' * 30}-"]
)
def test_a_range_that_makes_no_sense_gives_the_whole(nobody: Client, version: Version, asked: str) -> None:
    answer = nobody.get(f"{BASE}/1/files/csv", headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (200, CONTENT)


@pytest.mark.parametrize("asked", ["bytes=20-", "bytes=99-120", "bytes=-0"])
def test_a_range_after_the_end_is_refused_with_the_size(nobody: Client, version: Version, asked: str) -> None:
    answer = nobody.get(f"{BASE}/1/files/csv", headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */20")
    assert answer.json()["code"] == "no_such_range"
    assert nobody.head(f"{BASE}/1/files/csv", headers={"Range": asked}).status_code == 200


def test_a_file_proves_its_bytes(nobody: Client, version: Version) -> None:
    digest = base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()
    whole = nobody.get(f"{BASE}/1/files/csv")
    part = nobody.get(f"{BASE}/1/files/csv", headers={"Range": "bytes=0-4", "If-Range": whole["ETag"]})
    assert part.status_code == 206
    assert whole["Repr-Digest"] == part["Repr-Digest"] == f"sha-256=:{digest}:"
    assert "Repr-Digest" in whole["Access-Control-Expose-Headers"]
    assert whole["Content-Language"] == "id"


LATEST = "/api/v1/datasets/sampah-terangkut/files"


def test_the_latest_file_has_one_address_for_ever(nobody: Client, version: Version) -> None:
    first = nobody.get(f"{LATEST}/csv")
    assert first.getvalue() == CONTENT
    assert first["Content-Location"].endswith("/datasets/sampah-terangkut/versions/1/files/csv")
    keep_file(factories.published(version.dataset), b"Bulan\n")
    later = nobody.get(f"{LATEST}/csv", headers={"If-None-Match": first["ETag"]})
    assert (later.getvalue(), later["Content-Location"].split("/")[-3]) == (b"Bulan\n", "2")
    dated = nobody.get(f"{BASE}/1/files/csv")
    assert dated.getvalue() == CONTENT
    assert dated["Link"].endswith('/datasets/sampah-terangkut/files/csv>; rel="latest-version"')
    shown = nobody.get("/api/v1/datasets/sampah-terangkut").json()["distributions"][0]
    assert shown["latest_url"].endswith("/datasets/sampah-terangkut/files/csv")


def test_the_latest_file_goes_to_those_who_may_read_the_rows(
    nobody: Client, as_person: AsPerson, version: Version, sari: User, budi: User
) -> None:
    for access, status in ((Access.RESTRICTED, 403), (Access.CLOSED, 404)):
        Dataset.objects.update(access=access)
        assert nobody.get(f"{LATEST}/csv").status_code == status
        assert as_person(budi).get(f"{LATEST}/csv").status_code == status
        assert as_person(sari).get(f"{LATEST}/csv").status_code == 200
    Dataset.objects.update(access=Access.OPEN)
    assert [nobody.get(f"{LATEST}/{form}").status_code for form in ("exe", "parquet")] == [404, 404]


def test_a_range_of_another_content_gives_the_whole(nobody: Client, version: Version) -> None:
    answer = nobody.get(f"{BASE}/1/files/csv", headers={"Range": "bytes=0-4", "If-Range": '"other"'})
    assert (answer.status_code, answer.getvalue()) == (200, CONTENT)


@pytest.mark.parametrize("form", ["xlsx", "parquet", "exe", "CSV"])
def test_a_format_that_is_not_there_is_404(nobody: Client, version: Version, form: str) -> None:
    assert nobody.get(f"{BASE}/1/files/{form}").status_code == 404


def test_files_go_to_those_who_may_read_the_rows(
    nobody: Client, as_person: AsPerson, version: Version, sari: User, budi: User, wati: User
) -> None:
    keep_file(version, b"{}", Format.JSON)
    for access, status in ((Access.RESTRICTED, 403), (Access.CLOSED, 404)):
        Dataset.objects.update(access=access)
        for form in ("csv", "json"):
            path = f"{BASE}/1/files/{form}"
            assert nobody.get(path).status_code == status
            assert as_person(budi).get(path).status_code == status
            assert as_person(sari).get(path).status_code == 200
            answer = as_person(wati, Scope.REVIEW).get(path)
            assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")


def test_a_withdrawn_version_is_gone_but_told_of(nobody: Client, version: Version) -> None:
    factories.published(version.dataset)
    Version.objects.filter(number=1).update(
        state="withdrawn", withdrawn_at=version.published_at, withdrawn_reason="Salah"
    )
    assert nobody.get(f"{BASE}/1").status_code == 410
    assert nobody.get(f"{BASE}/1/files/csv").status_code == 410
    shown = nobody.get(BASE).json()["results"][1]
    assert (shown["state"], shown["withdrawn_reason"], shown["distributions"]) == ("withdrawn", "Salah", [])
