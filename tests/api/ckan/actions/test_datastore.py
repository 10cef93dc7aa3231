"""`datastore_search`: every parameter, every form, and every wrong one refused by name."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.identifiers import resource_id
from datasets.models import Dataset
from datasets.vocab import Access, Format
from tests.api.ckan.conftest import Call

pytestmark = pytest.mark.django_db
SEARCH = "/api/3/action/datastore_search"


@pytest.fixture
def key(waste: Dataset) -> str:
    return str(resource_id(waste.pk, Format.CSV))


def test_an_answer_has_every_key(call: Call, key: str) -> None:
    found = call("datastore_search", resource_id=key)
    assert set(found) == {
        "resource_id", "fields", "records", "limit", "offset", "records_format", "include_total",
        "include_next_page", "total",
    }  # fmt: skip
    assert (found["total"], found["limit"], found["records_format"]) == (4, 100, "objects")
    assert [field["id"] for field in found["fields"]] == [
        "_id", "bulan", "kode_kecamatan", "kecamatan", "terangkut_ton",
    ]  # fmt: skip
    assert found["fields"][0] == {"id": "_id", "type": "int"}
    assert found["fields"][4] == {
        "id": "terangkut_ton",
        "type": "numeric",
        "info": {"label": "Terangkut ton", "notes": "Isi kolom ini."},
    }
    assert found["records"][3] == {
        "_id": 4,
        "bulan": "2026-10",
        "kode_kecamatan": "82.71.03",
        "kecamatan": "Ternate Utara",
        "terangkut_ton": None,
    }
    assert found["records"][0]["terangkut_ton"] == 812.5


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"filters": '{"bulan": "2026-09"}'}, [1, 2]),
        ({"filters": '{"bulan": ["2026-09", "2026-11"], "kecamatan": "Ternate Utara"}'}, [2]),
        ({"filters": '{"terangkut_ton": {"gt": 640, "lte": "830.25"}}'}, [1, 3]),
        ({"filters": '{"terangkut_ton": "812.50"}'}, [1]),
        ({"filters": '{"terangkut_ton": 640.0}'}, [2]),
        ({"filters": '{"terangkut_ton": null}'}, [4]),
        ({"filters": '{"_id": {"gt": 2}}'}, [3, 4]),
        ({"filters": '{"_id": [1, "4"]}'}, [1, 4]),
        ({"filters": '{"_id": 3}'}, [3]),
        ({"filters": "{}"}, [1, 2, 3, 4]),
        ({"filters": ""}, [1, 2, 3, 4]),
        ({"q": "selatan"}, [1, 3]),
        ({"q": "830"}, [3]),
        ({"q": '{"kecamatan": "utara"}'}, [2, 4]),
        ({"q": '{"kecamatan": "uta:* & ternate"}', "plain": "false"}, [2, 4]),
        ({"full_text": "2026-10"}, [3, 4]),
        ({"sort": "terangkut_ton desc nulls last"}, [3, 1, 2, 4]),
        ({"sort": "terangkut_ton desc"}, [4, 3, 1, 2]),
        ({"sort": "bulan desc, kecamatan"}, [3, 4, 1, 2]),
        ({"sort": '["bulan desc", "_id desc"]'}, [4, 3, 2, 1]),
        ({"sort": '"_id" desc'}, [4, 3, 2, 1]),
        ({"limit": "2", "offset": "1"}, [2, 3]),
        ({"offset": "4"}, []),
        ({"limit": "0"}, []),
        ({"include_total": "False", "language": "indonesian", "plain": "TRUE"}, [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_what_is_asked_is_found(
    nobody: Client, key: str, parameters: dict[str, str], expected: list[int]
) -> None:
    got = nobody.get(SEARCH, {"resource_id": key, **parameters}).json()["result"]
    assert [row["_id"] for row in got["records"]] == expected
    body = {"resource_id": key} | {name: _object(value) for name, value in parameters.items()}
    posted = nobody.post(SEARCH, json.dumps(body), content_type="application/json").json()["result"]
    assert posted["records"] == got["records"]


def _object(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def test_columns_are_chosen(call: Call, key: str) -> None:
    for fields in ("kecamatan,_id", '["kecamatan", "_id"]', " kecamatan , _id "):
        found = call("datastore_search", resource_id=key, fields=fields, limit=1)
        assert found["records"] == [{"kecamatan": "Ternate Selatan", "_id": 1}]
        assert [field["id"] for field in found["fields"]] == ["kecamatan", "_id"]


def test_rows_that_repeat_are_told_once(call: Call, key: str) -> None:
    asked = {"fields": "kecamatan", "distinct": "true", "sort": "kecamatan desc"}
    found = call("datastore_search", resource_id=key, **asked)
    assert found["records"] == [{"kecamatan": "Ternate Utara"}, {"kecamatan": "Ternate Selatan"}]
    assert (found["total"], found["distinct"], found["sort"]) == (2, True, "kecamatan desc")


def test_forms_of_records(call: Call, key: str) -> None:
    asked = {"resource_id": key, "limit": 2, "fields": "_id,kecamatan,terangkut_ton"}
    assert call("datastore_search", **asked, records_format="lists")["records"] == [
        [1, "Ternate Selatan", 812.5],
        [2, "Ternate Utara", 640.0],
    ]
    assert call("datastore_search", **asked, records_format="csv")["records"] == (
        "1,Ternate Selatan,812.5\n2,Ternate Utara,640.0\n"
    )
    assert call("datastore_search", **asked, records_format="tsv")["records"].startswith(
        "1\tTernate Selatan\t"
    )


def test_what_was_asked_is_echoed(call: Call, key: str) -> None:
    found = call("datastore_search", resource_id=key, filters='{"bulan": "2026-09"}', q="utara", offset=0)
    assert (found["filters"], found["q"]) == ({"bulan": "2026-09"}, "utara")
    assert found["fields"][-1]["id"] == "rank"
    assert found["records"][0]["rank"] >= 0
    assert "total" not in call("datastore_search", resource_id=key, include_total="false")


def test_a_limit_is_clipped_and_echoed(call: Call, key: str) -> None:
    assert call("datastore_search", resource_id=key, limit=999_999)["limit"] == 32_000


def test_the_next_page_begins_after_the_last_row(call: Call, key: str) -> None:
    seen: list[int] = []
    filters: dict[str, Any] = {}
    while True:
        found = call(
            "datastore_search",
            resource_id=key,
            limit=3,
            include_next_page="true",
            filters=json.dumps(filters),
        )
        seen += [row["_id"] for row in found["records"]]
        if "next_page" not in found:
            break
        filters |= found["next_page"]
    assert seen == [1, 2, 3, 4]


def test_ckanr_posts_nothing_but_an_address(nobody: Client, key: str) -> None:
    answer = nobody.post(f"{SEARCH}?resource_id={key}&limit=1", "", content_type="application/json")
    assert len(answer.json()["result"]["records"]) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "-1"), ("limit", "x"), ("offset", "-1"), ("offset", "9" * 30), ("filters", "{"),
        ("filters", "[]"), ("filters", '"a"'), ("filters", '{"warna": 1}'), ("filters", '{"_id": "x"}'),
        ("filters", '{"_id": null}'), ("filters", '{"bulan": {"like": "a"}}'), ("filters", '{"bulan": {}}'),
        ("filters", '{"bulan": []}'), ("filters", '{"bulan": [[1]]}'), ("filters", '{"terangkut_ton": "abc"}'),
        ("filters", '{"terangkut_ton": 1e400}'), ("filters", '{"bulan": {"gt": null}}'),
        ("filters", '{"\\"; DROP TABLE x; --": 1}'), ("filters", "{" * 60_000), ("fields", "warna"),
        ("fields", "bulan,,"), ("fields", "[1]"), ("fields", 'bulan" FROM x --'), ("sort", "warna"),
        ("sort", "bulan desc; DROP TABLE x"), ("sort", "bulan sideways"), ("sort", "bulan,"),
        ("sort", ",".join(["bulan"] * 30)), ("sort", "(SELECT 1)"), ("records_format", "xml"),
        ("distinct", "perhaps"), ("include_total", "2"), ("q", '{"warna": "x"}'), ("q", '{"bulan": 1}'),
        ("q", '{"_id": "1"}'), ("q", "a " * 40), ("warna", "merah"), ("q", "a" * 2_000), ("plain", "x"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(refuse: Call, key: str, name: str, value: str) -> None:
    status, error = refuse("datastore_search", resource_id=key, **{name: value})
    assert (status, set(error)) == (409, {"__type", name})
    assert error["__type"] == "Validation Error"


def test_operators_of_searching_that_are_not_understood_are_refused(refuse: Call, key: str) -> None:
    for text in ("a | b", "!a", "(a)", "a <-> b"):
        status, error = refuse("datastore_search", resource_id=key, q=text, plain="false")
        assert (status, set(error)) == (409, {"__type", "q"})


def test_distinct_rows_are_sorted_by_what_is_shown(refuse: Call, key: str) -> None:
    asked = {"fields": "kecamatan", "distinct": "true", "sort": "bulan"}
    assert "sort" in refuse("datastore_search", resource_id=key, **asked)[1]


@pytest.mark.parametrize("action", ["datastore_search", "datastore_info"])
def test_unknown_and_shut_resources(refuse: Call, key: str, waste: Dataset, action: str) -> None:
    name = "id" if action == "datastore_info" else "resource_id"
    assert refuse(action)[0] == 409
    for unknown in ("x", str(uuid.uuid4()), str(waste.pk), str(resource_id(waste.pk, Format.JSON))):
        status, error = refuse(action, **{name: unknown})
        assert (status, error["__type"]) == (404, "Not Found Error")
    Dataset.objects.update(access=Access.RESTRICTED)
    assert refuse(action, **{name: key})[0] == 403
    Dataset.objects.update(access=Access.CLOSED)
    assert refuse(action, **{name: key})[0] == 404
    Dataset.objects.update(
        live_version=None, withdrawn_at=timezone.now(), withdrawn_reason="x", access="open"
    )
    assert refuse(action, **{name: key})[0] == 404


def test_the_table_is_described(call: Call, key: str) -> None:
    info = call("datastore_info", id=key)
    assert [field["id"] for field in info["fields"]][:2] == ["bulan", "kode_kecamatan"]
    assert info["meta"]["id"] == key
    assert (info["meta"]["count"], info["meta"]["table_type"]) == (4, "BASE TABLE")


def test_queries_are_few(nobody: Client, key: str) -> None:
    nobody.get(SEARCH, {"resource_id": key})
    with CaptureQueriesContext(connection) as caught:
        nobody.get(SEARCH, {"resource_id": key, "filters": '{"bulan": "2026-09"}'})
    assert len(caught) == 7


NAMES = st.sampled_from(["filters", "q", "fields", "sort", "limit", "offset", "distinct", "records_format"])
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ['{"bulan": "a"}', '{"_id": {"lt": 2}}', "bulan desc", "bulan", "[]", "{}", "lists", "true", "1"]
    ),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(st.dictionaries(NAMES, VALUES, max_size=3))
def test_whatever_is_asked_is_answered_or_refused(nobody: Client, key: str, asked: dict[str, str]) -> None:
    assert nobody.get(SEARCH, {"resource_id": key, **asked}).status_code in (200, 409)
