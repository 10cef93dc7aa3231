"""A sideways file from its question to publication; the next one needs none (issue: intake recipe)."""

from __future__ import annotations

import pytest

from datasets import store
from datasets.actions.answer_upload import answer_upload
from datasets.intake.publish import publish
from datasets.intake.run import process
from datasets.models import Dataset, Upload
from datasets.pages.upload_page import answers_of
from datasets.vocab import FindingCode as F
from datasets.vocab import UploadState
from tests import factories
from tests.datasets.intake import by_hand

pytestmark = pytest.mark.django_db

WIDE = "Kelurahan,2022,2023\nTogafo,1,2\nMoti Kota,3,4\n"
WIDER = "Kelurahan,2022,2023,2024\nTogafo,1,2,5\nMoti Kota,3,4,6\n"


def sent(of: Dataset, text: str) -> Upload:
    stored = store.save([text.encode()])
    upload = factories.upload(of, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes)
    process(upload.pk)
    upload.refresh_from_db()
    return upload


def kinds_asked(upload: Upload) -> list[str]:
    return [one["code"] for one in upload.question.get("questions", [])]


def test_the_answer_folds_this_file_and_the_next_ones() -> None:
    of = factories.dataset()
    first = sent(of, WIDE)
    assert (kinds_asked(first), first.table["rows"]) == ([F.PERIOD_COLUMNS], 2)

    answer_upload(factories.sari(), first, answers_of(first, {"jawab-0": "fold"}))
    process(first.pk)
    first.refresh_from_db()
    assert (first.state, first.table["rows"], kinds_asked(first)) == (UploadState.READY, 4, [])
    assert [column["id"] for column in first.table["columns"]] == ["kelurahan", "tahun", "nilai"]

    publish(by_hand.approved(first.part).pk)
    of.refresh_from_db()
    assert of.recipe["unpivot"]["value_column"] == "nilai"

    second = sent(Dataset.objects.get(pk=of.pk), WIDER)
    assert (second.state, second.table["rows"], kinds_asked(second)) == (UploadState.READY, 6, [])
    assert second.difference["new"] + second.difference["same"] == 6


def test_a_table_that_shall_stay_as_it_is_is_not_asked_about_again() -> None:
    of = factories.dataset()
    upload = sent(of, WIDE)
    answer_upload(factories.sari(), upload, answers_of(upload, {"jawab-0": "keep"}))
    process(upload.pk)
    upload.refresh_from_db()
    assert (upload.table["rows"], kinds_asked(upload)) == (2, [])
    publish(by_hand.approved(upload.part).pk)
    assert kinds_asked(sent(Dataset.objects.get(pk=of.pk), WIDER)) == []


TITLED = "PEMERINTAH KOTA TERNATE,,\n,,\nKelurahan,Laki-laki,Perempuan\nTogafo,1,2\nMoti Kota,3,4\n"
LONGER = "PEMERINTAH KOTA TERNATE,,\nDINAS,,\nBULAN NOVEMBER,,\n,,\n" + TITLED.split("\n", 2)[2]


def test_the_place_of_the_table_is_answered_once_and_found_again_next_month() -> None:
    of = factories.dataset()
    first = sent(of, TITLED)
    assert (first.state, kinds_asked(first)) == (UploadState.READY, [F.HEADER_UNCERTAIN])
    answers = answers_of(first, {"jawab-0": "3"})
    assert answers == {"header_rows": [3, 3]}
    answer_upload(factories.sari(), first, answers)
    process(first.pk)
    first.refresh_from_db()
    assert (first.state, kinds_asked(first), first.table["rows"]) == (UploadState.READY, [], 2)

    publish(by_hand.approved(first.part).pk)
    of.refresh_from_db()
    assert of.recipe["layout"]["headers"] == ["Kelurahan", "Laki-laki", "Perempuan"]
    assert "header_rows" not in of.recipe

    second = sent(Dataset.objects.get(pk=of.pk), LONGER)
    assert (second.state, kinds_asked(second)) == (UploadState.READY, [])
    assert (second.table["header_row"], second.table["rows"]) == ("5", 2)
