"""An upload as it is followed, and its findings in sentences."""

from __future__ import annotations

import uuid

import pytest

from datasets.models import Finding, Upload, User
from datasets.queries.errors import BadParameter
from datasets.queries.uploads import findings_page, upload_view
from datasets.rules.errors import Hidden
from datasets.vocab import FindingCode, Severity, UploadState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(db: None) -> Upload:
    made = factories.upload(
        factories.dataset(), UploadState.FAILED, table={"sheet": "Data", "rows": 5, "internal": 1}
    )
    for n in range(3):
        Finding.objects.create(
            upload=made, position=n, code=FindingCode.NUMBER_BROKEN, severity=Severity.ERROR, cell=f"C{n}", column="Ton", row=n, value="x"
        )  # fmt: skip
    return made


def test_it_is_shown_to_its_office_and_walidata(upload: Upload, sari: User, wati: User) -> None:
    for viewer in (sari, wati):
        shown = upload_view(viewer, upload.pk)
        assert (shown["state"], shown["dataset"], shown["version"]) == ("failed", "sampah-terangkut", None)
        assert shown["table"]["sheet"] == "Data"
        assert "internal" not in shown["table"]


def test_others_do_not_know_of_it(upload: Upload, budi: User) -> None:
    for viewer in (None, budi):
        with pytest.raises(Hidden):
            upload_view(viewer, upload.pk)
        with pytest.raises(Hidden):
            findings_page(viewer, upload.pk)
    with pytest.raises(Hidden):
        upload_view(budi, uuid.uuid4())


def test_findings_are_paged_and_worded(upload: Upload, sari: User) -> None:
    page = findings_page(sari, upload.pk, limit=2)
    assert ([f["cell"] for f in page.findings], page.total) == (["C0", "C1"], 3)
    assert all(page.findings[0][name] for name in ("message", "remedy"))
    last = findings_page(sari, upload.pk, limit=2, cursor=page.next or "")
    assert ([f["cell"] for f in last.findings], last.next) == (["C2"], None)
    assert findings_page(sari, upload.pk, severity="fixed").total == 0
    with pytest.raises(BadParameter):
        findings_page(sari, upload.pk, severity="parah")
    with pytest.raises(BadParameter):
        findings_page(sari, upload.pk, severity="error", cursor=page.next or "")
