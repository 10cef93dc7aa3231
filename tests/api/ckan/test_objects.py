"""Objects: every key that clients read, text where they expect text, tags that CKAN accepts."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from datasets.models import Dataset
from datasets.vocab import ColumnRole, ColumnType
from tests import factories
from tests.api.ckan.conftest import Call, publish
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")
PACKAGE = {
    "id", "name", "title", "notes", "metadata_created", "metadata_modified", "state", "private", "type",
    "owner_org", "organization", "license_id", "license_title", "license_url", "isopen", "author",
    "author_email", "maintainer", "maintainer_email", "url", "version", "creator_user_id", "num_resources",
    "num_tags", "tags", "groups", "extras", "resources", "relationships_as_subject",
    "relationships_as_object",
}  # fmt: skip
RESOURCE = {
    "id", "package_id", "position", "name", "description", "format", "mimetype", "mimetype_inner", "size",
    "hash", "created", "last_modified", "metadata_modified", "url", "url_type", "resource_type", "state",
    "datastore_active", "cache_url", "cache_last_updated",
}  # fmt: skip


def test_a_package_has_every_key(call: Call) -> None:
    publish(tags=["sampah", "TPA"], contact_email="", contact_name="")
    shown = call("package_show", id="sampah-terangkut")
    assert set(shown) == PACKAGE
    assert all(DATE.fullmatch(shown[key]) for key in ("metadata_created", "metadata_modified"))
    assert re.fullmatch(r"[a-z0-9_-]{2,100}", shown["name"])
    assert shown["license_id"] == "cc-by-4.0"
    assert shown["isopen"] is True
    assert shown["maintainer_email"] is None
    assert shown["owner_org"] == shown["organization"]["id"]
    assert shown["num_tags"] == 2


def test_an_organization_is_text_everywhere(call: Call, waste: Dataset) -> None:
    office = call("package_show", id=waste.slug)["organization"]
    truth = office.pop("is_organization")
    assert truth is True
    assert all(isinstance(value, str) for value in office.values())
    assert set(office) == {
        "id", "name", "title", "description", "created", "type", "state", "approval_status", "image_url",
    }  # fmt: skip


def test_a_topic_is_a_group(call: Call, waste: Dataset) -> None:
    (group,) = call("package_show", id=waste.slug)["groups"]
    assert (group["name"], group["title"]) == ("persampahan", "Persampahan")
    assert set(group) == {"id", "name", "title", "description", "display_name", "image_display_url"}


def test_a_resource_has_every_key(call: Call, waste: Dataset) -> None:
    csv, json_ = call("package_show", id=waste.slug)["resources"]
    assert set(csv) - {"schema"} == set(json_) - {"schema"} == RESOURCE
    assert (csv["format"], csv["mimetype"], csv["position"], json_["position"]) == ("CSV", "text/csv", 0, 1)
    assert (csv["datastore_active"], json_["datastore_active"]) == (True, False)
    assert isinstance(csv["size"], int)
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", csv["hash"])
    start = f"http://127.0.0.1:8000/dataset/{waste.pk}/resource/{csv['id']}/download/"
    assert csv["url"] == f"{start}sampah-terangkut.csv"
    assert all(DATE.fullmatch(csv[key]) for key in ("created", "last_modified", "metadata_modified"))


def test_the_schema_names_the_columns_as_the_file_does(call: Call, waste: Dataset) -> None:
    csv, json_ = call("package_show", id=waste.slug)["resources"]
    assert [(f["name"], f["type"]) for f in csv["schema"]["fields"]] == [
        ("Bulan", "yearmonth"),
        ("Kode kecamatan", "string"),
        ("Kecamatan", "string"),
        ("Terangkut ton", "number"),
    ]
    assert [f["name"] for f in json_["schema"]["fields"]][:2] == ["bulan", "kode_kecamatan"]


def test_headers_that_are_alike_are_told_by_id(call: Call) -> None:
    shape = (("a", ColumnType.TEXT, ColumnRole.NOTE), ("b", ColumnType.BOOLEAN, ColumnRole.NOTE))
    made = factories.dataset("kembar")
    factories.columns(made, shape)
    made.columns.update(label="Sama")
    keep_file(factories.published(made, [("x", True)], shape))
    fields = call("package_show", id="kembar")["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == ["a", "b"]
    assert fields[1]["trueValues"] == ["true"]


def test_extras_are_texts_with_keys_of_their_own(call: Call, waste: Dataset) -> None:
    assert waste.live_version is not None
    waste.live_version.parts.update(period="2026-10")
    extras = call("package_show", id=waste.slug)["extras"]
    told = {extra["key"]: extra["value"] for extra in extras}
    assert len(told) == len(extras)
    assert all(isinstance(value, str) and value for value in told.values())
    assert told["frequency"] == "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
    assert datetime.fromisoformat(told["temporal_start"]) < datetime.fromisoformat(told["temporal_end"])
    assert told["identifier"] == str(waste.pk)
    assert set(told) >= {"theme", "language", "spatial_uri"}
