"""The guide: written for a dataset's own columns, complete without one, safe with any."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from datasets.pages.guide import SECTIONS
from datasets.vocab import Access, ColumnRole, ColumnType
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_examples_name_the_dataset_asked_for(client: Client) -> None:
    factories.published(factories.dataset("lama"))
    factories.published(factories.dataset("baru"))
    assert "/api/v1/datasets/lama/rows?kode_kecamatan=82.71.02" in client.get("/pengembang?dataset=lama").text
    for address in ("/pengembang", "/pengembang?dataset=tidak-ada", "/pengembang?dataset=%00"):
        assert "/api/v1/datasets/baru/rows?" in client.get(address).text


def test_it_reads_without_any_dataset_and_tells_limits_promise_and_changes(client: Client) -> None:
    text = client.get("/pengembang").text
    assert all(f'id="{anchor}"' in text for anchor in ("aturan", "janji", "perubahan"))
    assert "RateLimit-Remaining" in text
    assert "data-contoh" not in text
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    assert "tertutup" not in client.get("/pengembang?dataset=tertutup").text


def test_every_section_has_its_place_and_needs_a_key_where_it_says_so(client: Client) -> None:
    dataset = factories.dataset()
    factories.published(dataset)
    keyless = re.findall(r'<h2 id="(\w+)">\d', client.get("/pengembang").text)
    assert keyless == [section.anchor for section in SECTIONS if section.anchor != "kunci"]
    dataset.columns.filter(name="bulan").update(is_key=True)
    assert '<h2 id="kunci">' in client.get("/pengembang").text


def test_a_hostile_value_stays_inside_its_quotes(client: Client) -> None:
    hostile = "\"; rm -rf $HOME `id` <script>' \\"
    given = (("nama", ColumnType.TEXT, ColumnRole.DIMENSION),)
    factories.published(factories.dataset(), rows=[(hostile,)], given=given)
    text = client.get("/pengembang").text
    assert "<script>'" not in text
    shown = [html.unescape(one) for one in re.findall(r'data-bahasa="curl"[^>]*>(.*?)</pre>', text, re.S)]
    assert shown
    assert not any("rm -rf" in one or "`id`" in one for one in shown)
