"""Offices as organizations, topics as groups."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset
from datasets.vocab import Access, Topic
from tests import factories
from tests.api.ckan.conftest import Call, publish

pytestmark = pytest.mark.django_db
LISTED = {
    "id", "name", "title", "description", "created", "is_organization", "type", "state", "approval_status",
    "image_url", "display_name", "image_display_url", "package_count", "num_followers",
}  # fmt: skip


@pytest.fixture(autouse=True)
def offices(waste: Dataset) -> None:
    factories.office("dinas-kesehatan")
    publish("tertutup", access=Access.CLOSED)


def test_offices_are_listed_by_name_or_whole(call: Call) -> None:
    assert call("organization_list") == ["dinas-kesehatan", "dinas-lingkungan-hidup"]
    whole = call("organization_list", all_fields="True", include_extras="true")
    assert [(o["name"], o["package_count"]) for o in whole] == [
        ("dinas-kesehatan", 0),
        ("dinas-lingkungan-hidup", 1),
    ]
    assert all(set(office) == LISTED for office in whole)
    assert all(value is not None for office in whole for value in office.values())
    assert whole[0]["is_organization"] is True


def test_topics_are_groups(call: Call) -> None:
    assert set(call("group_list")) == set(Topic)
    whole = {group["name"]: group for group in call("group_list", all_fields="true")}
    assert (whole["persampahan"]["package_count"], whole["kesehatan"]["package_count"]) == (1, 0)
    assert all(set(group) == LISTED for group in whole.values())
    assert (whole["kesehatan"]["type"], whole["kesehatan"]["is_organization"]) == ("group", False)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"sort": "name desc"}, ["dinas-lingkungan-hidup", "dinas-kesehatan"]),
        ({"sort": "package_count desc"}, ["dinas-lingkungan-hidup", "dinas-kesehatan"]),
        ({"sort": "name asc", "limit": "1"}, ["dinas-kesehatan"]),
        ({"limit": "1", "offset": "1"}, ["dinas-lingkungan-hidup"]),
        ({"offset": "9"}, []),
    ],
)
def test_lists_have_orders_and_pieces(call: Call, parameters: Any, expected: list[str]) -> None:
    assert call("organization_list", **parameters) == expected


@pytest.mark.parametrize(
    "parameters", [{"sort": "warna"}, {"limit": "-1"}, {"offset": "x"}, {"all_fields": "?"}]
)
@pytest.mark.parametrize("action", ["organization_list", "group_list"])
def test_a_wrong_list_is_refused(refuse: Call, action: str, parameters: Any) -> None:
    status, error = refuse(action, **parameters)
    assert (status, set(error)) == (409, {"__type", *parameters})


def test_an_office_is_shown_by_name_and_id(call: Call, waste: Dataset) -> None:
    office = call("organization_show", id="dinas-lingkungan-hidup")
    assert office == call("organization_show", id=str(waste.organization_id), include_users="true")
    assert set(office) == LISTED | {"extras", "groups", "users", "tags"}
    assert office["users"] == []
    whole = call("organization_show", id=office["id"], include_datasets="true")
    assert whole["packages"] == [call("package_show", id=waste.slug)]


def test_a_topic_is_shown_by_name_and_id(call: Call, waste: Dataset) -> None:
    group = call("group_show", id="persampahan")
    assert group == call("group_show", id=group["id"])
    assert call("package_show", id=waste.slug)["groups"][0]["id"] == group["id"]
    assert call("group_show", id="persampahan", include_datasets="1")["packages"] == call(
        "group_package_show", id="persampahan"
    )


def test_the_datasets_of_a_topic(call: Call, waste: Dataset) -> None:
    publish("kedua")
    assert [package["name"] for package in call("group_package_show", id="persampahan")] == [
        "kedua",
        waste.slug,
    ]
    assert len(call("group_package_show", id="persampahan", limit="1")) == 1
    assert call("group_package_show", id="kesehatan") == []


@pytest.mark.parametrize("action", ["organization_show", "group_show", "group_package_show", "tag_show"])
def test_what_is_not_there_is_not_found(refuse: Call, action: str) -> None:
    assert refuse(action) == (409, {"__type": "Validation Error", "id": ["Missing value"]})
    for name in ("tidak-ada", str(uuid.uuid4()), "' OR 1=1"):
        status, error = refuse(action, id=name)
        assert (status, error["__type"]) == (404, "Not Found Error")


def test_qgis_lists_groups_first(nobody: Client) -> None:
    answer = nobody.get("/api/3/action/group_list?all_fields=true", headers={"Accept": "text/html"})
    assert all({"name", "title", "id"} <= set(group) for group in answer.json()["result"])
