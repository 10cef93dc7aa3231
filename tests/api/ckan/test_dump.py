"""Dumps: four forms of the same rows, streamed whole, refused before the first byte."""

from __future__ import annotations

import csv
import json
import uuid
import xml.etree.ElementTree as ET
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from datasets.identifiers import resource_id
from datasets.models import Dataset
from datasets.vocab import Access, ColumnRole, ColumnType, Format
from tests import factories
from tests.api.ckan.conftest import publish
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waste() -> Dataset:
    return publish()


@pytest.fixture
def path(waste: Dataset) -> str:
    return f"/datastore/dump/{resource_id(waste.pk, Format.CSV)}"


def body(answer: Any) -> str:
    return bytes(answer.getvalue()).decode()


def test_csv_is_the_default(nobody: Client, path: str) -> None:
    answer = nobody.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"] == f'attachment; filename="{path.rpartition("/")[2]}.csv"'
    rows = list(csv.reader(StringIO(body(answer))))
    assert rows[0] == ["_id", "bulan", "kode_kecamatan", "kecamatan", "terangkut_ton"]
    assert rows[1] == ["1", "2026-09", "82.71.02", "Ternate Selatan", "812.5"]
    assert rows[4][4] == ""
    assert len(rows) == 5


def test_other_forms_hold_the_same(nobody: Client, path: str) -> None:
    tsv = nobody.get(path, {"format": "tsv", "bom": "True"})
    assert tsv["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    assert body(tsv).startswith("\ufeff_id\tbulan\t")
    found = json.loads(body(nobody.get(path, {"format": "json"})))
    assert [field["id"] for field in found["fields"]][:2] == ["_id", "bulan"]
    assert found["records"][3] == [4, "2026-10", "82.71.03", "Ternate Utara", None]
    xml = nobody.get(path, {"format": "xml"})
    assert xml["Content-Type"] == "text/xml; charset=utf-8"
    rows = ET.fromstring(body(xml)).findall("row")
    assert [row.get("_id") for row in rows] == ["1", "2", "3", "4"]
    assert rows[0].findtext("kecamatan") == "Ternate Selatan"
    assert rows[3].findtext("terangkut_ton") == ""


def test_a_selection_is_written(nobody: Client, path: str) -> None:
    asked = {"filters": '{"bulan": "2026-10"}', "fields": "kecamatan,bulan", "sort": "kecamatan desc"}
    assert body(nobody.get(path, asked)) == (
        "kecamatan,bulan\nTernate Utara,2026-10\nTernate Selatan,2026-10\n"
    )
    assert body(nobody.get(path, {"offset": "1", "limit": "2", "fields": "_id"})) == "_id\n2\n3\n"
    assert body(nobody.get(path, {"q": "selatan", "fields": "_id"})) == "_id\n1\n3\n"
    assert json.loads(body(nobody.get(path, {"limit": "0", "format": "json"})))["records"] == []


def test_xml_stays_well_formed(nobody: Client) -> None:
    shape = (("isi", ColumnType.TEXT, ColumnRole.NOTE), ("sah", ColumnType.BOOLEAN, ColumnRole.NOTE))
    odd = factories.dataset("aneh")
    keep_file(factories.published(odd, [("<a> & \x01 \x0b 'x' é 🐟", True), (None, None)], shape))
    answer = nobody.get(f"/datastore/dump/{resource_id(odd.pk, Format.CSV)}", {"format": "xml"})
    rows = ET.fromstring(body(answer)).findall("row")
    assert rows[0].findtext("isi") == "<a> &   'x' é 🐟"
    assert rows[0].findtext("sah") == "true"


def test_head_and_what_is_held_cost_no_rows(nobody: Client, path: str) -> None:
    head = nobody.head(path)
    assert (head.status_code, head.getvalue()) == (200, b"")
    again = nobody.get(path, headers={"If-None-Match": head["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert head["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"format": "parquet"}, 400), ({"format": "csv' --"}, 400), ({"warna": "1"}, 409), ({"limit": "-1"}, 409),
        ({"fields": "warna"}, 409), ({"sort": "x;"}, 409), ({"filters": "{"}, 409), ({"bom": "x"}, 409),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_before_the_first_byte(
    nobody: Client, path: str, parameters: dict[str, str], status: int
) -> None:
    answer = nobody.get(path, parameters)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")


def test_what_may_not_be_read_is_not_dumped(nobody: Client, path: str, waste: Dataset) -> None:
    for key in ("x", str(uuid.uuid4()), str(waste.pk)):
        assert nobody.get(f"/datastore/dump/{key}").status_code == 404
    Dataset.objects.update(access=Access.RESTRICTED)
    assert nobody.get(path).status_code == 403
    Dataset.objects.update(access=Access.CLOSED)
    assert nobody.get(path).status_code == 404
