"""Another portal takes the sample city along: a CKAN harvester's walk, its files, its rows."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import requests
from ckanapi import RemoteCKAN

from tests.journeys.portal import Portal

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal")]


def walk(portal: Portal, **parameters: str) -> list[dict[str, Any]]:
    """Page by page until an empty one, as ckanext-harvest does."""
    found: list[dict[str, Any]] = []
    while True:
        asked = {"rows": "5", "start": str(len(found)), "sort": "id asc", **parameters}
        answer = requests.get(f"{portal.url}/api/action/package_search", params=asked, timeout=30)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
        page = json.loads(answer.content)["result"]["results"]
        if not page:
            return found
        found += page


def test_the_whole_city_is_harvested_and_then_only_what_changed(portal: Portal) -> None:
    packages = walk(portal)
    assert len(packages) >= 5
    assert len({package["id"] for package in packages}) == len(packages)
    with RemoteCKAN(portal.url) as client:
        assert {package["name"] for package in packages} == set(client.action.package_list())
        office = client.action.organization_show(id=packages[0]["owner_org"])
    of_office = walk(portal, fq=f"organization:{office['name']}")
    assert len(of_office) == office["package_count"]
    rest = walk(portal, fq=f"-organization:{office['name']}")
    assert len(of_office) + len(rest) == len(packages)
    last = max(package["metadata_modified"] for package in packages)
    newest = walk(portal, fq=f"organization:* metadata_modified:[{last}Z TO *]")
    assert [package["metadata_modified"] for package in newest] == [last]


def test_files_and_rows_are_as_they_are_told(portal: Portal) -> None:
    for package in walk(portal)[:4]:
        assert requests.get(f"{portal.url}/dataset/{package['id']}", timeout=30).status_code == 200
        for resource in package["resources"]:
            head = requests.head(resource["url"], timeout=30, headers={"Accept-Encoding": "gzip"})
            assert head.headers["Content-Length"] == str(resource["size"]), resource["url"]
            assert head.headers["Content-Type"] == resource["mimetype"]
            if resource["datastore_active"]:
                same_rows(portal, resource)


def same_rows(portal: Portal, resource: dict[str, Any]) -> None:
    """The datastore and the dump tell the same columns and as many rows."""
    asked = {"resource_id": resource["id"], "limit": 1}
    search = f"{portal.url}/api/3/action/datastore_search"
    found = requests.get(search, params=asked, timeout=30).json()["result"]
    dump = requests.get(f"{portal.url}/datastore/dump/{resource['id']}", timeout=60)
    rows = list(csv.reader(io.StringIO(dump.content.decode())))
    assert len(rows) - 1 == found["total"]
    assert rows[0] == [field["id"] for field in found["fields"]]


def test_what_a_server_must_bear(portal: Portal) -> None:
    search = f"{portal.url}/api/3/action/package_search"
    empty = requests.post(f"{search}?rows=1", headers={"Content-Type": "application/json"}, timeout=30)
    assert len(empty.json()["result"]["results"]) == 1
    slashed = requests.post(f"{search}/", json={"rows": 1}, timeout=30, allow_redirects=False)
    assert slashed.status_code == 200
    for fq in ("(" * 5_000, "organization:"):
        assert requests.get(search, params={"fq": fq}, timeout=30).json()["error"]["__type"] == "Search Error"
    huge = requests.post(
        search, data=b"x" * 10_000_000, headers={"Content-Type": "application/json"}, timeout=60
    )
    assert huge.status_code == 413
