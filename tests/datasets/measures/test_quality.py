"""Quality: shares of counts, and no score where nothing applies."""

from __future__ import annotations

from datasets.measures.quality import Counts, described_fields, quality_of


def test_every_score_is_a_share_of_its_counts() -> None:
    counts = Counts(
        cells=200, filled=150, corrected=20, rows=50, repeated=5, due=4, filed=3, fields=10, described=7
    )
    quality = quality_of(counts)
    assert [score.score for score in quality.scores] == [75.0, 90.0, 90.0, 75.0, 70.0]
    assert quality.total == 80.0
    assert quality.to_json()["dimensions"]["kelengkapan"] == {"score": 75.0, "good": 150, "of": 200}


def test_a_dimension_that_does_not_apply_is_left_out_of_the_mean() -> None:
    quality = quality_of(Counts(cells=10, filled=10, rows=5))
    assert quality.scores[3].score is None
    assert quality.total == 100.0


def test_more_corrections_than_cells_is_zero_not_less() -> None:
    assert quality_of(Counts(cells=10, filled=10, corrected=12)).scores[1].score == 0.0


def test_described_fields_count_the_columns_too() -> None:
    assert described_fields({"konsep": "x", "definisi": ""}, [{"unit": "ton"}, {"unit": None}]) == (2, 4)
