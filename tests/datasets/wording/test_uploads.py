"""Each state of an upload has its place on the way, a heading and a next step."""

from __future__ import annotations

import pytest

from datasets.vocab import UploadState
from datasets.wording.uploads import PLACE, heading_of, next_of, progress_of, way_of


@pytest.mark.parametrize("state", list(UploadState))
def test_each_state_is_worded(state: UploadState) -> None:
    assert heading_of(state, {})
    assert next_of(state).endswith(".")
    assert [step.standing for step in way_of(state)].count("now") == (0 if PLACE[state] == 5 else 1)


def test_a_refused_file_says_how_much_there_is_to_mend() -> None:
    assert heading_of(UploadState.FAILED, {"errors": 1248}) == "1.248 hal perlu diperbaiki"
    assert heading_of(UploadState.FAILED, {"errors": 0}) == "Berkas belum dapat dimuat"


def test_progress_is_told_where_the_whole_is_known() -> None:
    assert progress_of("Membaca tabel", 25, 100) == "Membaca tabel: 25%"
    assert progress_of("Membaca tabel", 300, 100) == "Membaca tabel: 100%"
    assert progress_of("Membaca tabel", 0, 0) == "Membaca tabel"
