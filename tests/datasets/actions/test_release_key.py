"""A personal column that is a key: refused to be hidden as it is, released and hidden on request."""

from __future__ import annotations

import pytest

from datasets import store
from datasets.actions.release_key import release_key
from datasets.actions.repair_upload import repair_upload
from datasets.intake.run import process
from datasets.models import Dataset, Event, Upload, User
from datasets.rules.errors import Denied, Hidden, IllegalMove, Invalid
from datasets.vocab import FindingCode as F
from datasets.vocab import Role, UploadState, Verb
from tests import factories

ROWS = "Bulan,Kode kecamatan,Kecamatan,Terangkut ton,NIK\n"
ROWS += "2026-09,82.71.02,Selatan,812.5,8271024508900001\n2026-09,82.71.03,Utara,600,8271031211850002\n"


@pytest.fixture
def upload(dataset: Dataset) -> Upload:
    """A file whose key is the month and the number of a person."""
    dataset.columns.filter(name="bulan").update(is_key=True)
    dataset.columns.create(position=9, name="nik", label="NIK", type="code", is_key=True)
    stored = store.save([ROWS.encode()])
    return again(factories.upload(dataset, UploadState.RECEIVED, sha256=stored.sha256, bytes=stored.bytes))


def again(upload: Upload) -> Upload:
    process(upload.pk)
    return Upload.objects.get(pk=upload.pk)


def test_the_finding_says_that_it_is_a_key(upload: Upload) -> None:
    found = upload.findings.get(code=F.PERSONAL_COLUMN)
    assert (upload.state, found.params["is_key"]) == (UploadState.FAILED, True)


@pytest.mark.parametrize("kind", ["mask", "mask_in_text", "drop_column"])
def test_hiding_a_key_is_refused_with_the_way_out(sari: User, upload: Upload, kind: str) -> None:
    for name in ("NIK", "nik"):
        with pytest.raises(Invalid) as refused:
            repair_upload(sari, upload, [{"kind": kind, "column": name}])
        assert refused.value.faults[0].code == "key_column"
        assert "Lepaskan dahulu dari kunci" in refused.value.faults[0].message
    upload.refresh_from_db()
    assert (upload.state, upload.recipe) == (UploadState.FAILED, {})


def test_released_it_is_hidden_and_the_rest_of_the_key_holds(sari: User, upload: Upload) -> None:
    release_key(sari, upload, "NIK", "mask")
    checked = again(upload)
    assert set(checked.findings.values_list("code", flat=True)) >= {F.COLUMN_MASKED, F.KEY_DUPLICATE}
    assert list(checked.dataset.columns.filter(is_key=True).values_list("name", flat=True)) == ["bulan"]
    assert Event.objects.filter(verb=Verb.EDIT_COLUMNS, detail={"columns": {"nik": ["is_key"]}}).exists()


def test_with_a_key_that_is_nobodys_number_it_passes(sari: User, upload: Upload) -> None:
    upload.dataset.columns.filter(name="kode_kecamatan").update(is_key=True)
    release_key(sari, upload, "NIK", "drop_column")
    assert again(upload).state == UploadState.READY


@pytest.mark.parametrize(
    ("column", "kind"), [("Kecamatan", "mask"), ("Lain", "mask"), ("NIK", "replace"), ("NIK", "")]
)
def test_what_is_no_key_or_hides_nothing_is_refused(
    sari: User, upload: Upload, column: str, kind: str
) -> None:
    with pytest.raises(Invalid):
        release_key(sari, upload, column, kind)
    assert upload.dataset.columns.filter(is_key=True).count() == 2


def test_nobody_else_may_and_not_once_it_is_submitted(sari: User, budi: User, upload: Upload) -> None:
    support = factories.person("joko", Role.WALIDATA_PENDUKUNG, upload.dataset.organization.slug)
    for actor in (budi, support):
        with pytest.raises((Hidden, Denied)):
            release_key(actor, upload, "NIK", "mask")
    Upload.objects.update(state=UploadState.SUBMITTED)
    with pytest.raises(IllegalMove):
        release_key(sari, upload, "NIK", "mask")
    assert upload.dataset.columns.filter(is_key=True).count() == 2
