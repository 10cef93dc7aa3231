"""The sender's file name, made safe to show."""

from __future__ import annotations

import pytest

from datasets.actions.filenames import safe_filename


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("sampah 2026.xlsx", "sampah 2026.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\sampah.csv", "sampah.csv"),
        ("C:\\Users\\Sari\\sampah.csv", "sampah.csv"),
        ("sampah\x00.csv", "sampah.csv"),
        ("sampah\r\nX-Header: a.csv", "sampah X-Header: a.csv"),
        ("gpj.\u202ecsv", "gpj.csv"),
        (".htaccess", "htaccess"),
        ("..", "berkas"),
        ("", "berkas"),
        ("folder/", "berkas"),
    ],
)
def test_a_name_is_never_a_path(given: str, safe: str) -> None:
    assert safe_filename(given) == safe


def test_255_emoji_fit_with_their_ending() -> None:
    name = safe_filename("🌋" * 255 + ".xlsx")
    assert len(name) == 255
    assert name.endswith("🌋.xlsx")


def test_a_long_name_without_a_sensible_ending_is_cut() -> None:
    assert safe_filename("a" * 300) == "a" * 255
    assert len(safe_filename("a." + "b" * 300)) == 255
