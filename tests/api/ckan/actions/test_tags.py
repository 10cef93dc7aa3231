"""Tags: those in use, under names that CKAN accepts."""

from __future__ import annotations

import pytest

from datasets.vocab import Access
from tests.api.ckan.conftest import Call, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tagged(db: None) -> None:
    publish("air", tags=["air/bersih", "Harga"])
    publish("pasar", tags=["Harga"])
    publish("rahasia", tags=["rahasia"], access=Access.CLOSED)


def test_tags_in_use_are_listed(call: Call) -> None:
    assert call("tag_list") == ["Harga", "air bersih"]
    assert call("tag_list", query="AIR") == ["air bersih"]
    whole = call("tag_list", all_fields="true")
    assert set(whole[0]) == {"id", "name", "display_name", "state", "vocabulary_id"}


def test_a_tag_is_shown_by_name_and_id_with_its_datasets(call: Call) -> None:
    tag = call("tag_show", id="air bersih")
    assert tag == call("tag_show", id=tag["id"])
    shown = call("tag_show", id="Harga", include_datasets="true")
    assert [package["name"] for package in shown["packages"]] == ["pasar", "air"]


def test_the_name_of_a_tag_finds_its_datasets(call: Call) -> None:
    result = call("package_search", fq='tags:"air bersih"')
    assert [package["name"] for package in result["results"]] == ["air"]
    assert result["results"][0]["tags"][0] == call("tag_show", id="air bersih")


def test_a_tag_of_closed_data_is_not_known(refuse: Call) -> None:
    assert refuse("tag_show", id="rahasia")[0] == 404
