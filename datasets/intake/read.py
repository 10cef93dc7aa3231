"""Second step of intake: from a file that was identified to the body rows of its one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from datasets.intake import layout_tell
from datasets.intake.findings import Findings, Refusal
from datasets.intake.layout import Layout
from datasets.intake.layout_across import without_row_totals
from datasets.intake.layout_body import LaidBody
from datasets.intake.layout_fill import filled_down, labels_over_rows
from datasets.intake.layout_recall import Placed, header_question, placed, shown_headers
from datasets.intake.layout_second import headers_below, second_table
from datasets.intake.layout_sums import total_rows, without
from datasets.intake.layout_totals import TotalRow, differing
from datasets.intake.readers.rows import HeldSource
from datasets.intake.schema import Limits, Question, Recipe, Remembered
from datasets.intake.sheets import choose_sheet
from datasets.intake.sideways import folded
from datasets.intake.table import (
    HEAD_ROWS,
    WORKBOOKS,
    Block,
    BlocksAtHand,
    Body,
    FileFound,
    Kind,
    Source,
    Table,
    letter_of,
)
from datasets.vocab import FindingCode as F

#: Text files up to this size are held in memory as workbooks are, and looked at as a whole.
_HELD_BYTES = 4_000_000
_UNKNOWN = Remembered()


def open_table(
    found: FileFound,
    recipe: Recipe,
    limits: Limits,
    findings: Findings,
    remembered: Remembered = _UNKNOWN,
) -> Table:
    """The one table of the file, laid out as `recipe` says, as `remembered`, or as its head shows.

    Raises Refusal where there is no table, no data row, or more than `limits` allow.
    """
    table = _opened(found, recipe, remembered, limits, findings)
    table.headers = list(table.labels)
    if recipe.unpivot is not None and not recipe.keep_totals:
        table = without_row_totals(table, recipe.unpivot, remembered.dictionary, findings)
    long = folded(table, recipe.unpivot) if recipe.unpivot is not None else table
    findings.folds = long.folds
    layout_tell.tell_periods(table.labels, recipe, is_folded=bool(long.folds), findings=findings)
    return long


def _opened(
    found: FileFound, recipe: Recipe, remembered: Remembered, limits: Limits, findings: Findings
) -> Table:
    if found.kind in (Kind.JSON, Kind.GEOJSON):
        return _open_records(found, limits, findings)
    layout_tell.tell_text(found, findings)
    if found.kind in WORKBOOKS:
        chosen = choose_sheet(found, recipe, remembered, limits, findings)
        findings.sheet = chosen.name
        table = _laid_out(found, chosen.source, chosen.place, recipe, findings)
        table.questions[:0] = chosen.questions
    else:
        source = _text_source(found, limits)
        place = _text_place(source, recipe, remembered)
        if found.kind is Kind.HTML:
            findings.add(F.HTML_READ)
        table = _laid_out(found, source, place, recipe, findings)
    return table


def _text_place(source: Source, recipe: Recipe, remembered: Remembered) -> Placed:
    width = source.width if isinstance(source, HeldSource) else None
    place = placed(_head_of(source, recipe), (), width, recipe, remembered)
    if place is None:
        raise Refusal(F.NO_TABLE)
    return place


def _head_of(source: Source, recipe: Recipe) -> list[list[str]]:
    """The first rows; where a person named a header further down, also those from there on."""
    head = source.head()
    first, last = recipe.header_rows or (0, 0)
    if last + 1 < len(head) or not head:
        return head
    below = next(source.blocks(first, max(map(len, head))), None)
    rows = [below.texts(at) for at in range(min(len(below), HEAD_ROWS))] if below else []
    return [*head, *[[""]] * (first - 1 - len(head))][: first - 1] + rows


def _text_source(found: FileFound, limits: Limits) -> Source:
    if found.kind is Kind.HTML:
        from datasets.intake.readers.html import open_html

        return open_html(found, limits)
    from datasets.intake.readers.csv import CsvSource

    return CsvSource(found, limits)


def _open_records(found: FileFound, limits: Limits, findings: Findings) -> Table:
    from datasets.intake.readers.json import open_json

    layout_tell.tell_text(found, findings)
    source, kind, keys = open_json(found, limits)
    return Table(
        format=kind.value,
        sheet="",
        header_row="1",
        encoding=_public_encoding(found),
        delimiter="",
        labels=keys,
        letters=[letter_of(at) for at in range(len(keys))],
        body=BlocksAtHand(source.held),
        info=source.info,
    )


def _laid_out(found: FileFound, source: Source, place: Placed, recipe: Recipe, findings: Findings) -> Table:
    layout = place.layout
    notes = list(layout.titles)
    first = source.first_column if isinstance(source, HeldSource) else 0
    laid = LaidBody(source, layout, findings, notes, first, keep_totals=recipe.keep_totals)
    layout_tell.tell_layout(layout, findings)
    table = Table(
        format=found.kind.value,
        sheet=source.info.name,
        header_row=layout.header_row,
        encoding=_public_encoding(found),
        delimiter=found.delimiter,
        labels=list(layout.labels),
        letters=[letter_of(first + at) for at in range(len(layout.labels))],
        body=laid,
        notes=notes,
        info=source.info,
        questions=header_question(source.head(), place),
    )
    if isinstance(source, HeldSource) or found.path.stat().st_size <= _HELD_BYTES:
        table = _held(table, laid, place, recipe, findings)
    _refuse_no_rows(table.body, source, layout)
    layout_tell.tell_sheet(table, layout, first, findings)
    return table


def _held(table: Table, laid: LaidBody, place: Placed, recipe: Recipe, findings: Findings) -> Table:
    """The table with its body in memory: sums found out, empty columns at its sides cut off."""
    blocks = list(laid.blocks())
    if not blocks:
        return replace(table, body=BlocksAtHand([]))
    blocks = _first_table(blocks, table, laid, place, findings)
    places = [] if recipe.keep_totals else total_rows(blocks)
    if places:
        whole = [block.slice(at, 1) for block in blocks for at in range(len(block))]
        for at in places:
            layout_tell.tell_total(whole[at], laid.first_column, findings)
        found = [TotalRow(whole[at].rows[0].as_py(), tuple(whole[at].texts(0))) for at in places]
        laid.totals = sorted([*laid.totals, *found], key=lambda total: total.row)
        blocks = without(blocks, places)
    blocks = _filled(blocks, table, recipe, findings)
    layout_tell.tell_sums(differing(blocks, table.labels, laid.totals), table, findings)
    kept = _kept_columns(table.labels, [_is_empty(blocks, at) for at in range(len(table.labels))])
    return replace(
        table,
        labels=table.labels[kept],
        letters=table.letters[kept],
        body=BlocksAtHand(
            [replace(block, columns=block.columns[kept], native=block.native[kept]) for block in blocks]
        ),
    )


def _first_table(
    blocks: list[Block], table: Table, laid: LaidBody, place: Placed, findings: Findings
) -> list[Block]:
    """The rows of the first table; that another one begins below is told, and asked about."""
    second = second_table(blocks, table.labels)
    if second is None:
        return blocks
    findings.add(F.TABLES_SEVERAL, row=second.row)
    if not place.is_known:
        shown = {table.header_row: shown_headers(table.labels)} | headers_below(laid.source, second.row)
        asked = Question(F.TABLES_SEVERAL, "", tuple(shown), table.header_row, shown=shown)
        table.questions[:] = [one for one in table.questions if one.code is not F.HEADER_UNCERTAIN] + [asked]
    laid.totals = [total for total in laid.totals if total.row < second.row]
    return without(blocks, range(second.end, sum(len(block) for block in blocks)))


def _filled(blocks: list[Block], table: Table, recipe: Recipe, findings: Findings) -> list[Block]:
    """Labels that stand once over several rows: asked about, or repeated as the sender said."""
    offered = labels_over_rows(blocks, table.labels, table.info.merges) if blocks else []
    wanted = [name for name in recipe.fill_down or () if name in table.labels]
    if offered and not wanted and recipe.fill_down != ():
        shown = {"fill": ", ".join(offered)}
        asked = Question(F.MERGED_BODY, "", ("blank", "fill"), "blank", shown=shown, headers=tuple(offered))
        table.questions.append(asked)
    if not wanted or not blocks:
        return blocks
    done = filled_down(blocks, [table.labels.index(name) for name in wanted], table.info.merges)
    for at, count in done.counts.items():
        if count:
            findings.add(F.LABELS_FILLED, times=count, column=table.labels[at])
    return done.blocks


def _is_empty(blocks: Sequence[Block], at: int) -> bool:
    return all(block.columns[at].null_count == len(block) for block in blocks)


def _kept_columns(labels: list[str], is_empty: list[bool]) -> slice:
    """All but the columns at the sides that have neither a header nor a cell."""
    held = [at for at, label in enumerate(labels) if label.strip() or not is_empty[at]]
    return slice(held[0], held[-1] + 1) if held else slice(0, len(labels))


def _refuse_no_rows(body: Body, source: Source, layout: Layout) -> None:
    """Zero rows is a failure, never a success of nothing (FEATURES no. 8)."""
    if next(iter(body.blocks()), None) is not None or source.ragged:
        return
    is_lone_cell = len(layout.labels) < 2 or sum(bool(label.strip()) for label in layout.labels) < 2
    raise Refusal(F.NO_TABLE if is_lone_cell else F.NO_ROWS).at(sheet=source.info.name)


def _public_encoding(found: FileFound) -> str:
    return re.sub(r"^utf-16-[lb]e$", "utf-16", found.encoding)
