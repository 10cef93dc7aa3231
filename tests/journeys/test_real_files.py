"""Real files of other cities and ministries go the whole way: API, review, public page and rows."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.portal import Portal, new_dataset

pytestmark = [pytest.mark.journey, pytest.mark.corpus, pytest.mark.xdist_group("portal")]

FOLDER = Path(os.environ.get("INTAKE_CORPUS") or Path(__file__).resolve().parents[3] / "shared/data/open")
#: The largest of the corpus among them.
FILES = (
    "real/wilayah_kemendagri_2018_2020.csv",
    "real/ekspor_pelabuhan_1999_2014.csv",
    "real/penduduk_samarinda_2022_2024.xlsx",
    "real/puskesmas_nasional.csv",
)
STANDARD = {
    "concept": "Data rujukan",
    "definition": "Isi berkas sebagaimana diterima.",
    "classification": "Sesuai kolom",
    "measure": "Sesuai kolom",
    "unit": "sesuai kolom",
}

needs_corpus = pytest.mark.skipif(
    not (FOLDER / "manifest.csv").is_file(), reason="folder berkas nyata (INTAKE_CORPUS) tidak ada"
)


@dataclass(frozen=True)
class Truth:
    """What the manifest says of a file."""

    rows: int
    columns: int


def truth_of(file: str) -> Truth:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        row = next(row for row in csv.DictReader(lines) if row["file"] == file)
    return Truth(int(row["n_rows"]), int(row["n_cols"]))


@needs_corpus
@pytest.mark.parametrize("file", FILES)
def test_a_real_file_becomes_a_public_page_and_rows(portal: Portal, file: str) -> None:
    truth, path = truth_of(file), FOLDER / file
    sender, reviewer = portal.token("sari", "publish"), portal.token("wati", "review")
    slug = new_dataset(portal, sender, f"Berkas nyata {path.stem.replace('_', ' ')}")
    changed = portal.ask("PATCH", f"/api/v1/datasets/{slug}", *_json(STANDARD, sender))
    assert changed.status == 200, changed.body
    sent = portal.send_file(f"/api/v1/datasets/{slug}/uploads", path, sender)
    assert sent.status == 202, sent.body
    ready = portal.settled(sent.json["id"], sender)
    assert ready["state"] == "ready", (ready, findings(portal, sent.json["id"], sender))
    assert portal.post(f"/api/v1/uploads/{sent.json['id']}/submit", {}, sender).status == 200
    assert portal.post(f"/api/v1/uploads/{sent.json['id']}/approve", {}, reviewer).status == 200
    portal.until_state(sent.json["id"], sender, 120, lambda state: state == "published")
    rows = portal.get(f"/api/v1/datasets/{slug}/rows?limit=5").json
    assert rows["total"] == truth.rows
    assert len(rows["rows"][0]) == truth.columns
    page = portal.get(f"/dataset/{slug}")
    assert page.status == 200
    assert portal.get(f"/api/v1/datasets/{slug}/rows.csv").body.count(b"\n") == truth.rows + 1


def findings(portal: Portal, upload: str, token: str) -> Any:
    """What was found, for the message of a failing test."""
    answer = portal.get(f"/api/v1/uploads/{upload}/findings", Authorization=f"Bearer {token}")
    return answer.json["results"][:5]


def _json(body: dict[str, Any], token: str) -> tuple[bytes, dict[str, str]]:
    return json.dumps(body).encode(), {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {token}",
    }
