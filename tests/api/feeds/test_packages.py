"""Croissant and Data Package: what their standards ask, and read by frictionless as a person would."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from pytest_django.live_server_helper import LiveServer

from api.feeds.croissant import CONTEXT, TYPES
from datasets.models import Dataset
from datasets.vocab import Access, ColumnRole, ColumnType, Format
from tests import factories
from tests.api.conftest import keep_file

CROISSANT = "/dataset/sampah-terangkut/croissant.json"
PACKAGE = "/dataset/sampah-terangkut/datapackage.json"
KINDS: tuple[tuple[str, ColumnType, ColumnRole, Any], ...] = (
    ("kode", ColumnType.CODE, ColumnRole.DIMENSION, "00817"),
    ("jumlah", ColumnType.INTEGER, ColumnRole.MEASURE, 12),
    ("berat", ColumnType.DECIMAL, ColumnRole.MEASURE, "812.5"),
    ("hari", ColumnType.DATE, ColumnRole.PERIOD, "2026-10-31"),
    ("saat", ColumnType.DATETIME, ColumnRole.NOTE, "2026-10-31 08:15:00"),
    ("jam", ColumnType.TIME, ColumnRole.NOTE, "08:15:00"),
    ("bulan", ColumnType.MONTH, ColumnRole.DIMENSION, "2026-10"),
    ("triwulan", ColumnType.QUARTER, ColumnRole.DIMENSION, "2026-Q4"),
    ("tahun", ColumnType.YEAR, ColumnRole.DIMENSION, 2026),
    ("anggaran", ColumnType.FISCAL_YEAR, ColumnRole.DIMENSION, "2025/2026"),
    ("aktif", ColumnType.BOOLEAN, ColumnRole.DIMENSION, True),
    ("nama", ColumnType.TEXT, ColumnRole.DIMENSION, "=1+1, \"Tanah\"\nTinggi"),
    ("titik", ColumnType.POINT, ColumnRole.NOTE, '{"type": "Point", "coordinates": [127.38, 0.79]}'),
)  # fmt: skip


@pytest.fixture
def waste(db: None) -> Dataset:
    made = factories.dataset(tags=["sampah"])
    keep_file(factories.published(made))
    return made


def every_kind() -> Dataset:
    made = factories.dataset()
    rows = [[value for *_rest, value in KINDS], ["x", *[None] * (len(KINDS) - 1)]]
    keep_file(factories.published(made, rows, [(name, kind, role) for name, kind, role, _value in KINDS]))
    return made


def test_croissant_names_file_and_columns(nobody: Client, waste: Dataset) -> None:
    answer = nobody.get(CROISSANT)
    assert answer["Content-Type"] == "application/ld+json"
    told = answer.json()
    assert (told["@context"], told["@type"]) == (CONTEXT, "sc:Dataset")
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert {"name", "description", "license", "url", "creator", "datePublished", "citeAs"} <= set(told)
    assert told["version"] == "1.0.0"
    [file], [records] = told["distribution"], told["recordSet"]
    assert (file["@type"], file["encodingFormat"], len(file["sha256"])) == ("cr:FileObject", "text/csv", 64)
    assert file["contentUrl"].endswith("/api/v1/datasets/sampah-terangkut/versions/1/files/csv")
    fields = {field["name"]: field for field in records["field"]}
    assert [field["dataType"] for field in fields.values()] == ["sc:Text", "sc:Text", "sc:Text", "sc:Float"]
    assert fields["terangkut_ton"]["source"] == {
        "fileObject": {"@id": file["@id"]},
        "extract": {"column": "Terangkut ton"},
    }
    assert {field["@id"] for field in fields.values()} == {f"{records['@id']}/{name}" for name in fields}


def test_a_croissant_points_to_what_is_there(nobody: Client, waste: Dataset) -> None:
    [file] = nobody.get(CROISSANT).json()["distribution"]
    answer = nobody.get("/" + file["contentUrl"].split("/", 3)[3])
    assert (answer["ETag"], f"{answer['Content-Length']} B") == (f'"{file["sha256"]}"', file["contentSize"])


def test_keys_of_rows_are_told(nobody: Client, waste: Dataset) -> None:
    assert "key" not in nobody.get(CROISSANT).json()["recordSet"][0]
    waste.columns.filter(name="bulan").update(is_key=True)
    assert nobody.get(CROISSANT).json()["recordSet"][0]["key"] == {"@id": "baris/bulan"}
    assert nobody.get(PACKAGE).json()["resources"][0]["schema"]["primaryKey"] == ["bulan"]
    waste.columns.update(is_key=True)
    assert len(nobody.get(CROISSANT).json()["recordSet"][0]["key"]) == 4


def test_no_kind_of_code_is_called_a_number() -> None:
    text = set(ColumnType) - set(TYPES)
    assert {ColumnType.CODE, ColumnType.MONTH, ColumnType.QUARTER, ColumnType.FISCAL_YEAR} <= text


@pytest.mark.django_db(transaction=True)
def test_frictionless_reads_the_rows_with_their_types(live_server: LiveServer, settings: Settings) -> None:
    from frictionless import Package, validate

    settings.PUBLIC_URL = live_server.url
    every_kind()
    resource: Any = Package(f"{live_server.url}{PACKAGE}").resources[0]
    first, second = resource.read_rows()
    assert first["kode"] == "00817"
    assert (first["jumlah"], first["berat"], first["tahun"], first["aktif"]) == (
        12,
        Decimal("812.5"),
        2026,
        True,
    )
    assert (str(first["hari"]), first["saat"].isoformat()[:19]) == ("2026-10-31", "2026-10-31T08:15:00")
    assert (str(first["jam"]), first["triwulan"], first["anggaran"]) == ("08:15:00", "2026-Q4", "2025/2026")
    assert (first["bulan"].year, first["bulan"].month) == (2026, 10)
    assert first["nama"] == KINDS[11][3]
    assert first["titik"]["coordinates"] == [127.38, 0.79]
    assert list(dict(second).values()) == ["x", *[None] * (len(KINDS) - 1)]
    report = validate(f"{live_server.url}{PACKAGE}")
    assert report.valid, report.flatten(["type", "message"])


def test_a_package_is_of_one_version(nobody: Client, waste: Dataset) -> None:
    told = nobody.get(PACKAGE).json()
    assert told["resources"][0]["path"].endswith("/api/v1/datasets/sampah-terangkut/rows.csv?version=1")
    assert (told["name"], told["version"], told["licenses"][0]["name"]) == (
        "sampah-terangkut",
        "1.0.0",
        "CC-BY-4.0",
    )
    keep_file(factories.published(waste))
    assert nobody.get(PACKAGE).json()["version"] == "2.0.0"
    assert nobody.get(f"/dataset/{waste.pk}/datapackage.json").json()["version"] == "2.0.0"


@pytest.mark.parametrize("address", [CROISSANT, PACKAGE])
def test_current_copies_head_and_other_origins(nobody: Client, waste: Dataset, address: str) -> None:
    answer = nobody.get(address)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert nobody.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert (nobody.head(address).content, nobody.head(address)["ETag"]) == (b"", answer["ETag"])
    assert nobody.get(f"{address}?x=1").status_code == 400
    assert nobody.post(address).status_code == 405


def test_shut_rows_have_a_description_but_no_package(nobody: Client, waste: Dataset) -> None:
    Dataset.objects.update(access=Access.RESTRICTED)
    told = nobody.get(CROISSANT).json()
    assert not {"distribution", "recordSet"} & set(told)
    assert nobody.get(PACKAGE).status_code == 403


@pytest.mark.parametrize("address", [CROISSANT, PACKAGE])
def test_what_is_not_public_is_nowhere(nobody: Client, waste: Dataset, address: str) -> None:
    Dataset.objects.update(access=Access.CLOSED)
    assert nobody.get(address).status_code == 404
    Dataset.objects.update(access=Access.OPEN, withdrawn_at=timezone.now(), withdrawn_reason="Salah")
    assert nobody.get(address).status_code == 410
    Dataset.objects.update(withdrawn_at=None, live_version=None)
    assert nobody.get(address).status_code == 404


def test_without_a_csv_nothing_is_promised(nobody: Client) -> None:
    keep_file(factories.published(factories.dataset()), b"[]", Format.JSON)
    assert "recordSet" not in nobody.get(CROISSANT).json()


@pytest.mark.parametrize(("address", "queries"), [(CROISSANT, 8), (PACKAGE, 9)])
def test_a_description_costs_a_fixed_number_of_queries(
    nobody: Client,
    waste: Dataset,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
    queries: int,
) -> None:
    with django_assert_num_queries(queries):
        nobody.get(address)
