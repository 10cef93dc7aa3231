"""The headers of an older version whose readers a newer one would break (RFC 9745, RFC 8594)."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.http import http_date

from datasets.models import Dataset, Version
from datasets.queries.schema_diff import deprecation_of

Answer = TypeVar("Answer", bound=HttpResponseBase)


def marked(response: Answer, dataset: Dataset, version: Version) -> Answer:
    """The same response with `Deprecation`, `Sunset` and `Link`, where the version is on its way out."""
    if (found := deprecation_of(dataset, version)) is None:
        return response
    base = f"{settings.PUBLIC_URL}/api/v1/datasets/{dataset.slug}"
    diff = f"{base}/versions/{found.successor}/schema-diff?against={version.number}"
    response["Deprecation"] = f"@{int(found.since.timestamp())}"
    response["Sunset"] = http_date(found.sunset.timestamp())
    response["Link"] = f'<{base}/rows>; rel="successor-version", <{diff}>; rel="deprecation"'
    return response
