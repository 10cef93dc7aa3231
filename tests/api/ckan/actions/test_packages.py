"""`package_*` and `resource_show`: stable ids, every key, what is not public is not there."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from datasets.models import Dataset
from datasets.vocab import Access, Format
from tests import factories
from tests.api.ckan.conftest import CSV, Call, publish
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


def test_names_ascend_and_come_in_pieces(call: Call) -> None:
    for slug in ("c", "a", "b"):
        publish(slug)
    assert call("package_list") == ["a", "b", "c"]
    assert call("package_list", limit=1, offset=1) == ["b"]
    assert call("package_list", offset=5) == []
    assert call("package_list", include_private="True", include_users="False") == ["a", "b", "c"]


def test_a_package_is_shown_by_id_and_name(call: Call, waste: Dataset) -> None:
    shown = call("package_show", id=waste.slug, include_tracking="true")
    assert shown == call("package_show", id=str(waste.pk))
    assert shown["id"] == str(waste.pk)
    assert (shown["state"], shown["private"], shown["type"]) == ("active", False, "dataset")
    assert shown["num_resources"] == len(shown["resources"]) == 2


def test_a_resource_keeps_its_id_and_address_over_versions(call: Call, waste: Dataset) -> None:
    before = call("package_show", id=waste.slug)
    publish_again(waste)
    after = call("package_show", id=waste.slug)
    for key in ("id", "url", "created"):
        assert [r[key] for r in before["resources"]] == [r[key] for r in after["resources"]]
    assert before["metadata_modified"] < after["metadata_modified"]
    assert before["version"] != after["version"]


def publish_again(dataset: Dataset) -> None:
    version = factories.published(dataset)
    keep_file(version, CSV + b"2026-10,00817,Ternate Selatan,1\n")
    keep_file(version, b"[\n1]\n", Format.JSON)


def test_modified_advances_with_metadata(call: Call, waste: Dataset) -> None:
    before = call("package_show", id=waste.slug)["metadata_modified"]
    Dataset.objects.update(metadata_updated_at=timezone.now())
    assert before < call("package_show", id=waste.slug)["metadata_modified"]


def test_restricted_data_show_no_file_and_closed_data_nothing(
    call: Call, refuse: Call, waste: Dataset
) -> None:
    key = call("package_show", id=waste.slug)["resources"][0]["id"]
    Dataset.objects.update(access=Access.RESTRICTED)
    assert call("package_show", id=waste.slug)["resources"] == []
    assert refuse("resource_show", id=key)[0] == 403
    Dataset.objects.update(access=Access.CLOSED)
    assert call("package_list") == []
    for action, name in (
        ("package_show", waste.slug),
        ("package_show", str(waste.pk)),
        ("resource_show", key),
    ):
        status, error = refuse(action, id=name)
        assert (status, error["__type"]) == (404, "Not Found Error")
        assert error["message"].startswith("Not found")


def test_what_was_withdrawn_is_not_found(refuse: Call, waste: Dataset) -> None:
    Dataset.objects.update(live_version=None, withdrawn_at=timezone.now(), withdrawn_reason="Keliru")
    status, error = refuse("package_show", id=waste.slug)
    assert (status, error["__type"]) == (404, "Not Found Error")
    assert "ditarik" in error["message"]


@pytest.mark.parametrize("action", ["package_show", "resource_show"])
def test_an_id_must_be_given_and_known(refuse: Call, action: str) -> None:
    assert refuse(action) == (409, {"__type": "Validation Error", "id": ["Missing value"]})
    assert refuse(action, id=str(uuid.uuid4()))[0] == 404
    assert refuse(action, id="x' OR 1=1 --")[0] == 404


@pytest.mark.parametrize("parameters", [{"limit": "-1"}, {"offset": "x"}, {"limit": "1.5"}])
def test_a_wrong_piece_is_refused(refuse: Call, parameters: dict[str, str]) -> None:
    assert refuse("package_list", **parameters)[0] == 409


def test_a_resource_is_shown_as_in_its_package(call: Call, waste: Dataset) -> None:
    for resource in call("package_show", id=waste.slug)["resources"]:
        assert call("resource_show", id=resource["id"]) == resource


def test_everything_in_one_list(call: Call) -> None:
    for slug in ("a", "b", "c"):
        publish(slug)
    shown = call("current_package_list_with_resources")
    assert [package["name"] for package in shown] == ["c", "b", "a"]
    assert [p["name"] for p in call("current_package_list_with_resources", limit=1, offset=1)] == ["b"]
    assert shown[0] == call("package_show", id="c")


def test_queries_do_not_grow_with_packages(nobody: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            nobody.get("/api/3/action/current_package_list_with_resources")
        return len(caught)

    publish("a")
    one = queries()
    for slug in ("b", "c", "d"):
        publish(slug)
    assert (one, queries()) == (5, 5)
