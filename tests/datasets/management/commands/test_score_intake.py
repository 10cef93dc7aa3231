"""`score_intake`: expected beside found, the count last, and the page for the documentation."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

MANIFEST = """file,kind,verdict,expected,n_rows
baik.csv,real,load,load 2 rows,2
buruk.csv,nasty,refuse,refuse: no rows,
lain.csv,nasty,load,load 9 rows,9
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "manifest.csv").write_text(MANIFEST)
    (tmp_path / "baik.csv").write_text("kode,nama\n1,x\n2,y\n")
    (tmp_path / "buruk.csv").write_text("kode,nama\n")
    (tmp_path / "lain.csv").write_text("kode,nama\n1,a|b\n")
    return tmp_path


def test_every_file_is_shown_and_the_count_is_last(corpus: Path) -> None:
    out = StringIO()
    call_command("score_intake", str(corpus / "manifest.csv"), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[-1] == "2 of 3 as expected"
    assert any(line.startswith("MISS lain.csv") for line in lines)
    assert "     differs:  n_rows: 1, not 9" in lines


def test_the_page_names_no_machine_and_ends_with_the_count(corpus: Path) -> None:
    page = corpus / "score.md"
    call_command("score_intake", str(corpus / "manifest.csv"), "--markdown", str(page), stdout=StringIO())
    text = page.read_text(encoding="utf-8")
    assert str(corpus) not in text
    assert text.rstrip().splitlines()[-1] == "2 of 3 as expected"
    assert "`make score`" in text
    assert "| nasty | 1 | 2 |" in text


def test_an_argument_is_shown_for_a_file_that_differs_and_for_no_other(corpus: Path) -> None:
    page, disputes = corpus / "score.md", corpus / "disputes.csv"
    disputes.write_text("file,argument\nlain.csv,it has one row\nbaik.csv,never mind\n")
    given = ("--markdown", str(page), "--disputes", str(disputes))
    call_command("score_intake", str(corpus / "manifest.csv"), *given, stdout=StringIO())
    text = page.read_text(encoding="utf-8")
    assert "- `lain.csv`: it has one row" in text
    assert "never mind" not in text


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("score_intake", str(tmp_path / "manifest.csv"))
