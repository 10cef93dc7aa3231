"""IRIs lead somewhere: each to the page or list that tells of the thing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from datasets import identifiers
from datasets.models import Code, CodeList
from tests import factories


def path_of(iri: str) -> str:
    return "/" + iri.split("/", 3)[3]


def test_an_office_leads_to_its_page(nobody: Client) -> None:
    office = factories.office()
    answer = nobody.get(path_of(identifiers.office_iri(office.pk)))
    assert answer.status_code == 303
    assert path_of(answer["Location"]) == reverse("opd", args=[office.slug])


def test_a_region_leads_to_the_list_of_codes(nobody: Client) -> None:
    wilayah = CodeList.objects.create(slug="wilayah", title="Wilayah", version="1")
    Code.objects.create(code_list=wilayah, code="82.71", name="Kota Ternate")
    answer = nobody.get(path_of(identifiers.area_iri("82.71")))
    assert (answer.status_code, path_of(answer["Location"])) == (303, "/api/v1/codelists/wilayah")
    assert nobody.get("/wilayah/99.99").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/organization/0192f0c1-2345-7abc-8def-0123456789ab",
        "/organization/x",
        "/wilayah/82.71",
        "/wilayah/%00",
    ],
)
def test_what_is_not_there_is_404(nobody: Client, address: str) -> None:
    assert nobody.get(address).status_code == 404
