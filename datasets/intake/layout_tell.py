"""What reading tells people about a table's place: findings made of a layout, none of it decided here."""

from __future__ import annotations

from collections.abc import Sequence

from datasets.intake.findings import Findings
from datasets.intake.headings import sideways_of
from datasets.intake.layout import Layout
from datasets.intake.layout_rows import filled
from datasets.intake.layout_totals import Differs
from datasets.intake.schema import Recipe
from datasets.intake.sideways import names_of
from datasets.intake.table import Block, FileFound, Table, letter_of
from datasets.vocab import FindingCode as F

_AS_IS = frozenset({"", "ascii", "utf-8", "utf-8-sig"})


def tell_text(found: FileFound, findings: Findings) -> None:
    """Encoding converted or guessed, NULs removed."""
    if found.encoding not in _AS_IS:
        code = F.ENCODING_CONVERTED if found.is_encoding_certain else F.ENCODING_UNCERTAIN
        findings.add(code, params={"encoding": found.encoding})
    if found.nuls:
        findings.add(F.NUL_REMOVED, params={"count": found.nuls})


def tell_layout(layout: Layout, findings: Findings) -> None:
    """Titles, joined or uncertain headers, the number row."""
    if layout.title_rows:
        findings.add(F.TITLE_ROWS, row=1, params={"count": layout.title_rows})
    if layout.header is None:
        findings.add(F.HEADER_NONE, row=layout.body + 1)
    else:
        _tell_header(layout, layout.header, findings)
    if layout.number_row is not None:
        findings.add(F.NUMBER_ROW, row=layout.number_row + 1)


def tell_periods(labels: Sequence[str], recipe: Recipe, *, is_folded: bool, findings: Findings) -> None:
    """Periods as columns: folded as the sender said, or told as long as nothing was said."""
    chosen = recipe.unpivot
    if is_folded and chosen is not None:
        shown = {"headers": list(chosen.headers[:12])}
        value = ", ".join(names_of(chosen)[1:])
        findings.add(F.PERIODS_FOLDED, params=shown | {"name": chosen.name_column, "value_name": value})
    elif (chosen is None or chosen.headers) and (headers := list(sideways_of(labels))):
        findings.add(F.PERIOD_COLUMNS, params={"headers": headers[:12]})


def _tell_header(layout: Layout, header: tuple[int, int], findings: Findings) -> None:
    first, last = header
    if last > first:
        example = next((label for label in layout.labels if " / " in label), "")
        findings.add(F.HEADER_JOINED, row=first + 1, value=example, params={"rows": layout.header_row})
    if not layout.is_certain:
        findings.add(F.HEADER_UNCERTAIN, row=first + 1)


def tell_total(row: Block, first: int, findings: Findings) -> None:
    """A total row found by its figures; `row` is a block of that row alone, `first` its first column."""
    texts = row.texts(0)
    at = filled(texts)[0]
    number = row.rows[0].as_py()
    findings.add(F.TOTAL_ROW, row=number, cell=f"{letter_of(first + at)}{number}", value=texts[at])


def tell_sums(differs: Sequence[Differs], table: Table, findings: Findings) -> None:
    """Figures of total rows that the rows above do not add up to."""
    for one in differs:
        findings.add(
            F.TOTAL_DIFFERS,
            row=one.row,
            column=table.labels[one.place],
            cell=f"{table.letters[one.place]}{one.row}",
            value=one.value,
            params={"found": one.found},
        )


def tell_sheet(table: Table, layout: Layout, first_column: int, findings: Findings) -> None:
    """Hidden rows and columns, and merged cells in the data; places of merges count from `first_column`."""
    info = table.info
    if info.hidden_rows:
        findings.add(F.ROWS_HIDDEN, params={"count": info.hidden_rows})
    hidden = [letter for letter in table.letters if info.is_hidden(letter)]
    if hidden:
        findings.add(F.COLUMNS_HIDDEN, params={"count": len(hidden), "columns": ", ".join(hidden[:30])})
    last = max((block.rows[-1].as_py() for block in table.blocks()), default=0) if info.merges else 0
    merged = [merge for merge in info.merges if layout.body <= merge.top < last]
    if merged:
        first = merged[0]
        letter = letter_of(first_column + first.left)
        findings.add(
            F.MERGED_BODY,
            row=first.top + 1,
            cell=f"{letter}{first.top + 1}",
            params={"count": len(merged)},
        )
