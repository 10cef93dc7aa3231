"""Downloads: one address for every version, with what HTTP promises."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from datasets.identifiers import resource_id
from datasets.models import Dataset
from datasets.vocab import Access, Format
from tests import factories
from tests.api.ckan.conftest import CSV, Call
from tests.api.conftest import keep_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(call: Call, waste: Dataset) -> str:
    address = str(call("package_show", id=waste.slug)["resources"][0]["url"])
    return address.removeprefix("http://127.0.0.1:8000")


def test_a_file_comes_with_its_length_type_and_name(nobody: Client, url: str) -> None:
    answer, head = nobody.get(url), nobody.head(url)
    assert answer.getvalue() == CSV
    assert head.getvalue() == b""
    for told in (answer, head):
        assert (told.status_code, told["Content-Type"], told["Content-Length"]) == (
            200,
            "text/csv",
            str(len(CSV)),
        )
        assert told["Content-Disposition"] == 'attachment; filename="sampah-terangkut_v1.csv"'
        assert told["Access-Control-Allow-Origin"] == "*"
        assert told["Accept-Ranges"] == "bytes"


def test_what_is_held_is_not_sent_again(nobody: Client, url: str) -> None:
    etag = nobody.head(url)["ETag"]
    again = nobody.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.getvalue()) == (304, b"")
    part = nobody.get(url, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.getvalue()) == (206, CSV[:5])


def test_the_address_stays_and_its_content_follows(nobody: Client, url: str, waste: Dataset) -> None:
    keep_file(factories.published(waste), b"baru\n")
    assert nobody.get(url).getvalue() == b"baru\n"


def test_dataset_by_name_and_any_name_of_the_file(nobody: Client, url: str, waste: Dataset) -> None:
    by_name = url.replace(str(waste.pk), waste.slug)
    for address in (
        by_name,
        by_name + "/",
        url.rpartition("/")[0],
        url.rpartition("/")[0] + "/apa%20saja.csv",
    ):
        assert nobody.get(address).getvalue() == CSV


def test_what_may_not_be_read_is_refused_in_words(nobody: Client, url: str, waste: Dataset) -> None:
    other = factories.dataset("lain")
    foreign = url.replace(str(waste.pk), str(other.pk))
    unknown = url.replace(str(resource_id(waste.pk, Format.CSV)), str(uuid.uuid4()))
    assert [nobody.get(address).status_code for address in (foreign, unknown)] == [404, 404]
    for access, status in ((Access.RESTRICTED, 403), (Access.CLOSED, 404)):
        Dataset.objects.filter(pk=waste.pk).update(access=access)
        answer = nobody.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (status, "text/plain; charset=utf-8")
        assert answer["Access-Control-Allow-Origin"] == "*"
    Dataset.objects.update(access=Access.OPEN, live_version=None, withdrawn_at=timezone.now())
    assert nobody.get(url).status_code == 410


def test_nothing_is_written_here(nobody: Client, url: str) -> None:
    assert nobody.post(url).status_code == 405


def test_the_page_of_a_dataset_answers_by_id(nobody: Client, waste: Dataset) -> None:
    for address in (f"/dataset/{waste.pk}", f"/dataset/{waste.pk}/", f"/dataset/{waste.slug}"):
        assert nobody.get(address).status_code == 200


def test_the_page_of_a_file_is_that_of_its_dataset(nobody: Client, waste: Dataset) -> None:
    key = resource_id(waste.pk, Format.CSV)
    for ref in (waste.pk, waste.slug):
        assert "Sampah terangkut" in nobody.get(f"/dataset/{ref}/resource/{key}").content.decode()
    assert nobody.get(f"/dataset/{waste.slug}/resource/{uuid.uuid4()}").status_code == 404
    lain = factories.dataset("lain")
    factories.published(lain)
    assert nobody.get(f"/dataset/{lain.slug}/resource/{key}").status_code == 404
