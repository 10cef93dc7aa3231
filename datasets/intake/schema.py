"""The shapes that travel through intake: what is asked of `examine` and what it answers.

Plain frozen dataclasses, JSON-able both ways with `to_json` and `from_json`, so that the same
objects serve the child process, the stored upload, the page and the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from datasets.intake.schema_json import from_json as from_json
from datasets.intake.schema_json import to_json as to_json
from datasets.intake.spooled import Sums
from datasets.vocab import (
    Access,
    Accumulation,
    ColumnRole,
    ColumnType,
    FindingCode,
    RowRuleKind,
    Severity,
)
from datasets.vocab_repairs import RepairKind

#: The longest text of a cell that can be mended in place, in characters.
FAULTY_CHARS = 300

#: Distinct values of a column are counted up to here; one more says "more than that".
MOST_DISTINCT = 1_000


class Verdict(StrEnum):
    """How an examination ended; `UNREADABLE` means that no table could be found at all."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


class NumberStyle(StrEnum):
    """How a column writes numbers: `1.234,5` (id), `1,234.5` (en), `1234.5` (plain)."""

    PLAIN = "plain"
    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True)
class ColumnRule:
    """One column of a data dictionary. `id` is stable for ever; `label` is the header as written.

    `codelist` is the slug of a CodeSet; `minimum`/`maximum` are inclusive, as decimal text.
    """

    id: str
    label: str
    type: ColumnType
    role: ColumnRole = ColumnRole.DIMENSION
    aliases: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    key: bool = False
    minimum: str | None = None
    maximum: str | None = None
    pattern: str = ""
    allowed: tuple[str, ...] = ()
    codelist: str = ""
    decimals: int | None = None


