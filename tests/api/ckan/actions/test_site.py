"""Actions about the portal."""

from __future__ import annotations

import pytest

from datasets.vocab import License
from tests.api.ckan.conftest import Call

pytestmark = pytest.mark.django_db


def test_status_says_which_ckan_is_spoken(call: Call) -> None:
    status = call("status_show")
    assert status["ckan_version"] == "2.12.0"
    assert "datastore" in status["extensions"]
    assert status["site_url"] == "http://127.0.0.1:8000"
    assert set(status) >= {"site_title", "site_description", "locale_default", "error_emails_to"}
    assert call("site_read") is True


def test_licences_cover_every_one_in_use(call: Call) -> None:
    licences = {licence["id"]: licence for licence in call("license_list")}
    assert set(licences) == set(License)
    assert licences["cc-by-4.0"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert licences["cc-by-4.0"]["od_conformance"] == "approved"
    assert licences["notspecified"]["od_conformance"] == "not reviewed"


def test_help_explains_an_action(call: Call) -> None:
    assert "id" in call("help_show", name="package_show")
