"""Clients that others wrote, over a real server: ckanapi by GET and POST, frictionless by its CKAN portal."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import requests
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, SearchError, ValidationError
from ckanapi.errors import CKANAPIError, SearchQueryError
from frictionless import Catalog, Package, Resource, Schema
from frictionless.portals import CkanControl
from frictionless.resources import TableResource
from pytest_django.live_server_helper import LiveServer

from datasets.intake.downloads import write_downloads
from datasets.models import Dataset
from datasets.vocab import ColumnRole, ColumnType
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db(transaction=True)

SHAPE = (
    ("kode_pos", ColumnType.CODE, ColumnRole.DIMENSION),
    ("bulan", ColumnType.MONTH, ColumnRole.PERIOD),
    ("berat", ColumnType.DECIMAL, ColumnRole.MEASURE),
    ("saat", ColumnType.DATETIME, ColumnRole.DIMENSION),
    ("sah", ColumnType.BOOLEAN, ColumnRole.DIMENSION),
)
ROWS = (("00817", "2026-09", "812.5", "2026-09-01 09:12:00", True), ("97714", "2026-10", None, None, False))
FILE = (
    b"Kode pos,Bulan,Berat,Saat,Sah\n"
    b"00817,2026-09,812.5,2026-09-01T09:12:00+09:00,true\n97714,2026-10,,,false\n"
)


@pytest.fixture
def portal(live_server: LiveServer, settings: Any) -> str:
    """The address of a portal with two datasets."""
    settings.PUBLIC_URL = live_server.url
    for slug, office in (("kode-pos", "dinas-kesehatan"), ("sampah", "dinas-lingkungan-hidup")):
        made = factories.dataset(slug, organization=factories.office(office), tags=["contoh"])
        keep_file(factories.published(made, ROWS, SHAPE), FILE)
    return live_server.url


@pytest.fixture(params=[False, True], ids=["post", "get"])
def ckan(portal: str, request: pytest.FixtureRequest) -> Iterator[RemoteCKAN]:
    with RemoteCKAN(portal, get_only=request.param, apikey="bukan-kunci") as client:
        yield client


def test_ckanapi_dumps_the_catalogue(ckan: RemoteCKAN) -> None:
    asked = {"include_private": False, "include_drafts": False, "include_users": False}
    names = ckan.action.package_list(**asked)
    assert names == ["kode-pos", "sampah"]
    packages = [ckan.action.package_show(id=name, include_deleted=False) for name in names]
    assert ckan.action.package_search(rows=1000, sort="name asc")["results"] == packages
    for package in packages:
        for resource in package["resources"]:
            fields = ckan.action.datastore_search(resource_id=resource["id"], limit=0)["fields"]
            assert [field["id"] for field in fields][:2] == ["_id", "kode_pos"]
            answer = requests.get(resource["url"], timeout=10)
            assert answer.content == FILE
            assert answer.headers["Content-Type"] == resource["mimetype"]


def test_ckanapi_walks_the_rows(ckan: RemoteCKAN, portal: str) -> None:
    key = ckan.action.package_show(id="kode-pos")["resources"][0]["id"]
    rows = []
    for offset in range(3):
        rows += ckan.action.datastore_search(resource_id=key, limit=1, offset=offset)["records"]
    assert [row["kode_pos"] for row in rows] == ["00817", "97714"]
    filtered = {"kode_pos": "00817"} if not ckan.get_only else json.dumps({"kode_pos": "00817"})
    assert ckan.action.datastore_search(resource_id=key, filters=filtered)["total"] == 1
    dumped = requests.get(f"{portal}/datastore/dump/{key}?bom=True", timeout=10)
    table = list(csv.DictReader(io.StringIO(dumped.content.decode("utf-8-sig"))))
    assert [(row["_id"], row["kode_pos"]) for row in table] == [("1", "00817"), ("2", "97714")]


def test_ckanapi_meets_the_error_it_knows(ckan: RemoteCKAN) -> None:
    for error, action, asked in (
        (NotFound, "package_show", {"id": "tidak-ada"}),
        (ValidationError, "package_show", {}),
        (ValidationError, "package_search", {"rows": "banyak"}),
        (SearchError, "package_search", {"fq": "warna:merah"}),
        (SearchQueryError, "package_search", {"halaman": "2"}),
        (NotAuthorized, "package_create", {"name": "x"}),
        (CKANAPIError, "tidak_ada", {}),
    ):
        with pytest.raises(error):
            ckan.call_action(action, asked)


def test_ckanapi_lists_offices_and_topics(ckan: RemoteCKAN) -> None:
    assert ckan.action.organization_list() == ["dinas-kesehatan", "dinas-lingkungan-hidup"]
    office = ckan.action.organization_show(id="dinas-kesehatan", include_datasets=True)
    assert [package["name"] for package in office["packages"]] == ["kode-pos"]
    assert "persampahan" in [group["name"] for group in ckan.action.group_list(all_fields=True)]
    assert ckan.action.status_show()["ckan_version"].startswith("2.")


@pytest.fixture
def mapper(monkeypatch: pytest.MonkeyPatch) -> None:
    """What frictionless asks of its `frictionless-ckan-mapper`, which is not among our packages.

    As that one does: renames `url`, `size`, `mimetype`, leaves out what is CKAN's own, keeps `schema`.
    """
    module = ModuleType("frictionless_ckan_mapper.ckan_to_frictionless")
    left_out = {"package_id", "position", "datastore_active", "state", "cache_url", "cache_last_updated"}
    renamed = {"url": "path", "size": "bytes", "mimetype": "mediatype"}

    def resource(given: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in given.items() if name not in left_out and value is not None}
        return {renamed.get(name, name): value for name, value in kept.items()}

    def dataset(given: dict[str, Any]) -> dict[str, Any]:
        names = ("id", "name", "title", "type", "version")
        shown = {name: given[name] for name in names}
        shown |= {"description": given["notes"], "homepage": given["url"]}
        shown["keywords"] = [tag["name"] for tag in given["tags"]]
        shown["resources"] = [resource(one) for one in given["resources"]]
        return shown

    module.dataset = dataset  # type: ignore[attr-defined]
    package = ModuleType("frictionless_ckan_mapper")
    package.ckan_to_frictionless = module  # type: ignore[attr-defined]
    package.frictionless_to_ckan = ModuleType("frictionless_ckan_mapper.frictionless_to_ckan")  # type: ignore[attr-defined]
    for made in (package, module, package.frictionless_to_ckan):
        monkeypatch.setitem(sys.modules, made.__name__, made)


def test_frictionless_reads_a_dataset_with_its_types(portal: str, mapper: None) -> None:
    package = Package(control=CkanControl(baseurl=portal, dataset="kode-pos"))
    assert package.title == "Kode pos"
    resource: Any = package.resources[0]
    rows = [row.to_dict() for row in resource.read_rows()]
    assert [row["Kode pos"] for row in rows] == ["00817", "97714"]
    assert rows[0]["Berat"] == 812.5
    assert rows[1]["Berat"] is None
    assert [row["Sah"] for row in rows] == [True, False]
    assert resource.validate().valid, resource.validate().flatten(["type", "note"])


def test_files_as_publication_writes_them_fit_their_schemas(portal: str) -> None:
    version = Dataset.objects.get(slug="kode-pos").live_version
    assert version is not None
    write_downloads(version, list(version.parts.all()))
    found = {resource["format"]: resource for resource in package_of(portal, "kode-pos")["resources"]}
    schema = Schema.from_descriptor(found["CSV"]["schema"])
    file: Any = TableResource(path=found["CSV"]["url"], format="csv", schema=schema)
    assert file.validate().valid, file.validate().flatten(["type", "note"])
    assert [row.to_dict()["Kode pos"] for row in file.read_rows()] == ["00817", "97714"]
    rows = requests.get(found["JSON"]["url"], timeout=10).json()
    assert list(rows[0]) == [field["name"] for field in found["JSON"]["schema"]["fields"]]
    for resource in found.values():
        head = requests.head(resource["url"], timeout=10)
        assert head.headers["Content-Length"] == str(resource["size"])
        assert head.headers["Content-Type"] == resource["mimetype"]


def package_of(portal: str, name: str) -> dict[str, Any]:
    with RemoteCKAN(portal) as client:
        package: dict[str, Any] = client.action.package_show(id=name)
        return package


def test_frictionless_reads_the_page_of_a_dataset(portal: str, mapper: None) -> None:
    resource: Any = Package(f"{portal}/dataset/kode-pos").resources[0]
    assert [row.to_dict()["Kode pos"] for row in resource.read_rows()] == ["00817", "97714"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"kode-pos", "sampah"}),
        ({"organization_name": "dinas-kesehatan"}, {"kode-pos"}),
        ({"group_id": "persampahan"}, {"kode-pos", "sampah"}),
        ({"search": {"q": "tags:contoh", "fq": "name:sampah"}}, {"sampah"}),
        ({"num_packages": 1}, {"sampah"}),
    ],
)
def test_frictionless_reads_the_catalogue(portal: str, mapper: None, asked: Any, names: set[str]) -> None:
    catalog = Catalog(control=CkanControl(baseurl=portal, **asked))
    assert {dataset.name for dataset in catalog.datasets} == names


def test_without_a_schema_a_code_would_be_a_number(portal: str, mapper: None) -> None:
    (resource,) = Package(control=CkanControl(baseurl=portal, dataset="kode-pos")).resources
    assert resource.path is not None
    plain: Any = Resource(resource.path, format="csv")
    assert plain.read_rows()[0]["Kode pos"] == 817


def test_a_client_of_another_origin_may_ask(portal: str) -> None:
    asked = requests.options(
        f"{portal}/api/3/action/package_search",
        headers={
            "Origin": "https://peta.contoh.id",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
        timeout=10,
    )
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert Dataset.objects.count() == 2
