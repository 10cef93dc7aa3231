"""The OpenAPI document and the API hold each other: each operation with fifty made-up calls, by everybody.

Schemathesis makes the calls from the document, right and wrong ones, and its checks judge the answers.
Each call is made by nobody and with a token of each scope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.v1.document import openapi
from datasets.actions.make_token import make_token
from datasets.vocab import Scope, UploadState
from satudata.wsgi import application
from tests import factories

#: Calls made up for each operation, each made by every asker.
EXAMPLES = 50

#: What a document cannot say, the API must still refuse: ids of a dataset's own columns, cursors, words of
#: code lists, moves that a state does not know. So a call that is right by its schema alone may be a 400.
BEYOND_SCHEMAS = (positive_data_acceptance,)
#: Answers that are read on a connection of their own, which only sees what was committed.
_STREAMS = re.compile(r"/(rows|aggregate|diff)\.\w+$")


@schemathesis.serializer("application/offset+octet-stream")
def _piece(_context: Any, value: Any) -> bytes:
    """A piece of a file, whatever Schemathesis thinks of."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def whole(environ: Any, start_response: Any) -> list[bytes]:
    """The portal, each answer read to its end and closed, with the files that came with the request."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


def _schema() -> Any:
    schema = schemathesis.openapi.from_dict(openapi())
    schema.app = whole
    return schema


def _operations() -> Iterator[Any]:
    """Every operation; the streams with a database that is really written."""
    for found in _schema().get_all_operations():
        is_stream = bool(_STREAMS.search(found.ok().label))
        marks = pytest.mark.django_db(transaction=is_stream)
        yield pytest.param(found.ok(), id=found.ok().label, marks=marks)


@pytest.fixture
def askers(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    """The headers of nobody, and of people with a token of each scope."""
    people = {Scope.READ: factories.budi(), Scope.PUBLISH: factories.sari(), Scope.REVIEW: factories.wati()}
    tokens = [make_token(person, scope, 30)[1] for scope, person in people.items()]
    plain = {"Accept-Encoding": "identity"}  # Schemathesis reads bodies as they come
    return [plain, *(plain | {"Authorization": f"Bearer {token}"} for token in tokens)]


@pytest.fixture
def things(askers: list[dict[str, str]]) -> dict[str, Any]:
    """What addresses may name that is there."""
    dataset = factories.dataset()
    factories.published(dataset)
    upload = factories.upload(dataset, UploadState.READY)
    return {"slug": dataset.slug, "upload_id": str(upload.pk), "number": 1, "file_format": "csv"}


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Requests neither close nor check the connection that the test's transaction lives in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("operation", list(_operations()))
def test_the_document_and_the_api_agree(
    operation: Any, askers: list[dict[str, str]], things: dict[str, Any]
) -> None:
    @given(operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def agree(case: Any) -> None:
        for place, name in enumerate(sorted(case.path_parameters or {})):
            if name in things and (len(str(case.path_parameters[name])) + place) % 3:
                case.path_parameters[name] = things[name]
        for headers in askers:
            response = case.call(headers=headers)
            case.validate_response(response, headers=headers, excluded_checks=[*BEYOND_SCHEMAS])

    agree()
