"""The sample city goes the real way: sent by its offices, checked, approved by others, published once."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator

import pytest

from datasets.actions.load_reference import load_reference
from datasets.city import City, DatasetText, load_city, read_dataset_descriptions
from datasets.management import samples
from datasets.management.samples import SamplesStuck, load_samples
from datasets.models import Dataset, Event, Realisation, Upload, Version
from datasets.vocab import UploadState, Verb
from tests import factories

pytestmark = pytest.mark.django_db

#: What is loaded here: the last files of a dataset that grows by period, and one that is replaced whole.
PLANS = {"sampah-terangkut": ("2026-09", "2026-10"), "lokasi-tps": ("2025", "2026")}


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> City:
    """The city with two of its datasets and two files each, the rest is the same way again."""
    city = load_city()

    def shortened(city: City) -> Iterator[DatasetText]:
        for text in read_dataset_descriptions(city):
            if text.slug in PLANS:
                first, last = PLANS[text.slug]
                yield dataclasses.replace(text, plan=dataclasses.replace(text.plan, first=first, last=last))

    monkeypatch.setattr(samples, "read_dataset_descriptions", shortened)
    load_reference(city)
    return city


def test_every_sample_file_becomes_a_version(city: City) -> None:
    said: list[str] = []
    assert load_samples(city, factories.PASSWORD, said.append, inline=True) == 4
    assert set(Dataset.objects.values_list("slug", "is_sample", "live_version__number")) == {
        ("sampah-terangkut", True, 2),
        ("lokasi-tps", True, 2),
    }
    assert said[0] == "4 berkas contoh dari 2 dataset diterima."
    waste = Dataset.objects.get(slug="sampah-terangkut")
    assert waste.live_version is not None
    assert waste.live_version.row_count == 16
    whole = Dataset.objects.get(slug="lokasi-tps").live_version
    assert whole is not None
    assert whole.parts.count() == 1


def test_each_goes_every_step_and_no_sender_approves(city: City) -> None:
    load_samples(city, factories.PASSWORD, _silent, inline=True)
    upload = Upload.objects.filter(dataset__slug="sampah-terangkut").first()
    assert upload is not None
    assert upload.uploaded_by != upload.approved_by
    verbs = list(Event.objects.filter(object_id=upload.pk).values_list("verb", flat=True))
    assert verbs == [
        Verb.RECEIVE_UPLOAD,
        Verb.CHECK_UPLOAD,
        Verb.SUBMIT_UPLOAD,
        Verb.REFER_UPLOAD,
        Verb.APPROVE_UPLOAD,
        Verb.PUBLISH_VERSION,
    ]


def test_files_are_marked_and_figures_come_of_them(city: City) -> None:
    load_samples(city, factories.PASSWORD, _silent, inline=True)
    assert all(name.startswith("data-contoh_") for name in Upload.objects.values_list("filename", flat=True))
    figure = Realisation.objects.get(indicator__code="IKU-DLH-01", period="2026-10")
    assert figure.row_count == 8
    assert figure.version == Dataset.objects.get(slug="sampah-terangkut").live_version


def test_loading_again_changes_nothing(city: City) -> None:
    load_samples(city, factories.PASSWORD, _silent, inline=True)
    events, versions = Event.objects.count(), Version.objects.count()
    assert load_samples(city, factories.PASSWORD, _silent, inline=True) == 0
    assert (Event.objects.count(), Version.objects.count()) == (events, versions)


def test_an_interrupted_load_goes_on_where_it_stopped(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(samples, "publish", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            load_samples(city, factories.PASSWORD, _silent, inline=True)
    assert load_samples(city, factories.PASSWORD, _silent, inline=True) == 4
    assert Upload.objects.filter(state=UploadState.PUBLISHED).count() == 4


def test_a_sample_that_does_not_pass_is_named(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(upload_id: uuid.UUID) -> None:
        Upload.objects.filter(pk=upload_id).update(state=UploadState.FAILED)

    monkeypatch.setattr(samples, "process", refuse)
    with pytest.raises(SamplesStuck, match=r"data-contoh_.*failed"):
        load_samples(city, factories.PASSWORD, _silent, inline=True)


def _silent(_: str) -> None:
    pass


def _interrupt(_: object) -> None:
    raise KeyboardInterrupt
