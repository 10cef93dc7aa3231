"""schema.org: what Google asks of a dataset, and nothing that is not so."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils.translation import override

from datasets.models import Dataset
from datasets.queries.catalog import dataset_detail
from datasets.queries.described import catalog_shown, described_detail
from datasets.queries.schema_org import catalog_schema, dataset_schema
from datasets.vocab import Access, License
from tests import factories
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


def told(**changes: Any) -> dict[str, Any]:
    version = factories.published(factories.dataset(tags=["sampah"], title_en="Waste", **changes))
    part = version.parts.get()
    part.profile = {"bulan": {"minimum": "2025-01", "maximum": "2026-10"}}
    part.save()
    keep_file(version)
    detail = dataset_detail(None, "sampah-terangkut")
    shown = described_detail(detail)
    assert shown is not None
    schema = dataset_schema(shown, detail.columns)
    assert json.loads(json.dumps(schema)) == schema
    return schema


def test_all_that_google_asks_is_there() -> None:
    schema = told()
    assert (schema["@context"], schema["@type"], schema["name"]) == (
        "https://schema.org/", "Dataset", "Sampah terangkut",
    )  # fmt: skip
    assert 50 <= len(schema["description"]) <= 5000
    assert schema["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert schema["isAccessibleForFree"] is True
    assert schema["temporalCoverage"] == "2025-01-01/2026-10-31"
    assert schema["spatialCoverage"]["identifier"] == "82.71"
    assert schema["creator"]["name"] == schema["publisher"]["name"] == "Dinas Lingkungan Hidup"
    assert schema["includedInDataCatalog"]["@type"] == "DataCatalog"
    assert schema["variableMeasured"][0]["alternateName"] == "bulan"
    assert schema["variableMeasured"][3]["unitText"] == "ton"
    [file] = schema["distribution"]
    assert (file["encodingFormat"], file["contentUrl"][:4], len(file["sha256"])) == ("text/csv", "http", 64)
    assert schema["keywords"] == ["sampah"]
    assert {"url", "identifier", "version", "dateModified", "datePublished"} <= set(schema)


def test_a_short_description_says_whose_data_it_is_and_a_long_one_ends() -> None:
    schema = told(description="Sampah.")
    assert schema["description"].startswith("Sampah. Dataset “Sampah terangkut” dari Dinas Lingkungan Hidup")
    assert len(schema["description"]) >= 50
    Dataset.objects.all().update(description="a" * 9000)
    shown = described_detail(dataset_detail(None, "sampah-terangkut"))
    assert shown is not None
    assert len(dataset_schema(shown, [])["description"]) == 5000


def test_restricted_data_are_not_called_free_and_offer_no_file() -> None:
    schema = told(access=Access.RESTRICTED, license=License.CLOSED)
    assert schema["isAccessibleForFree"] is False
    assert not {"distribution", "license", "temporalCoverage"} & set(schema)


def test_the_words_follow_the_page_s_language() -> None:
    with override("en"):
        assert told()["name"] == "Waste"


def test_the_catalogue_is_told_of() -> None:
    schema = catalog_schema(catalog_shown(None))
    assert (schema["@type"], schema["name"]) == ("DataCatalog", "Satu Data Ternate")
    assert schema["spatialCoverage"]["name"] == "Kota Ternate"
    with override("en"):
        assert catalog_schema(catalog_shown(None))["name"] == "Ternate Open Data"
