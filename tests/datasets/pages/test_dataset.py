"""A dataset's page and its downloads: open, restricted, closed, draft, withdrawn, older versions."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from datasets import store
from datasets.models import Distribution, User, Version
from datasets.vocab import Access, Format
from tests import factories
from tests.datasets.queries.figures import indicator, published

pytestmark = pytest.mark.django_db


def with_file(version: Version, content: bytes = b"bulan,ton\n2026-10,5\n") -> Distribution:
    kept = store.save([content])
    return Distribution.objects.create(
        version=version,
        format=Format.CSV,
        media_type="text/csv",
        filename="data-contoh-sampah.csv",
        sha256=kept.sha256,
        bytes=kept.bytes,
    )


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_all_there_is_to_know(client: Client) -> None:
    dataset = factories.dataset(method="Ditimbang di TPA.", caveats="Tidak termasuk pulau kecil.")
    version = published(dataset)
    with_file(version)
    text = client.get("/dataset/sampah-terangkut").text
    for told in ("Ditimbang di TPA.", "Tidak termasuk pulau kecil.", "Kamus kolom", "Standar data", "Pengelolaan sampah",
                 "Ternate Selatan", "812,5", "Versi 1", "Kutip data ini", "20 B", "CC BY 4.0"):  # fmt: skip
        assert told in text, told


def test_the_headline_is_computed_from_the_rows(client: Client) -> None:
    published(factories.dataset())
    text = client.get("/dataset/sampah-terangkut").text
    assert "Terangkut ton Oktober 2026: 830 ton, turun 42,8% dari September 2026" in text


def test_data_too_long_for_excel_say_so_where_files_are_offered(client: Client) -> None:
    version = factories.published(factories.dataset())
    file = with_file(version)
    told = "paling banyak 1.048.576 baris"
    assert told in client.get("/dataset/sampah-terangkut").text
    Distribution.objects.create(
        version=version, format="xlsx", media_type="x", filename="x.xlsx", sha256=file.sha256, bytes=1
    )
    assert told not in client.get("/dataset/sampah-terangkut").text


def test_the_table_shows_the_newest_rows(client: Client) -> None:
    factories.published(factories.dataset())
    table = client.get("/dataset/sampah-terangkut").text.partition('id="isi-tabel"')[2]
    assert "4 baris terbaru dari 4" in table
    assert 0 < table.index("830,25") < table.index("812,5")


@pytest.mark.parametrize(
    ("tab", "told"), [("angka", "1.452,5"), ("api", "rows.csv"), ("bukan", 'class="grafik"')]
)
def test_each_view_has_its_address(client: Client, tab: str, told: str) -> None:
    published(factories.dataset())
    assert told in client.get(f"/dataset/sampah-terangkut?tampilan={tab}").text


def test_a_download_gives_the_kept_bytes_and_their_name(client: Client) -> None:
    version = factories.published(factories.dataset())
    file = with_file(version)
    response = client.get("/dataset/sampah-terangkut/unduh/csv")
    assert response.getvalue() == b"bulan,ton\n2026-10,5\n"
    assert response["Content-Disposition"] == 'attachment; filename="data-contoh-sampah.csv"'
    assert response["ETag"] == f'"{file.sha256}"'
    part = client.get("/dataset/sampah-terangkut/unduh/csv", headers={"Range": "bytes=0-2"})
    assert (part.status_code, len(part.getvalue())) == (206, 3)
    assert part["Repr-Digest"] == response["Repr-Digest"]


@pytest.mark.parametrize("file_format", ["xlsx", "exe", "parquet"])
def test_a_format_that_is_not_there_is_404(client: Client, file_format: str) -> None:
    with_file(factories.published(factories.dataset()))
    assert client.get(f"/dataset/sampah-terangkut/unduh/{file_format}").status_code == 404


def test_restricted_data_show_metadata_and_say_why(client: Client) -> None:
    dataset = factories.dataset(access=Access.RESTRICTED, access_basis="UU 27/2022")
    indicator(dataset)
    with_file(published(dataset))
    text = client.get("/dataset/sampah-terangkut").text
    assert "Isi data ini terbatas" in text
    assert "UU 27/2022" in text
    for kept in ("812,5", "Unduh semua", "tampilan=", "rows.csv"):
        assert kept not in text, kept
    assert client.get("/dataset/sampah-terangkut/unduh/csv").status_code == 403
    assert inside(factories.budi()).get("/dataset/sampah-terangkut/unduh/csv").status_code == 403


def test_its_own_people_read_restricted_rows() -> None:
    with_file(published(factories.dataset(access=Access.RESTRICTED)))
    client = inside(factories.sari())
    assert "812,5" in client.get("/dataset/sampah-terangkut").text
    assert client.get("/dataset/sampah-terangkut/unduh/csv").status_code == 200


def test_closed_data_and_drafts_are_not_there_for_others(client: Client) -> None:
    factories.published(factories.dataset("rahasia", access=Access.CLOSED))
    factories.dataset("draf")
    for address in ("/dataset/rahasia", "/dataset/draf", "/dataset/tidak-ada", "/dataset/rahasia/unduh/csv"):
        assert client.get(address).status_code == 404, address
        assert inside(factories.budi()).get(address).status_code == 404, address


def test_a_draft_is_shown_to_its_people_as_one() -> None:
    factories.dataset("draf")
    text = inside(factories.sari()).get("/dataset/draf").text
    assert "Dataset ini masih draf" in text
    assert "Unggah data baru" in text


def test_withdrawn_data_answer_410_with_reason_and_date(client: Client) -> None:
    dataset = factories.dataset()
    factories.published(dataset)
    dataset.withdrawn_at = timezone.now()
    dataset.withdrawn_reason = "Satuan keliru."
    dataset.save()
    response = client.get("/dataset/sampah-terangkut")
    assert response.status_code == 410
    assert "Satuan keliru." in response.text
    assert "Data ini ditarik pada" in response.text


def test_an_older_version_stays_and_says_that_it_is_one(client: Client) -> None:
    dataset = factories.dataset()
    factories.published(dataset, rows=[("2026-09", "82.71.02", "Ternate Selatan", "111")])
    factories.published(dataset)
    text = client.get("/dataset/sampah-terangkut/versi/1").text
    assert "Ini versi 1, bukan yang terbaru" in text
    assert "111" in text
    assert "Ini versi" not in client.get("/dataset/sampah-terangkut/versi/2").text
    assert client.get("/dataset/sampah-terangkut/versi/9").status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with_file(published(factories.dataset()))
    with django_assert_num_queries(12):
        client.get("/dataset/sampah-terangkut")


def linked(text: str) -> list[dict[str, object]]:
    """The blocks of JSON-LD in a page."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return [json.loads(block) for block in blocks]


def test_search_engines_read_what_the_page_says(client: Client) -> None:
    hostile = "</script><script>alert(1)</script>"
    with_file(factories.published(factories.dataset(title=hostile)))
    text = client.get("/dataset/sampah-terangkut").text
    [block] = linked(text)
    assert (block["@type"], block["name"]) == ("Dataset", hostile)
    assert "<script>alert" not in text
    assert 'rel="alternate" type="text/turtle" href="http' in text


def test_nothing_is_told_to_engines_of_what_is_not_for_them(client: Client) -> None:
    dataset = factories.dataset(access=Access.CLOSED)
    factories.published(dataset)
    assert linked(inside(factories.wati()).get("/dataset/sampah-terangkut").text) == []
    dataset.access = Access.OPEN
    factories.published(dataset)
    assert linked(client.get("/dataset/sampah-terangkut/versi/1").text) == []
    assert len(linked(client.get("/dataset/sampah-terangkut").text)) == 1
