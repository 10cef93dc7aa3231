"""`upload-sessions`: the tus protocol; each refusal; a piece lost, repeated, hashed wrongly, or of others."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from datasets import partials, store
from datasets.models import Dataset, Upload, UploadSession, User
from datasets.rules.sessions import LIFETIME, MOST_OPEN
from datasets.vocab import Role, Scope, UploadState
from tests import factories
from tests.api.conftest import AsPerson

PATH = "/api/v1/datasets/sampah-terangkut/upload-sessions"
CSV = b"bulan,ton\n" + b"2026-10,5\n" * 2_000
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def waste(db: None) -> Dataset:
    dataset = factories.dataset()
    factories.columns(dataset)
    return dataset


@pytest.fixture
def sender(as_person: AsPerson, waste: Dataset, sari: User) -> Client:
    return as_person(sari, Scope.PUBLISH)


def told(**given: str) -> str:
    return ",".join(f"{name} {b64encode(text.encode()).decode()}" for name, text in given.items())


def begin(client: Client, length: int = len(CSV), **given: str) -> Any:
    metadata = told(**({"filename": "sampah.csv"} | given))
    return client.post(PATH, headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata})


def begun(client: Client, length: int = len(CSV)) -> str:
    answer = begin(client, length)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def put(client: Client, url: str, offset: int, body: bytes, **headers: str) -> Any:
    sent = {**TUS, "Upload-Offset": str(offset)} | {name.replace("_", "-"): v for name, v in headers.items()}
    return client.patch(url, body, content_type=PIECE, headers={**sent, "Content-Type": PIECE})


def offset_of(client: Client, url: str) -> int:
    answer = client.head(url, headers=TUS)
    assert answer.status_code == 200
    return int(answer["Upload-Offset"])


def test_a_file_comes_in_three_pieces_and_is_received_once(sender: Client, waste: Dataset) -> None:
    answer = begin(sender, note="Oktober", fingerprint="sampah.csv|20010|1")
    url = answer["Location"]
    assert (answer.status_code, answer["Upload-Offset"], answer["Tus-Resumable"]) == (201, "0", "1.0.0")
    assert url.startswith("/api/v1/upload-sessions/")
    for start, end in ((0, 7_000), (7_000, 14_000), (14_000, len(CSV))):
        assert offset_of(sender, url) == start
        answer = put(sender, url, start, CSV[start:end])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
        assert (answer["Cache-Control"], answer.has_header("ETag")) == ("no-store", False)
    upload = Upload.objects.get()
    assert store.path_of(upload.sha256).read_bytes() == CSV
    assert (upload.note, upload.filename, upload.state) == ("Oktober", "sampah.csv", "received")
    shown = sender.get(url).json()
    assert (shown["state"], shown["offset"], shown["upload"]["id"]) == ("done", len(CSV), str(upload.pk))


@pytest.mark.django_db(transaction=True)
def test_what_has_come_is_removed_once_received(sender: Client) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV)
    assert Upload.objects.count() == 1
    assert partials.keys() == set()


def test_the_last_piece_again_makes_no_second_upload(sender: Client) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV[:100])
    for _ in range(2):
        put(sender, url, 100, CSV[100:])
    again = put(sender, url, 100, CSV[100:])
    assert (again.status_code, again["Upload-Offset"]) == (409, str(len(CSV)))
    assert put(sender, url, len(CSV), b"").status_code == 204
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("offset", [0, 99, 101, 10_000_000])
def test_a_piece_that_does_not_follow_is_409_and_tells_where(sender: Client, offset: int) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV[:100])
    answer = put(sender, url, offset, b"x" * 10)
    if offset > len(CSV):
        assert answer.status_code == 413
    else:
        body = answer.json()
        assert (answer.status_code, body["code"], body["offset"]) == (409, "offset_mismatch", 100)
        assert answer["Upload-Offset"] == "100"
    assert offset_of(sender, url) == 100


def test_bytes_beyond_the_announced_length_are_refused(sender: Client) -> None:
    url = begun(sender, 10)
    assert put(sender, url, 0, b"x" * 11).status_code == 413
    assert offset_of(sender, url) == 0
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_session_that_is_being_written_is_locked(sender: Client) -> None:
    url = begun(sender)

    def other() -> tuple[int, str]:
        answer = put(sender, url, 0, CSV[:10])
        connection.close()
        return answer.status_code, answer.json()["code"]

    with transaction.atomic(), ThreadPoolExecutor(1) as threads:
        UploadSession.objects.select_for_update().get()
        assert threads.submit(other).result() == (423, "session_locked")
    assert offset_of(sender, url) == 0


@pytest.mark.django_db(transaction=True)
def test_of_ten_same_pieces_at_once_one_is_kept(sender: Client) -> None:
    url = begun(sender)

    def send(_: int) -> int:
        status = put(sender, url, 0, CSV).status_code
        connection.close()
        return int(status)

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(send, range(10)))
    assert answers.count(204) == 1
    assert set(answers) <= {204, 409, 423}
    assert store.path_of(Upload.objects.get().sha256).read_bytes() == CSV


def test_a_full_disk_is_507_and_loses_nothing(sender: Client, settings: Any) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV[:100])
    settings.MIN_FREE_BYTES = 10**18
    for body in (CSV[100:200], CSV[100:]):
        answer = put(sender, url, 100, body)
        assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert begin(sender).status_code == 507
    settings.MIN_FREE_BYTES = 0
    assert offset_of(sender, url) == 100
    assert put(sender, url, 100, CSV[100:]).status_code == 204


def test_a_checksum_decides_whether_a_piece_is_kept(sender: Client) -> None:
    url = begun(sender)
    for algorithm in ("sha1", "sha256"):
        at = offset_of(sender, url)
        piece = CSV[at : at + 100]
        digest = b64encode(hashlib.new(algorithm, piece).digest()).decode()
        broken = put(sender, url, at, b"?" + piece[1:], Upload_Checksum=f"{algorithm} {digest}")
        assert (broken.status_code, broken.json()["code"]) == (460, "checksum_mismatch")
        assert offset_of(sender, url) == at
        assert put(sender, url, at, piece, Upload_Checksum=f"{algorithm} {digest}").status_code == 204
    assert put(sender, url, 200, b"x", Upload_Checksum="md5 eA==").status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Tus-Resumable": ""}, 412),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": ""}, 400),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": "200000001"}, 413),
        ({"Upload-Metadata": "filename ***"}, 400),
        ({"Upload-Metadata": "state cHVibGlzaGVk"}, 400),
        ({"Upload-Metadata": told(filename="a.csv", period="kemarin")}, 400),
    ],
)
def test_what_cannot_be_received_is_refused_before_any_byte(
    sender: Client, headers: dict[str, str], status: int
) -> None:
    sent = {**TUS, "Upload-Length": "10", "Upload-Metadata": told(filename="a.csv")} | headers
    answer = sender.post(PATH, headers=sent)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not UploadSession.objects.exists()


def test_the_first_bytes_of_no_table_end_the_session(sender: Client) -> None:
    url = begun(sender)
    answer = put(sender, url, 0, b"%PDF-1.7 " + b"x" * 5_000)
    assert (answer.status_code, answer.json()["code"]) == (415, "is_pdf")
    assert sender.head(url, headers=TUS).status_code == 404
    blank = begun(sender, 10)
    assert put(sender, blank, 0, b" " * 10).status_code == 422
    assert not UploadSession.objects.exists()


def test_only_its_owner_knows_a_session(
    nobody: Client, sender: Client, as_person: AsPerson, budi: User, wati: User, sari: User
) -> None:
    url = begun(sender)
    colleague = as_person(factories.person("tono", Role.PRODUSEN, "dinas-lingkungan-hidup"), Scope.PUBLISH)
    for other in (as_person(budi, Scope.PUBLISH), as_person(wati, Scope.REVIEW), colleague):
        assert other.head(url, headers=TUS).status_code == 404
        assert other.get(url).status_code == 404
        assert put(other, url, 0, CSV).status_code == 404
        assert other.delete(url, headers=TUS).status_code == 404
        assert other.get("/api/v1/upload-sessions").json()["count"] == 0
    assert put(nobody, url, 0, CSV).status_code == 401
    assert nobody.head(url, headers=TUS).status_code == 404
    reader = as_person(sari, Scope.READ)
    assert put(reader, url, 0, CSV).json()["code"] == "scope_too_small"
    assert offset_of(reader, url) == 0
    assert sender.get("/api/v1/upload-sessions?dataset=sampah-terangkut").json()["count"] == 1
    assert sender.get("/api/v1/upload-sessions?dataset=lain").json()["count"] == 0


def test_beginning_is_for_the_own_office(
    nobody: Client, as_person: AsPerson, waste: Dataset, budi: User
) -> None:
    assert begin(nobody).status_code == 401
    assert begin(as_person(budi, Scope.PUBLISH)).status_code == 404
    factories.published(waste)
    assert begin(as_person(budi, Scope.PUBLISH)).status_code == 403


def test_a_browser_needs_the_csrf_token(waste: Dataset, sari: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(sari)
    assert begin(client).status_code == 403
    assert not UploadSession.objects.exists()


def test_after_a_week_of_silence_it_is_gone(sender: Client) -> None:
    url = begun(sender)
    UploadSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for answer in (sender.head(url, headers=TUS), sender.get(url), put(sender, url, 0, CSV)):
        assert answer.status_code == 410
    assert sender.get("/api/v1/upload-sessions").json()["count"] == 0


def test_each_piece_begins_the_week_anew(sender: Client) -> None:
    url = begun(sender)
    UploadSession.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    put(sender, url, 0, CSV[:10])
    assert UploadSession.objects.get().expires_at > timezone.now() + LIFETIME - timedelta(minutes=5)


def test_a_person_may_not_begin_without_end(sender: Client, settings: Any) -> None:
    for _ in range(MOST_OPEN):
        last = begun(sender, 10)
    answer = begin(sender, 10)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_sessions")
    assert sender.delete(last, headers=TUS).status_code == 204
    settings.MAX_UPLOAD_BYTES = 40
    assert begin(sender, 20).status_code == 409


def test_a_session_given_up_is_gone(sender: Client) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV[:10])
    assert sender.delete(url, headers=TUS).status_code == 204
    assert sender.head(url, headers=TUS).status_code == 404
    assert put(sender, url, 10, CSV[10:]).status_code == 404


def test_where_the_disk_lost_bytes_it_goes_on_from_those_that_remain(sender: Client) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV[:5_000])
    (key,) = partials.keys()
    with partials.path_of(key).open("ab") as file:
        file.truncate(3_000)
    assert offset_of(sender, url) == 3_000
    assert put(sender, url, 3_000, CSV[3_000:]).status_code == 204
    assert store.path_of(Upload.objects.get().sha256).read_bytes() == CSV


def test_bytes_that_a_dead_process_left_are_cut_away(sender: Client) -> None:
    url = begun(sender)
    put(sender, url, 0, CSV[:5_000])
    (key,) = partials.keys()
    with partials.path_of(key).open("ab") as file:
        file.write(b"rusak")
    assert put(sender, url, 5_000, CSV[5_000:]).status_code == 204
    assert store.path_of(Upload.objects.get().sha256).read_bytes() == CSV


def test_a_piece_is_another_kind_of_body(sender: Client) -> None:
    url = begun(sender)
    headers = {**TUS, "Upload-Offset": "0"}
    assert sender.patch(url, CSV, content_type="text/csv", headers=headers).status_code == 415
    assert sender.patch(url, CSV, content_type=PIECE, headers=TUS).status_code == 400


def test_post_may_stand_for_patch_and_delete(sender: Client) -> None:
    url = begun(sender)
    headers = {**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert sender.post(url, CSV[:10], content_type=PIECE, headers=headers).status_code == 204
    assert sender.post(url, headers={**TUS, "X-HTTP-Method-Override": "DELETE"}).status_code == 204
    assert sender.post(url, headers=TUS).status_code == 405


def test_options_say_what_is_spoken(nobody: Client) -> None:
    answer = nobody.options(PATH)
    assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
    assert answer["Tus-Extension"] == "creation,expiration,termination,checksum"
    assert answer["Tus-Max-Size"] == "200000000"


def test_a_corrected_file_in_pieces_mends_the_upload_it_names(sender: Client, waste: Dataset) -> None:
    upload = factories.upload(waste, UploadState.FAILED)
    answer = begin(sender, replaces=str(upload.pk))
    assert (answer.status_code, answer.json()["replaces"]) == (201, str(upload.pk))
    assert put(sender, answer["Location"], 0, CSV).status_code == 204
    upload.refresh_from_db()
    assert (upload.state, upload.filename) == (UploadState.CHECKING, "sampah.csv")
    assert sender.get(answer["Location"]).json()["upload"]["id"] == str(upload.pk)
    assert begin(sender, replaces=str(upload.pk)).json()["code"] == "illegal_move"
    for unknown in ("x", str(waste.pk)):
        assert begin(sender, replaces=unknown).status_code == 404
