"""One reading on a guess gives what two readings give: the same rows, findings and figures, always."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from datasets.intake import read, sniff
from datasets.intake.check import Checked, check_table
from datasets.intake.check_columns import plan_columns
from datasets.intake.check_pass import Pass
from datasets.intake.check_survey import Survey
from datasets.intake.findings import Findings
from datasets.intake.schema import ColumnRule, Dictionary, Finding, Job, Limits, Recipe
from datasets.intake.table import Table
from datasets.vocab import ColumnRole
from datasets.vocab import ColumnType as T
from tests.datasets.intake.tables import rule, table

#: Rows of a block here, so that a few hundred rows have many blocks.
BLOCK = 10
ROWS = 200

Answer = tuple[Checked, tuple[Finding, ...], dict[str, int], str]


def answer(given: Table, folder: Path, probed: int, *rules: ColumnRule, **job: object) -> Answer:
    """All that checking says and writes, with the types guessed from `probed` blocks (0: read twice)."""
    findings, spool = Findings(places=20), folder / f"spool-{probed}"
    known = Dictionary(rules) if rules else None
    asked = Job("", "", str(spool), dictionary=known, **job)  # type: ignore[arg-type]
    checked = check_table(given, asked, findings, lambda *_: None, probed=probed)
    return checked, findings.listed(), findings.counts(), spool.read_text() if spool.exists() else ""


def assert_alike(given: Table, folder: Path, *rules: ColumnRule, **job: object) -> Answer:
    twice = answer(given, folder, 0, *rules, **job)
    for probed in (1, 2, 4, 1000):
        assert answer(given, folder, probed, *rules, **job) == twice
    return twice


def with_late(usual: Sequence[str | None], *late: str | None) -> Table:
    """A column of the usual values in turn, whose last cells are `late`, beside a running number."""
    values = [usual[at % len(usual)] for at in range(ROWS - len(late))] + list(late)
    rows = [[f"B{at}", value] for at, value in enumerate(values)]
    return table(["Nama", "Nilai"], rows, block_rows=BLOCK)


LATE: dict[str, tuple[list[str | None], str]] = {
    "decimal": (["1", "2"], "3,5"),
    "more decimals": (["1,5", "2,5"], "3,125"),
    "another style": (["1.234", "2.345"], "3,456.75"),
    "a style at last": (["1.234", "2.345"], "3.456,75"),
    "a word": (["1", "2"], "tidak ada data lagi"),
    "a mark": (["1", "2"], "-"),
    "a word for no data": (["K1", "K2"], "n/a"),
    "a status": (["1", "2"], "3*"),
    "a unit": (["1", "2"], "3 ton"),
    "an exponent": (["1", "2"], "3E5"),
    "beyond bigint": (["1", "2"], "99999999999999999999"),
    "a padded number": (["1", "2"], "007"),
    "a float": (["32", "33"], "34.0"),
    "a space": (["a", "b"], "  c "),
    "another date": (["31/10/2026"], "2026-11-01"),
    "an impossible date": (["31/10/2026"], "31/11/2026"),
    "a personal number": (["a", "b"], "8271014101900001"),
    "a broken number": (["1.234"], "1.23.4"),
    "a long text": (["1", "2"], "x" * 100),
    "a value after none": ([None], "1"),
}


@pytest.mark.parametrize("name", LATE)
def test_a_late_cell_that_changes_the_plan_changes_nothing_of_the_answer(tmp_path: Path, name: str) -> None:
    usual, late = LATE[name]
    assert_alike(with_late(usual, late), tmp_path)
    assert_alike(with_late(usual, late, usual[0], late), tmp_path)


@pytest.mark.parametrize("name", LATE)
@pytest.mark.parametrize("kind", [T.INTEGER, T.DECIMAL, T.CODE, T.DATE, T.TEXT])
def test_the_same_under_a_dictionary(tmp_path: Path, name: str, kind: T) -> None:
    usual, late = LATE[name]
    rules = (rule("nama", T.TEXT, key=True), rule("nilai", kind, required=True))
    assert_alike(with_late(usual, late), tmp_path, *rules)


def test_indents_that_begin_late_are_kept_in_every_row(tmp_path: Path) -> None:
    *_, spool = assert_alike(with_late([" a", "b"], "  c", "   d"), tmp_path)
    assert ", a\n" in spool


def test_tables_of_chance_are_answered_alike(tmp_path: Path) -> None:
    chance = random.Random(26)
    pool = [value for usual, late in LATE.values() for value in (*usual, late)]
    for _ in range(25):
        common = chance.sample(pool, 3)
        columns = [
            [chance.choice(common if chance.random() < 0.98 else pool) for _ in range(ROWS)] for _ in range(4)
        ]
        rows = [list(row) for row in zip(*columns, strict=True)]
        assert_alike(table(["Kode", "Tahun", "Jumlah", "Ket"], rows, block_rows=BLOCK), tmp_path)


def test_a_file_larger_than_its_blocks_is_answered_alike(tmp_path: Path) -> None:
    lines = [f"K{at:06d};{at},5;31/10/2026;teks {at % 7}\n" for at in range(150_000)]
    path = tmp_path / "besar.csv"
    path.write_text("kode;nilai;tanggal;uraian\n" + "".join(lines) + "K1;satu;2026-1-1; x \nJUMLAH;1;;\n")
    answers = []
    for probed in (0, 2):
        findings, limits = Findings(), Limits()
        found = sniff.identify(path, path.name, tmp_path, limits, findings)
        given = read.open_table(found, Recipe(), limits, findings)
        spool = tmp_path / f"spool-{probed}"
        job = Job(str(path), path.name, str(spool))
        checked = check_table(given, job, findings, lambda *_: None, probed=probed)
        answers.append((checked, findings.listed(), given.notes, spool.read_bytes()))
    assert answers[0] == answers[1]


def test_a_guess_holds_only_where_every_cell_is_read_alike() -> None:
    given = with_late(["1", "2"])
    check_table(given, Job("", ""), Findings(), lambda *_: None)
    found: list[Pass] = []
    for usual in (["1", "2"], ["1,5"]):
        surveys = [Survey(), Survey()]
        for block in with_late(usual).blocks():
            for survey, cells in zip(surveys, block.columns, strict=True):
                survey.add(cells, None, block.rows)
        plans, _ = plan_columns(given, surveys, Job("", ""), Findings())
        found.append(Pass(given, plans, Job("", ""), Findings()))
    whole, decimal = found
    assert whole.holds_for(whole.plans)
    assert not whole.holds_for(decimal.plans)
    assert not whole.holds_for([replace(plan, role=ColumnRole.NOTE) for plan in whole.plans])
