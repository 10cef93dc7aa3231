"""Opens bytes as intake would, for the tests of reading: sniffed, read, laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from datasets.intake import read, sniff
from datasets.intake.findings import Findings
from datasets.intake.schema import Finding, Limits, Recipe
from datasets.intake.table import Table
from datasets.vocab import FindingCode


@dataclass
class Opened:
    """A table with all its body rows read, and what was found on the way."""

    table: Table
    findings: Findings
    rows: list[list[str]]
    numbers: list[int]

    @property
    def codes(self) -> set[FindingCode]:
        """Codes of everything found."""
        return {finding.code for finding in self.findings.listed()}

    def finding(self, code: FindingCode) -> Finding:
        """The first place of `code`."""
        return next(finding for finding in self.findings.listed() if finding.code is code)


def opened(
    folder: Path,
    content: bytes,
    name: str = "berkas.csv",
    recipe: Recipe | None = None,
    limits: Limits | None = None,
) -> Opened:
    """`content` read as a file called `name`; raises Refusal as reading does."""
    path = folder / "unggahan"
    path.write_bytes(content)
    findings, bounds = Findings(), limits or Limits()
    found = sniff.identify(path, name, folder, bounds, findings)
    table = read.open_table(found, recipe or Recipe(), bounds, findings)
    rows: list[list[str]] = []
    numbers: list[int] = []
    for block in table.blocks():
        assert len(block.columns) == len(table.labels) == len(table.letters)
        rows.extend(block.texts(index) for index in range(len(block)))
        numbers.extend(block.rows.to_pylist())
    assert sum(len(block) for block in table.blocks()) == len(rows)  # readable again from the top
    return Opened(table, findings, rows, numbers)
