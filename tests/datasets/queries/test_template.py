"""The workbook to fill in: made of the dictionary, filled, sent back, and no question asked."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from datasets import store
from datasets.actions.load_reference import load_reference
from datasets.city.profile import load_city
from datasets.intake.run import process
from datasets.models import CodeList, Dataset, Upload, User
from datasets.queries.template import MARK, template_of
from datasets.rules.errors import Gone, Hidden, IllegalMove
from datasets.vocab import Access, ColumnRole, ColumnType, UploadState
from datasets.vocab import FindingCode as F
from tests import factories

pytestmark = pytest.mark.django_db
T, R = ColumnType, ColumnRole

GIVEN = (
    ("bulan", T.MONTH, R.PERIOD),
    ("kode_kecamatan", T.CODE, R.AREA),
    ("kecamatan", T.TEXT, R.DIMENSION),
    ("jenis_kelamin", T.TEXT, R.DIMENSION),
    ("bulan_lapor", T.TEXT, R.DIMENSION),
    ("status", T.TEXT, R.DIMENSION),
    ("aktif", T.BOOLEAN, R.DIMENSION),
    ("tanggal", T.DATE, R.DIMENSION),
    ("tahun", T.YEAR, R.DIMENSION),
    ("orang", T.INTEGER, R.MEASURE),
    ("persen", T.DECIMAL, R.MEASURE),
    ("catatan", T.TEXT, R.NOTE),
)
FILLED: list[list[Any]] = [
    ["2026-10", "82.71.02", "Ternate Selatan", "Perempuan", "Oktober", "baik", "Ya", date(2026, 10, 3), 2026, 12, 81.5, "a"],
    ["2026-10", "82.71.03", "Ternate Utara", "Laki-laki", "Oktober", "rusak", "Tidak", date(2026, 10, 4), 2026, 7, 3, None],
    ["2026-10", "82.71.04", "Moti", "Laki-laki", "Oktober", "baik", "Ya", None, 2026, None, 0.25, "c"],
]  # fmt: skip


@pytest.fixture
def reference(db: None) -> None:
    """The city's own code lists."""
    load_reference(load_city())


def described(**changes: Any) -> Dataset:
    made = factories.dataset(**changes)
    factories.columns(made, GIVEN)
    lists = {"kode_kecamatan": "wilayah", "jenis_kelamin": "jenis-kelamin", "bulan_lapor": "bulan"}
    for name, slug in lists.items():
        made.columns.filter(name=name).update(code_list=CodeList.objects.filter(slug=slug).first())
    made.columns.filter(name="status").update(allowed=["baik", "rusak"])
    made.columns.filter(name="orang").update(minimum=0, maximum=1000)
    made.columns.filter(name__in=["bulan", "kode_kecamatan", "jenis_kelamin"]).update(is_key=True)
    return made


def book_of(user: User | None, of: Dataset) -> Any:
    return openpyxl.load_workbook(BytesIO(template_of(user, of.slug).content))


def sent_back(of: Dataset, book: Any) -> Upload:
    written = BytesIO()
    book.save(written)
    stored = store.save([written.getvalue()])
    upload = factories.upload(
        of, UploadState.RECEIVED, filename="isian.xlsx", sha256=stored.sha256, bytes=stored.bytes
    )
    process(upload.pk)
    return Upload.objects.get(pk=upload.pk)


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("is_sample", [False, True])
def test_a_filled_template_needs_no_question(is_sample: bool) -> None:
    of = described(is_sample=is_sample)
    book = book_of(factories.sari(), of)
    sheet = book["Data"]
    first = 3 if is_sample else 2
    for row, cells in enumerate(FILLED, first):
        for place, cell in enumerate(cells, 1):
            sheet.cell(row, place).value = cell
    upload = sent_back(of, book)
    found = [(finding.code, finding.severity, finding.params) for finding in upload.findings.all()]
    assert upload.state == UploadState.READY, found
    assert (upload.question, upload.counts["errors"], upload.counts["warnings"]) == ({}, 0, 0), found
    assert (upload.table["sheet"], upload.part.row_count) == ("Data", 3)
    assert upload.part.profile["orang"]["total"] == "19"


@pytest.mark.usefixtures("reference")
def test_an_empty_template_is_not_taken_for_data() -> None:
    of = described()
    upload = sent_back(of, book_of(factories.sari(), of))
    found = {finding.code for finding in upload.findings.all()}
    assert upload.state == UploadState.FAILED
    assert found & {F.NO_ROWS, F.NO_TABLE}


@pytest.mark.usefixtures("reference")
def test_headers_are_locked_and_cells_know_their_type() -> None:
    book = book_of(factories.sari(), described(is_sample=True))
    sheet = book["Data"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet.freeze_panes) == (MARK, "Bulan", "A3")
    assert sheet.protection.sheet
    assert sheet["A2"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    rules = {str(rule.sqref).partition("3:")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert (rules["B"].type, rules["D"].type, rules["F"].type, rules["G"].type) == ("list",) * 4
    assert (rules["J"].type, rules["J"].formula1, rules["J"].formula2) == ("whole", "0", "1000")
    assert (rules["H"].type, rules["K"].type) == ("date", "decimal")
    assert sheet.column_dimensions["H"].number_format == "yyyy-mm-dd"


@pytest.mark.usefixtures("reference")
def test_lists_hold_what_may_be_chosen_and_the_guide_says_what_it_means() -> None:
    book = book_of(factories.sari(), described())
    assert book.sheetnames == ["Data", "Petunjuk", "Daftar"]
    listed = [cell.value for row in book["Daftar"].iter_rows() for cell in row if cell.value]
    assert {"82.71.02", "Perempuan", "Oktober", "baik", "Ya"} <= set(listed)
    explained = [[cell.value for cell in row] for row in book["Petunjuk"].iter_rows(min_row=6)]
    assert explained[0][:3] == ["Bulan", "Isi kolom ini.", "bulan"]
    assert explained[9][3] == "ton"


def test_a_sheet_of_the_sender_that_only_bears_our_name_is_still_looked_at() -> None:
    of = factories.dataset()
    factories.columns(of)
    book = openpyxl.Workbook()
    book.active.title = "Petunjuk"
    for row in (["Bulan", "Kode kecamatan", "Kecamatan", "Terangkut ton"], ["2026-10", "82.71.02", "S", 1]):
        book.active.append(row)
    upload = sent_back(of, book)
    assert (upload.state, upload.table["sheet"]) == (UploadState.READY, "Petunjuk")


def test_who_may_know_the_metadata_may_have_the_template(budi: User, wati: User) -> None:
    of = factories.dataset()
    factories.columns(of)
    for viewer in (None, budi):
        with pytest.raises(Hidden):
            template_of(viewer, of.slug)
    assert template_of(wati, of.slug).filename == "templat-sampah-terangkut.xlsx"
    factories.published(of)
    assert template_of(None, of.slug).content[:2] == b"PK"
    Dataset.objects.update(access=Access.CLOSED)
    with pytest.raises(Hidden):
        template_of(budi, of.slug)


def test_without_a_dictionary_there_is_no_template(sari: User) -> None:
    with pytest.raises(IllegalMove, match="kamus data"):
        template_of(sari, factories.dataset().slug)


def test_of_a_withdrawn_dataset_there_is_none(sari: User) -> None:
    of = factories.dataset()
    Dataset.objects.update(withdrawn_at=datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    with pytest.raises(Gone):
        template_of(sari, of.slug)