@dataclass(frozen=True)
class RowRule:
    """What columns of one row owe each other; columns are ids, numbers decimal text. By its `kind`:

    ORDER: the one of `columns` is not after, not more than `target`. SUM: `columns` add up to
    `target`, give or take `tolerance`. REQUIRED_WITH: where `target` is one of `values` (where it is
    filled at all, without values), each of `columns` is filled.
    """

    kind: RowRuleKind
    columns: tuple[str, ...]
    target: str
    tolerance: str = "0"
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dictionary:
    """The data dictionary of a dataset: it always wins over what a file seems to say."""

    columns: tuple[ColumnRule, ...]
    accumulation: Accumulation = Accumulation.WHOLE
    rules: tuple[RowRule, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Ids of the columns that together must be unique; empty where there is no key."""
        return tuple(rule.id for rule in self.columns if rule.key)

    @property
    def period_column(self) -> str | None:
        """Id of the column that says which period a row belongs to."""
        return next((rule.id for rule in self.columns if rule.role is ColumnRole.PERIOD), None)


@dataclass(frozen=True)
class CodeSet:
    """A code list: `names` maps code → official name, `aliases` other spellings → code."""

    slug: str
    names: dict[str, str]
    aliases: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unpivot:
    """Fold the columns headed `headers` into two: `name_column` (the header) and `value_column`.

    Without headers it says that the sender wants the table left as it is.
    """

    headers: tuple[str, ...]
    name_column: str
    value_column: str


@dataclass(frozen=True)
class Repair:
    """One thing that the sender wants read otherwise than it is written; by its `kind`:

    REPLACE: cells of `column` that hold exactly `old` are read as `new` ('' for an empty cell).
    CELL: the same of one cell only, in the spreadsheet row `row`, after the replacements; of a folded
    table `letter` is the sheet's column.
    MASK: every value of `column` is hidden. MASK_IN_TEXT: only the personal numbers inside it are.
    RENAME: the header `column` is read as `new`. DROP_COLUMN: `column` is left out. DROP_ROWS: the
    spreadsheet rows `rows` are. EMPTY_ERRORS: cells of `column` that hold an error, or a formula without
    a result, are read as no data. `column` is the header as written, or the id made from it.
    """

    kind: RepairKind
    column: str = ""
    old: str = ""
    new: str = ""
    row: int = 0
    rows: tuple[int, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class Recipe:
    """What the uploader answered about a file's layout; None or empty means: find out.

    `columns` (`E-G`) say which of several tables side by side is meant, `all` that they are one.
    `header_rows` are 1-based spreadsheet rows (first, last), (0, 0) for a table without headers; of
    several tables on a sheet they also say which one is meant. `number_styles` and `dash_means`
    (`missing` or `zero`) are keyed by column id. `fill_down` are the headers whose labels stand once
    over several rows and are to be repeated; empty: left blank as they are.
    """

    sheet: str = ""
    columns: str = ""
    header_rows: tuple[int, int] | None = None
    number_styles: dict[str, NumberStyle] = field(default_factory=dict)
    dash_means: dict[str, str] = field(default_factory=dict)
    unpivot: Unpivot | None = None
    keep_totals: bool = False
    fill_down: tuple[str, ...] | None = None
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Remembered:
    """Where the dataset's last published file had its table: sheet and headers as they stood there.

    A hint that must fit the next file. `header_row` is that of a TableFound; empty: nothing known.
    """

    sheet: str = ""
    header_row: str = ""
    headers: tuple[str, ...] = ()
    #: Labels of the data dictionary: a header of these words is known before any file was published.
    dictionary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """Bounds of one examination: bytes, seconds, cells, and places kept of each finding."""

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 300
    wall_seconds: int = 600
    unpacked_bytes: int = 500_000_000
    unpack_ratio: int = 100
    cells: int = 50_000_000
    sheet_columns: int = 2_000
    columns: int = 1_000
    field_chars: int = 1_000_000
    record_bytes: int = 100_000_000
    places: int = 1_000
    key_rows: int = 300_000


@dataclass(frozen=True)
class Job:
    """One file to examine. `spool` is where clean rows go (a file or a FIFO); empty for none.

    `utc_offset` is the city's clock (`+09:00`): moments written with a zone are moved to it. Of a
    sensitive dataset (`is_sensitive`: health, poverty) counts of few people are told. `overrides` are
    the kinds of personal data that walidata let stand open, by column id.
    """

    path: str
    filename: str
    spool: str = ""
    dictionary: Dictionary | None = None
    codesets: dict[str, CodeSet] = field(default_factory=dict)
    recipe: Recipe = field(default_factory=Recipe)
    remembered: Remembered = field(default_factory=Remembered)
    period: str = ""
    access: Access = Access.OPEN
    is_sensitive: bool = False
    overrides: dict[str, tuple[str, ...]] = field(default_factory=dict)
    utc_offset: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Finding:
    """One thing found, addressed as the spreadsheet shows it (`row` from 1, `cell` as `C18`).

    `column` is the header as written. `count` on the first place of a kind is the true total of
    the kind; at most `Limits.places` places are kept.
    """

    code: FindingCode
    severity: Severity
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    value: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str = ""
    count: int = 1


@dataclass(frozen=True)
class ColumnFound:
    """One column of the table found, with its statistics over every row.

    `letter` is the spreadsheet column; `minimum`, `maximum` and `total` are text in canonical
    form (None where they make no sense). `style` is how its numbers were written.
    """

    id: str
    label: str
    type: ColumnType
    role: ColumnRole = ColumnRole.DIMENSION
    unit: str = ""
    letter: str = ""
    non_null: int = 0
    minimum: str | None = None
    maximum: str | None = None
    total: str | None = None
    style: NumberStyle = NumberStyle.PLAIN
    personal: str = ""


@dataclass(frozen=True)
class ColumnProfile:
    """Exact statistics of one column of the spool, as the loaded part keeps them.

    `distinct` is at most MOST_DISTINCT + 1, None where the role does not ask for it; `scale` is
    the most decimals of a value. None elsewhere where there is no value, or none in order.
    """

    id: str
    non_null: int
    distinct: int | None = None
    minimum: str | None = None
    maximum: str | None = None
    total: str | None = None
    scale: int | None = None


@dataclass(frozen=True)
class TableFound:
    """The table found in a file. `header_row` is `7`, `4-5` (spread over rows) or `none`.

    `columns` are those that are loaded; `labels` and `letters` name every column that was read.
    `headers` are as they stood on the sheet, before anything was folded or repaired; `folds` are the
    sheet's letters by turn, by letter of a folded column (see `turns`).
    """

    format: str = ""
    sheet: str = ""
    header_row: str = ""
    encoding: str = ""
    delimiter: str = ""
    rows: int = 0
    columns: tuple[ColumnFound, ...] = ()
    labels: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    folds: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class FaultyRow:
    """A row in which a cell was found fault with: all its cells as read, '' for an empty one.

    In the order of `TableFound.labels`; a cell of more than FAULTY_CHARS is cut to one more. Of a folded
    table `turn` says from which of the folded columns the row came.
    """

    row: int
    cells: tuple[str, ...]
    turn: int = 0


@dataclass(frozen=True)
class Question:
    """Something only the uploader knows; `default` is what was assumed meanwhile.

    `unpivot` is what the answer `fold` stands for; `shown` is what people see of an answer, by
    option (the headers of a table, the columns that folding makes); `headers` are the columns that
    `fill` repeats the labels of.
    """

    code: FindingCode
    column: str
    options: tuple[str, ...]
    default: str
    unpivot: Unpivot | None = None
    shown: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What `examine` answers.

    `spool_columns` are the ids written to the spool after `_n,_row,_flags`; `profiles` has those
    whose statistics are exact, the others are left to the database. `key_checked` is
    False when the table has more than `Limits.key_rows` rows: then the unique index that the
    loader builds is the check. `proposal` is set only where the job had no dictionary. `may_pass`
    says that the reader died of something that need not happen again: a kill, a full disk.
    `sums` are those of the spool, where they are exact.
    """

    verdict: Verdict
    table: TableFound = field(default_factory=TableFound)
    findings: tuple[Finding, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    proposal: Dictionary | None = None
    period_found: str = ""
    notes: tuple[str, ...] = ()
    spool_columns: tuple[str, ...] = ()
    profiles: tuple[ColumnProfile, ...] = ()
    key_checked: bool = True
    sums: Sums | None = None
    faulty: tuple[FaultyRow, ...] = ()
    may_pass: bool = False
    seconds: float = 0.0
    peak_bytes: int = 0
