"""An answer is given anew: with the real intake, which asks again."""

from __future__ import annotations

import pytest

from datasets import store
from datasets.actions.answer_upload import answer_upload
from datasets.actions.forget_answer import forget_answer
from datasets.intake.run import process
from datasets.models import Dataset, Part, Upload, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.vocab import FindingCode as F
from datasets.vocab import Role, UploadState
from tests import factories

ROWS = (
    "Bulan,Kode kecamatan,Kecamatan,Terangkut ton\n2026-09,82.71.02,Selatan,-\n2026-09,82.71.03,Utara,640.0\n"
)
ZERO = {"dash_means": {"terangkut_ton": "zero"}}


def checked(of: Dataset) -> Upload:
    stored = store.save([ROWS.encode()])
    return again(factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes))


def again(upload: Upload) -> Upload:
    process(upload.pk)
    upload.refresh_from_db()
    return upload


def total(upload: Upload) -> tuple[int, bool]:
    """How many cells are filled, and whether the dash is asked about."""
    upload.refresh_from_db()
    asked = {one["code"] for one in upload.question.get("questions", [])}
    return Part.objects.get(upload=upload).profile["terangkut_ton"]["non_null"], F.DASH_MISSING in asked


def test_an_answered_question_is_answered_otherwise(sari: User, dataset: Dataset) -> None:
    upload = checked(dataset)
    assert total(upload) == (1, True)
    again(answer_upload(sari, upload, ZERO))
    assert total(upload) == (2, False)
    again(forget_answer(sari, upload, "dash_means", "terangkut_ton"))
    assert total(upload) == (1, True)
    again(answer_upload(sari, upload, {"dash_means": {"terangkut_ton": "missing"}}))
    assert total(upload) == (1, False)


def test_an_answer_of_an_earlier_file_is_forgotten_for_this_one(sari: User, dataset: Dataset) -> None:
    Dataset.objects.update(recipe=ZERO | {"keep_totals": True})
    upload = checked(Dataset.objects.get())
    assert total(upload) == (2, False)
    again(forget_answer(sari, upload, "dash_means", "terangkut_ton"))
    again(forget_answer(sari, upload, "keep_totals"))
    assert total(upload) == (1, True)
    assert upload.recipe == {"dash_means": {}, "keep_totals": None}
    assert Dataset.objects.get().recipe == ZERO | {"keep_totals": True}


@pytest.mark.parametrize(
    ("name", "column"),
    [("dash_means", "bulan"), ("dash_means", ""), ("sheet", ""), ("repairs", ""), ("lain", "")],
)
def test_what_was_not_answered_cannot_be_forgotten(
    sari: User, dataset: Dataset, name: str, column: str
) -> None:
    upload = checked(dataset)
    with pytest.raises(Invalid):
        forget_answer(sari, upload, name, column)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY


def test_nobody_else_may_and_not_once_it_is_submitted(sari: User, budi: User, dataset: Dataset) -> None:
    upload = again(answer_upload(sari, checked(dataset), ZERO))
    support = factories.person("joko", Role.WALIDATA_PENDUKUNG, dataset.organization.slug)
    for actor in (budi, support):
        with pytest.raises((Hidden, Denied)):
            forget_answer(actor, upload, "dash_means", "terangkut_ton")
    Upload.objects.update(state=UploadState.SUBMITTED)
    with pytest.raises(IllegalMove):
        forget_answer(sari, upload, "dash_means", "terangkut_ton")
