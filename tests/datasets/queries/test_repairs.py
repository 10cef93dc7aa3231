"""What was repaired is listed with its key, what it found, and nothing of a masked column."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.models import Finding, Upload
from datasets.queries.repairs import repairs_of, unneeded_in
from datasets.rules.repairs import key_of
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity, UploadState
from tests import factories

pytestmark = pytest.mark.django_db

REPLACE = {"kind": "replace", "column": "Ton", "old": "lima", "new": "5"}


def upload_with(*repairs: dict[str, Any]) -> Upload:
    recipe = {"repairs": list(repairs)} if repairs else {}
    return factories.upload(factories.dataset(), UploadState.FAILED, recipe=recipe)


def test_a_repair_is_listed_with_the_key_that_takes_it_back() -> None:
    assert repairs_of(upload_with(REPLACE)) == [{"key": key_of(REPLACE), "is_needed": True, **REPLACE}]


def test_one_that_found_nothing_says_so() -> None:
    upload = upload_with(REPLACE)
    Finding.objects.create(
        upload=upload,
        position=0,
        code=F.REPAIR_UNNEEDED,
        severity=Severity.FIXED,
        column="Ton",
        value="lima",
        params={"repair": "replace"},
    )
    assert unneeded_in(upload) == {("replace", "Ton", 0, "lima")}
    assert [one["is_needed"] for one in repairs_of(upload)] == [False]


def test_what_stood_in_a_masked_column_is_told_nobody() -> None:
    upload = upload_with(
        {"kind": "replace", "column": "NIK", "old": "8271010101900001", "new": ""},
        {"kind": "mask", "column": "NIK"},
    )
    assert [one.get("old") for one in repairs_of(upload)] == ["***", None]


def test_without_repairs_nothing_is_asked() -> None:
    upload = upload_with()
    assert (repairs_of(upload), unneeded_in(upload)) == ([], set())
