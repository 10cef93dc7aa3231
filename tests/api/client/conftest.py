"""A portal that answers over HTTP, with a dataset of Sari's; what a worker would do is done between polls."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from api.client.satudata_client import SatuData
from datasets.actions.make_token import make_token
from datasets.intake.run import process
from datasets.models import Dataset, Upload
from datasets.vocab import Scope, UploadState
from tests import factories

CSV = (
    "Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n"
    "2026-09,82.71.02,Ternate Selatan,{}\n"
    "2026-09,82.71.03,Ternate Utara,640.0\n"
)


@pytest.fixture(autouse=True)
def no_quota(settings: Any) -> None:
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 0


@pytest.fixture
def dataset(transactional_db: None) -> Dataset:
    of = factories.dataset()
    factories.published(of)
    of.columns.filter(name__in=["bulan", "kode_kecamatan"]).update(is_key=True)
    return of


def work(_: float = 0) -> None:
    """What a worker does while somebody waits."""
    for key in Upload.objects.filter(state=UploadState.RECEIVED).values_list("pk", flat=True):
        process(uuid.UUID(str(key)))


@pytest.fixture
def token(dataset: Dataset) -> str:
    return make_token(factories.sari(), Scope.PUBLISH, 30)[1]


@pytest.fixture
def reading(live_server: LiveServer, dataset: Dataset) -> SatuData:
    return SatuData(live_server.url)


@pytest.fixture
def publishing(live_server: LiveServer, token: str) -> SatuData:
    return SatuData(live_server.url, token, pause=work)
