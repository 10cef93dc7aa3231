"""The disk is full: nothing is half, the answer is honest, and work goes on when there is room again.

Told to single processes as a limit on the size of a file (`EFBIG`), so that it needs no disk of its own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.rig import Rig, table, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]

_UPLOADS = (
    "SELECT count(*) FROM datasets_upload u JOIN datasets_dataset d ON d.id = u.dataset_id WHERE d.slug = %s"
)


def test_a_full_store_answers_507_and_keeps_nothing(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Penyimpanan penuh")
    small, middle, large = (table(tmp_path, name, rows) for name, rows in _SIZES)
    before = _stored(rig)
    with rig.full_disk(rig.web(), 1_000_000):
        for file in (middle, large):
            refused = rig.send(slug, file)
            assert (refused.status, refused.json["code"]) == (507, "disk_full"), refused.body
            assert refused.json["detail"]
        assert rig.rows(_UPLOADS, slug) == [(0,)]
        assert _stored(rig) == before
        accepted = rig.accepted(slug, small)
    assert rig.settled(accepted)["state"] == "ready"
    assert rig.settled(rig.accepted(slug, large))["state"] == "ready"
    rig.assert_clean()


#: `middle` fits into the memory of the receiving process and not into the store; `large` into neither.
_SIZES = (("kecil", 100), ("sedang", 40_000), ("besar", 120_000))


def _stored(rig: Rig) -> set[Path]:
    return {path for path in (rig.portal.data_dir / "files").rglob("*") if path.is_file()}


def test_a_full_spool_is_no_fault_of_the_file(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Ruang kerja penuh")
    with rig.full_disk([rig.worker(), *rig.children()], 200_000):
        upload = rig.accepted(slug, table(tmp_path, "penuh", 30_000))
        wait_for(lambda: _attempt(rig, upload) >= 1, 20)
        wait_for(lambda: not rig.holder_of(upload), 20)
    done = rig.settled(upload, 60)
    assert (done["state"], done["table"]["rows"]) == ("ready", 30_000), done
    rig.assert_clean()


def test_a_spool_that_stays_full_ends_with_its_reason(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Ruang kerja tetap penuh")
    with rig.full_disk([rig.worker(), *rig.children()], 200_000):
        upload = rig.accepted(slug, table(tmp_path, "tetap", 30_000))
        done = rig.settled(upload, 60)
    assert done["state"] == "failed"
    query = "SELECT code, params::text FROM datasets_finding WHERE upload_id = %s"
    ((code, params),) = rig.rows(query, upload)
    assert code == "reader_crashed"
    assert "File too large" in params
    rig.assert_clean()


def _attempt(rig: Rig, upload: str) -> int:
    return int(rig.rows("SELECT attempt FROM datasets_upload WHERE id = %s", upload)[0][0])


def test_a_full_disk_stops_a_publication_and_not_the_live_version(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Terbit saat penuh")
    rig.until(rig.approved(slug, table(tmp_path, "hidup", 100, 1)), "published", 30)
    next_one = rig.submitted(slug, table(tmp_path, "berikut", 30_000, 2))
    with rig.full_disk([rig.worker(), *rig.children()], 200_000):
        assert rig.move(next_one, "approve", "wati").status == 200
        query = "SELECT publish_error FROM datasets_upload WHERE id = %s"
        wait_for(lambda: rig.rows(query, next_one)[0][0] != "", 30)
        live = rig.portal.get(f"/api/v1/datasets/{slug}/rows.csv")
        assert (live.status, live.body.count(b"\n")) == (200, 101)
    rig.rows("UPDATE datasets_upload SET lease_until = now() WHERE id = %s RETURNING id", next_one)
    rig.until(next_one, "published", 30)
    live = rig.portal.get(f"/api/v1/datasets/{slug}/rows.csv")
    assert (live.status, live.body.count(b"\n")) == (200, 30_001)
    rig.assert_clean()
