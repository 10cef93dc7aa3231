"""The door: every form of call, never a redirect, CORS, ETag, JSONP, throttling that looks like no answer."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.test import Client

from api import throttling
from datasets.models import Dataset, User
from tests.api.conftest import AsPerson

SHOW = "/api/3/action/package_show"


@pytest.mark.parametrize("prefix", ["/api/3/action/", "/api/action/"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_neither_prefix_nor_slash_redirects(nobody: Client, waste: Dataset, prefix: str, slash: str) -> None:
    for answer in (
        nobody.get(f"{prefix}package_list{slash}"),
        nobody.post(f"{prefix}package_list{slash}", "{}", content_type="application/json"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert answer.json() == {
            "help": "http://127.0.0.1:8000/api/3/action/help_show?name=package_list",
            "success": True,
            "result": ["sampah-terangkut"],
        }


def test_the_version_of_the_api(nobody: Client) -> None:
    assert nobody.get("/api/3").json() == nobody.get("/api/3/").json() == {"version": 3}


def test_parameters_come_in_every_form(nobody: Client, waste: Dataset) -> None:
    name = {"id": waste.slug}
    answers = [
        nobody.get(SHOW, name),
        nobody.post(SHOW, json.dumps(name), content_type="application/json"),
        nobody.post(SHOW, json.dumps(name), content_type="application/json; charset=utf-8"),
        nobody.post(SHOW, f"id={waste.slug}", content_type="application/x-www-form-urlencoded"),
        nobody.post(SHOW, json.dumps(name), content_type="application/x-www-form-urlencoded"),
        nobody.post(SHOW, name),  # multipart
        nobody.post(f"{SHOW}?id={waste.slug}", "", content_type="application/json"),
        nobody.post(f"{SHOW}?id={waste.slug}"),
    ]
    assert [answer.json()["result"]["id"] for answer in answers] == [str(waste.pk)] * len(answers)


def test_it_answers_json_whatever_is_accepted_and_whoever_asks(
    nobody: Client, waste: Dataset, as_person: AsPerson, sari: User
) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for headers in ({"Accept": browser}, {"Authorization": ""}, {"Authorization": "kunci-ckan-lama"}):
        answer = nobody.get(SHOW, {"id": waste.slug}, headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    signed_in = as_person(sari).get(SHOW, {"id": waste.slug})
    assert signed_in.json() == nobody.get(SHOW, {"id": waste.slug}).json()


def test_head_has_the_headers_of_get(nobody: Client, waste: Dataset) -> None:
    got, head = nobody.get(SHOW, {"id": waste.slug}), nobody.head(SHOW, {"id": waste.slug})
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == got["ETag"]


def test_what_is_held_already_is_not_sent_again(nobody: Client, waste: Dataset) -> None:
    first = nobody.get(SHOW, {"id": waste.slug})
    again = nobody.get(SHOW, {"id": waste.slug}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_every_answer_is_open_to_other_origins(nobody: Client, waste: Dataset) -> None:
    answers = [
        nobody.get("/api/3"),
        nobody.get("/api/3/action/package_list"),
        nobody.post("/api/3/action/package_list", "{}", content_type="application/json"),
        nobody.get(SHOW, {"id": "tidak-ada"}),
        nobody.get("/api/3/action/tidak_ada"),
        nobody.put("/api/3/action/package_list"),
    ]
    assert [answer["Access-Control-Allow-Origin"] for answer in answers] == ["*"] * len(answers)
    asked = nobody.options(
        "/api/3/action/package_list",
        headers={"Origin": "https://x.id", "Access-Control-Request-Method": "POST"},
    )
    assert asked.status_code == 204
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked["Access-Control-Allow-Headers"]


def test_jsonp_calls_the_function_named(nobody: Client) -> None:
    answer = nobody.get("/api/3/action/site_read", {"callback": "jQuery1_2.cb"})
    assert answer["Content-Type"] == "application/javascript"
    assert answer.content.startswith(b'jQuery1_2.cb({"help":')
    assert answer.content.endswith(b"});")


@pytest.mark.parametrize("name", ["alert(1)//", "", "a" * 65, "a-b", "é", "</script>", "a\nb"])
def test_jsonp_takes_only_a_name(nobody: Client, name: str) -> None:
    answer = nobody.get("/api/3/action/site_read", {"callback": name})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/json")
    assert list(answer.json()["error"]) == ["__type", "callback"]


@pytest.mark.parametrize(
    "name", ["tidak_ada", "package_show/x", "datastore_search_sql", "__init__", "é" * 300]
)
def test_an_unknown_action_is_a_bare_string(nobody: Client, name: str) -> None:
    for answer in (nobody.get(f"/api/3/action/{name}"), nobody.post(f"/api/3/action/{name}")):
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
        assert answer.json().startswith("Bad request - Action name not known")


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'"id"', b"NaN", b'{"a": Infinity}', b"\xff\xfe", b"[" * 100_000, b"1"]
)
def test_a_body_that_is_no_object_is_a_bare_string(nobody: Client, body: bytes) -> None:
    answer = nobody.post(SHOW, body, content_type="application/json")
    assert (answer.status_code, type(answer.json())) == (400, str)


@pytest.mark.parametrize(
    "name",
    [
        "package_create",
        "package_update",
        "resource_delete",
        "datastore_upsert",
        "organization_purge",
        "user_invite",
    ],
)
def test_writes_are_refused(nobody: Client, name: str) -> None:
    for answer in (
        nobody.get(f"/api/3/action/{name}"),
        nobody.post(f"/api/3/action/{name}", "{}", content_type="application/json"),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"]["__type"] == "Authorization Error"


def test_other_methods_are_refused(nobody: Client) -> None:
    answer = nobody.delete("/api/3/action/package_show")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/json")


def test_too_much_is_refused_without_a_fuss(nobody: Client) -> None:
    long = "a" * 10_000_000
    assert nobody.get(f"{SHOW}?id={long}").status_code == 400
    assert nobody.post(SHOW, f'{{"id": "{long}"}}', content_type="application/json").status_code == 413
    many = "&".join(f"a{n}=1" for n in range(5_000))
    assert nobody.get(f"{SHOW}?{many}").status_code == 400
    assert nobody.post(SHOW, many, content_type="application/x-www-form-urlencoded").status_code == 400


def test_nul_and_broken_text_are_named(nobody: Client) -> None:
    for answer in (
        nobody.get(f"{SHOW}?id=a%00b"),
        nobody.post(SHOW, '{"id": "a\\u0000b"}', content_type="application/json"),
        nobody.post(SHOW, '{"id": "\\ud800"}', content_type="application/json"),
        nobody.post(SHOW, '{"id": ["\\ud800"]}', content_type="application/json"),
    ):
        assert answer.status_code == 409
        assert list(answer.json()["error"]) == ["__type", "id"]


def test_a_parameter_called_as_an_error_is_changes_no_type(nobody: Client) -> None:
    answer = nobody.get("/api/3/action/datastore_search", {"__type": "x", "resource_id": "x"})
    assert (answer.status_code, answer.json()["error"]["__type"]) == (409, "Validation Error")


def test_a_deep_body_is_refused(nobody: Client) -> None:
    for depth in (20, 900, 50_000):
        body = f'{{"id": {"[" * depth}{"]" * depth}}}'
        assert nobody.post(SHOW, body, content_type="application/json").status_code in (400, 409)


def test_a_harvester_never_takes_a_limit_for_the_end(
    nobody: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_PER_MINUTE = 2
    monkeypatch.setattr(time, "time", lambda: 1_800_000_010)
    for key in throttling._redis().scan_iter("satudata:api:*"):
        throttling._redis().delete(key)
    answers = [nobody.get("/api/3/action/package_list") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"].startswith("text/plain")
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2]["Access-Control-Allow-Origin"] == "*"
    with pytest.raises(ValueError):
        answers[2].json()
