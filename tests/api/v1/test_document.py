"""The OpenAPI document is valid, and says what is there: no address more, none less."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
from django.test import Client
from openapi_spec_validator import validate

from api.v1.document import openapi
from api.v1.urls import urlpatterns
from tests import factories
from tests.api.conftest import keep_file

UNLISTED = {"docs", "{rest}"}


def test_the_document_is_valid_openapi_3_1(nobody: Client) -> None:
    document = nobody.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_it_lists_every_address_and_method() -> None:
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(p.pattern)): vars(p.callback)["view_class"]
        for p in urlpatterns
    }
    paths = openapi()["paths"]
    assert {path.lstrip("/") for path in paths} == set(routes) - UNLISTED
    for path, methods in paths.items():
        view = routes[path.lstrip("/")]
        offered = {name for name in ("get", "head", "post", "put", "patch", "delete") if hasattr(view, name)}
        assert (path, set(methods)) == (path, offered)


#: Calls that make something and are not remembered by key: why.
NOT_ONCE = {
    "make_webhook": "the answer holds a secret that is kept nowhere",
    "ping_webhook": "each asks for one more delivery",
    "redeliver": "each asks for one more delivery",
    "replace_file": "the state lets it happen once",
}


def test_every_call_that_makes_something_takes_an_idempotency_key() -> None:
    made = {
        methods["post"]["operationId"]: {one["name"] for one in methods["post"]["parameters"]}
        for methods in openapi()["paths"].values()
        if "post" in methods and {"201", "202"} & set(methods["post"]["responses"])
    }
    without = {name for name, parameters in made.items() if "Idempotency-Key" not in parameters}
    assert without == set(NOT_ONCE)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("datasets/sampah-terangkut", "DatasetDetail"),
        ("datasets/sampah-terangkut/rows?limit=1", "Rows"),
        ("datasets/sampah-terangkut/aggregate?group_by=bulan,kecamatan&pivot=bulan", "Groups"),
        ("datasets/sampah-terangkut/versions/1", "VersionDetail"),
        ("organizations/dinas-lingkungan-hidup", "OrganizationDetail"),
        ("stats", "Stats"),
        ("indicators", "IndicatorList"),
        ("datasets/tidak-ada", "Problem"),
    ],
)
def test_answers_have_the_shapes_it_names(nobody: Client, path: str, schema: str) -> None:
    keep_file(factories.published(factories.dataset()))
    document: Any = openapi()
    answer = nobody.get(f"/api/v1/{path}").json()
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    jsonschema.Draft202012Validator(whole).validate(answer)


def test_the_page_reads_without_anything_from_elsewhere(nobody: Client) -> None:
    answer = nobody.get("/api/v1/docs")
    page = answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
    assert "rows_restricted" in page
    assert not re.findall(r'src="https?:|<link[^>]+href="https?://(?!127\.0\.0\.1)', page)
