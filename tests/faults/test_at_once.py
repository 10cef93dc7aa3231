"""Two at once: two files, the same task twice, two people who decide differently."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from datasets.jobs import Job
from tests.faults.rig import Rig, table, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]


def test_two_files_for_one_dataset_are_both_taken_and_published_in_turn(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Dua sekaligus")
    files = [table(tmp_path, f"dua-{n}", 2_000 + n, n) for n in range(2)]
    with ThreadPoolExecutor(2) as both:
        uploads = list(both.map(lambda file: rig.submitted(slug, file), files))
        answers = list(both.map(lambda upload: rig.move(upload, "approve", "wati").status, uploads))
    assert answers == [200, 200]
    for upload in uploads:
        rig.until(upload, "published", 60)
    query = (
        "SELECT v.number, v.state FROM datasets_version v JOIN datasets_dataset d ON d.id = v.dataset_id "
        "WHERE d.slug = %s ORDER BY 1"
    )
    assert rig.rows(query, slug) == [(1, "superseded"), (2, "published")]
    rig.assert_clean()


def test_the_same_task_twice_in_parallel_is_done_once(rig: Rig, tmp_path: Path) -> None:
    slug = rig.dataset("Tugas dua kali")
    upload = rig.accepted(slug, table(tmp_path, "tugas", 20_000))
    for _ in range(4):
        rig.queue.send_task(Job.PROCESS_UPLOAD.value, args=(upload,))
    assert rig.settled(upload)["state"] == "ready"
    assert rig.move(upload, "submit").status == 200
    assert rig.move(upload, "approve", "wati").status == 200
    for _ in range(4):
        rig.queue.send_task(Job.PUBLISH_UPLOAD.value, args=(upload,))
    rig.until(upload, "published", 30)
    wait_for(lambda: rig.redis().llen("celery") == 0, 20)
    assert rig.count_of(upload) == 20_000
    trail = "SELECT to_state, count(*) FROM datasets_event WHERE object_id = %s GROUP BY 1 ORDER BY 1"
    told = dict(rig.rows(trail, upload))
    assert set(told.values()) == {1}, told
    versions = "SELECT count(*) FROM datasets_version WHERE upload_id = %s"
    assert rig.rows(versions, upload) == [(1,)]
    rig.assert_clean()


@pytest.mark.parametrize("turn", range(3))
def test_approving_while_the_dataset_is_withdrawn_ends_in_one_legal_state(
    rig: Rig, tmp_path: Path, turn: int
) -> None:
    slug = rig.dataset(f"Setuju dan tarik {turn}")
    rig.until(rig.approved(slug, table(tmp_path, "terbit", 50, 1)), "published", 30)
    upload = rig.submitted(slug, table(tmp_path, "menunggu", 60, 2))
    withdraw = f"/api/v1/datasets/{slug}/withdraw"
    with ThreadPoolExecutor(2) as both:
        approved = both.submit(rig.move, upload, "approve", "wati")
        withdrawn = both.submit(rig.portal.post, withdraw, {"reason": "Salah hitung."}, rig.tokens["wati"])
        statuses = (approved.result().status, withdrawn.result().status)
    assert statuses[1] == 200
    assert statuses[0] in (200, 409, 410), statuses
    gone = rig.portal.get(f"/api/v1/datasets/{slug}/rows.csv")
    wait_for(lambda: _state(rig, upload) in ("cancelled", "published"), 30)
    assert gone.status == 410
    live = "SELECT live_version_id, withdrawn_at IS NOT NULL FROM datasets_dataset WHERE slug = %s"
    assert rig.rows(live, slug) == [(None, True)]
    rig.assert_clean()


def _state(rig: Rig, upload: str) -> str:
    return str(rig.rows("SELECT state FROM datasets_upload WHERE id = %s", upload)[0][0])
